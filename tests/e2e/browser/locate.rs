//! Finding elements as a user does: by role and accessible name.

use std::fmt;

use anyhow::{Context, Result};
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::json;

use super::Browser;
use super::accessibility::{Handle, Node};
use super::engine::Engine;
use super::role::Role;
use crate::wait::{self, Look};

/// Which accessible names will do.
#[derive(Clone, Debug)]
pub enum Name {
    /// Exactly this one.
    Is(String),
    /// Any that contains this.
    Contains(String),
    /// Any, or none.
    Any,
}

impl From<&str> for Name {
    fn from(name: &str) -> Self {
        Self::Is(name.to_owned())
    }
}

impl From<String> for Name {
    fn from(name: String) -> Self {
        Self::Is(name)
    }
}

impl Name {
    pub(super) fn fits(&self, name: &str) -> bool {
        match self {
            // Chromium keeps the blank between a label and its field in some versions and not in others.
            Self::Is(whole) => name.trim() == whole,
            Self::Contains(part) => name.contains(part.as_str()),
            Self::Any => true,
        }
    }
}

/// A way to find an element. It is looked up for each step, so the page may render again in between.
#[derive(Clone, Debug)]
pub struct Locator<'a> {
    pub(super) browser: &'a Browser,
    steps: Vec<(Role, Name)>,
}

impl Browser {
    /// What has this role and accessible name.
    pub fn by_role(&self, role: Role, name: impl Into<Name>) -> Locator<'_> {
        Locator { browser: self, steps: vec![(role, name.into())] }
    }

    /// The node that has the keyboard's focus, when anything but the page itself has it.
    ///
    /// # Errors
    ///
    /// When the browser cannot be asked.
    pub async fn focused(&self) -> Result<Option<Node>> {
        match self.engine {
            Engine::Chromium => {
                let nodes = self.accessibility().await?.within(None);
                Ok(nodes.into_iter().find(|node| node.focused && node.role != "RootWebArea"))
            }
            Engine::Firefox | Engine::WebKit => self.focused_element().await,
        }
    }
}

impl<'a> Locator<'a> {
    /// What has this role and name inside of this.
    #[must_use]
    pub fn by_role(&self, role: Role, name: impl Into<Name>) -> Locator<'a> {
        let mut steps = self.steps.clone();
        steps.push((role, name.into()));
        Locator { browser: self.browser, steps }
    }

    /// Everything that fits now, in document order. Empty when nothing does.
    ///
    /// # Errors
    ///
    /// When the browser cannot be asked.
    pub async fn all(&self) -> Result<Vec<Node>> {
        match self.browser.engine {
            Engine::Chromium => self.browser.in_tree(&self.steps).await,
            Engine::Firefox | Engine::WebKit => self.browser.elements(&self.steps).await,
        }
    }

    /// Waits until exactly one thing fits, and tells what it is.
    ///
    /// # Errors
    ///
    /// When none or several fit until the deadline; the text lists what is on the screen instead.
    pub async fn one(&self) -> Result<Node> {
        let outcome = wait::until(async || Ok(self.look().await));
        self.browser.explain(outcome.await).await
    }

    /// Waits until it can be used.
    ///
    /// # Errors
    ///
    /// When it is missing or disabled at the deadline.
    pub async fn enabled(&self) -> Result<()> {
        let outcome = wait::until(async || {
            Ok(match self.look().await {
                Look::Found(node) if node.disabled => Look::NotYet(format!("{self} is disabled")),
                Look::Found(_) => Look::Found(()),
                Look::NotYet(missing) => Look::NotYet(missing),
            })
        });
        self.browser.explain(outcome.await).await
    }

    /// Waits until nothing fits any more.
    ///
    /// # Errors
    ///
    /// When something still fits at the deadline.
    pub async fn gone(&self) -> Result<()> {
        wait::until(async || {
            Ok(match self.all().await {
                Ok(nodes) if nodes.is_empty() => Look::Found(()),
                Ok(_) => Look::NotYet(format!("{self} is still there")),
                Err(error) => Look::NotYet(format!("{self} cannot be looked for: {error}")),
            })
        })
        .await
    }

    /// One look: exactly one thing has to fit.
    pub(super) async fn look(&self) -> Look<Node> {
        match self.all().await {
            Ok(nodes) => match <[Node; 1]>::try_from(nodes) {
                Ok([node]) => Look::Found(node),
                Err(nodes) if nodes.is_empty() => Look::NotYet(format!("no {self}")),
                Err(nodes) => Look::NotYet(format!("{} times {self}", nodes.len())),
            },
            // The page changed between two questions: look again.
            Err(error) => Look::NotYet(format!("no {self}: {error}")),
        }
    }

    /// The `WebDriver` element behind a node.
    pub(super) async fn element(&self, node: &Node) -> Result<fantoccini::elements::Element> {
        let handle = node.handle.as_ref().with_context(|| format!("{self} is not an element"))?;
        let id = match handle {
            Handle::DevTools(id) => self.element_id(*id).await?,
            Handle::Element(id) => id.clone(),
        };
        Ok(fantoccini::elements::Element::from_element_id(self.browser.client.clone(), id.into()))
    }

    /// `DevTools` and `WebDriver` count elements differently; the page's window is where both can reach.
    async fn element_id(&self, node: u64) -> Result<String> {
        let node = json!({ "backendNodeId": node });
        let resolved: Resolved = self.browser.dev_tools("DOM.resolveNode", node).await?;
        let hand_over = json!({
            "objectId": resolved.object.object_id,
            "functionDeclaration": "function () { window.__located = this }",
        });
        let _: IgnoredAny = self.browser.dev_tools("Runtime.callFunctionOn", hand_over).await?;
        let element = self.browser.client.execute("return window.__located", vec![]).await?;
        let id = element.as_object().and_then(|object| object.values().next()?.as_str());
        id.map(str::to_owned).context("the element has no WebDriver id")
    }
}

#[derive(Deserialize)]
struct Resolved {
    object: RemoteObject,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RemoteObject {
    object_id: String,
}

impl fmt::Display for Locator<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, (role, name)) in self.steps.iter().enumerate().rev() {
            match name {
                Name::Is(name) => write!(formatter, "{} `{name}`", role.as_str())?,
                Name::Contains(part) => write!(formatter, "{} with `{part}` in its name", role.as_str())?,
                Name::Any => write!(formatter, "{}", role.as_str())?,
            }
            if index > 0 {
                formatter.write_str(" in ")?;
            }
        }
        Ok(())
    }
}
