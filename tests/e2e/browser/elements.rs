//! Finding by role and name in an engine whose accessibility tree is not to be had: what a selector of the role finds, judged by
//! the role and the name that the driver computes for it.

use std::collections::HashMap;

use anyhow::{Context, Result};
use fantoccini::error::CmdError;
use serde::Deserialize;
use serde_json::{Value, from_value, json};

use super::Browser;
use super::accessibility::{Handle, Node};
use super::command::{Command, Computed};
use super::locate::Name;
use super::role::Role;

const ELEMENTS: &str = include_str!("elements.js");

/// Roles that have a name or a state of their own, in one selector. For error messages.
const TELLING: &str =
    "a[href], button, input, textarea, summary, h1, h2, h3, p, li, dt, dd, th, td, legend, [role]";

/// What the script tells of an element.
#[derive(Deserialize)]
struct Found {
    element: HashMap<String, String>,
    disabled: bool,
    focused: bool,
    checked: bool,
    level: Option<u64>,
    text: String,
}

impl Browser {
    /// What fits the last of these steps, each inside of what fits the one before.
    pub(super) async fn elements(&self, steps: &[(Role, Name)]) -> Result<Vec<Node>> {
        let mut scopes = vec![Value::Null];
        let mut nodes = Vec::new();
        for (role, name) in steps {
            nodes.clear();
            let mut inside = Vec::new();
            for found in self.candidates(scopes, Some(role.selector())).await? {
                let (id, element) = reference(&found)?;
                let judged = match self.judge(&found, id, *role, name).await {
                    // Another page, or the app in place of the first screen, came since it was found: it is not there.
                    Err(error) if is_stale(&error) => None,
                    judged => judged?,
                };
                if let Some(node) = judged {
                    nodes.push(node);
                    inside.push(element);
                }
            }
            scopes = inside;
        }
        Ok(nodes)
    }

    /// The element that has the focus, when anything but the page itself has it.
    pub(super) async fn focused_element(&self) -> Result<Option<Node>> {
        let found = self.candidates(vec![], None).await?;
        let Some(found) = found.first() else { return Ok(None) };
        let (id, _) = reference(found)?;
        let role = self.computed(&id, Computed::Role).await?;
        let name = self.computed(&id, Computed::Label).await?;
        Ok(Some(node(found, id, role, name)))
    }

    /// What is on the screen, a line for each thing with a text.
    pub(super) async fn text_outline(&self) -> Result<String> {
        let lines = format!(
            "return [...document.querySelectorAll('{TELLING}')].filter(element => element.checkVisibility())
                .map(element => [element.getAttribute('role') ?? element.localName,
                    (element.getAttribute('aria-label') ?? element.innerText).slice(0, 200).replace(/\\s+/g, ' ')])
                .filter(([, text]) => text !== '').map(([kind, text]) => `  ${{kind}} \\`${{text}}\\``).join('\\n')"
        );
        Ok(self.run(&lines).await?.as_str().unwrap_or_default().to_owned())
    }

    async fn candidates(&self, scopes: Vec<Value>, selector: Option<&str>) -> Result<Vec<Found>> {
        // WebKit knows elements again only where they are arguments themselves.
        let arguments = [vec![json!(selector)], scopes].concat();
        let found = self.client.execute(ELEMENTS, arguments).await?;
        from_value(found).context("the elements cannot be read")
    }

    /// The element as a node, if its role and its name are those.
    async fn judge(&self, found: &Found, id: String, role: Role, name: &Name) -> Result<Option<Node>> {
        let mut label = self.computed(&id, Computed::Label).await?;
        if label.is_empty() && matches!(role, Role::Cell | Role::RowHeader) {
            // They are named by their content, which WebKit leaves to the screen reader.
            label = found.text.split_whitespace().collect::<Vec<_>>().join(" ");
        }
        // Firefox counts the mark of a list's item to its name.
        let label = label.strip_prefix("• ").map_or(label.clone(), ToOwned::to_owned);
        if !name.fits(&label) || !role.is_computed(&self.computed(&id, Computed::Role).await?) {
            return Ok(None);
        }
        Ok(Some(node(found, id, role.as_str().to_owned(), label)))
    }

    async fn computed(&self, id: &str, what: Computed) -> Result<String> {
        let answer = self.client.issue_cmd(Command::Computed(what, id.to_owned())).await?;
        Ok(answer.as_str().unwrap_or_default().to_owned())
    }
}

fn is_stale(error: &anyhow::Error) -> bool {
    error.downcast_ref::<CmdError>().is_some_and(CmdError::is_stale_element_reference)
}

fn reference(found: &Found) -> Result<(String, Value)> {
    let id = found.element.values().next().context("the element has no WebDriver id")?;
    Ok((id.clone(), json!(found.element)))
}

fn node(found: &Found, id: String, role: String, name: String) -> Node {
    let Found { disabled, focused, checked, level, .. } = *found;
    Node { role, name, disabled, focused, checked, level, handle: Some(Handle::Element(id)) }
}
