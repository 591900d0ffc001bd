//! What a screen reader hears of: in Chromium from its own accessibility tree, read over `DevTools`.

use anyhow::{Result, anyhow};
use serde::Deserialize;
use serde_json::{Value, json};

use super::Browser;
use super::engine::Engine;
use super::locate::Name;
use super::role::Role;

/// One node of the accessibility tree, as it was when it was looked at.
#[derive(Clone, Debug)]
pub struct Node {
    /// The computed role, in ARIA's words where ARIA has one (`button`), else Chromium's (`StaticText`).
    pub role: String,
    /// The computed accessible name; empty when there is none.
    pub name: String,
    /// Whether it is disabled.
    pub disabled: bool,
    /// Whether it has the keyboard's focus.
    pub focused: bool,
    /// Whether a radio button or a checkbox is chosen.
    pub checked: bool,
    /// A heading's level.
    pub level: Option<u64>,
    /// The element behind it.
    pub(super) handle: Option<Handle>,
}

/// An element, as the one or the other protocol names it.
#[derive(Clone, Debug)]
pub(super) enum Handle {
    /// A node in the count of `DevTools`.
    DevTools(u64),
    /// An element of `WebDriver`.
    Element(String),
}

impl Node {
    fn dev_tools_id(&self) -> Option<u64> {
        match self.handle {
            Some(Handle::DevTools(id)) => Some(id),
            Some(Handle::Element(_)) | None => None,
        }
    }
}

/// The whole tree at one moment, so that what is found in it belongs together.
#[derive(Debug)]
pub(super) struct Snapshot {
    nodes: Vec<AxNode>,
}

impl Snapshot {
    /// The nodes inside of `scope` (all without one) that a screen reader would meet, in document order.
    pub(super) fn within(&self, scope: Option<u64>) -> Vec<Node> {
        let mut found = Vec::new();
        let roots: Vec<&AxNode> = match scope {
            Some(scope) => self.nodes.iter().filter(|node| node.dom == Some(scope)).collect(),
            None => self.nodes.iter().filter(|node| node.parent_id.is_none()).collect(),
        };
        for root in roots {
            self.collect(root, &mut found);
        }
        found
    }

    fn collect(&self, parent: &AxNode, found: &mut Vec<Node>) {
        for id in &parent.child_ids {
            let Some(child) = self.nodes.iter().find(|node| node.node_id == *id) else {
                continue;
            };
            if !child.ignored {
                found.push(Node::from(child));
            }
            self.collect(child, found);
        }
    }
}

impl Browser {
    /// Reads Chromium's accessibility tree of the page.
    ///
    /// `Accessibility.queryAXTree` would find by role and name in the browser, but never answers when the page is
    /// left meanwhile.
    ///
    /// # Errors
    ///
    /// When the browser cannot be asked.
    pub(super) async fn accessibility(&self) -> Result<Snapshot> {
        let tree: AxTree = self.dev_tools("Accessibility.getFullAXTree", json!({})).await?;
        Ok(Snapshot { nodes: tree.nodes })
    }

    /// What fits the last of these steps, each inside of what fits the one before.
    pub(super) async fn in_tree(&self, steps: &[(Role, Name)]) -> Result<Vec<Node>> {
        let snapshot = self.accessibility().await?;
        let mut scopes = vec![None];
        let mut found = Vec::new();
        for (role, name) in steps {
            let inside = scopes.iter().flat_map(|scope| snapshot.within(*scope));
            found = inside.filter(|node| node.role == role.as_str() && name.fits(&node.name)).collect();
            scopes = found.iter().filter_map(Node::dev_tools_id).map(Some).collect();
        }
        Ok(found)
    }

    /// What is on the screen, a line for each node that a screen reader reads. For error messages.
    pub async fn outline(&self) -> String {
        let outline = match self.engine {
            Engine::Chromium => self.tree_outline().await,
            Engine::Firefox | Engine::WebKit => self.text_outline().await,
        };
        outline.unwrap_or_else(|error| format!("(cannot be read: {error})"))
    }

    async fn tree_outline(&self) -> Result<String> {
        let nodes = self.accessibility().await?.within(None);
        let mut lines: Vec<String> = Vec::new();
        let mut last = "";
        for node in nodes.iter().filter(|node| !node.name.is_empty()) {
            // The text of a button, a heading, a link is its name once more.
            let echo = matches!(node.role.as_str(), "StaticText" | "InlineTextBox" | "ListMarker");
            if !(echo && node.name == last) {
                lines.push(format!("  {} `{}`", node.role, node.name));
            }
            last = &node.name;
        }
        Ok(lines.join("\n"))
    }

    /// Adds to an error what is on the screen instead of what was looked for.
    pub(crate) async fn explain<T>(&self, outcome: Result<T>) -> Result<T> {
        match outcome {
            Ok(value) => Ok(value),
            Err(error) => Err(anyhow!("{error:#}\non the screen:\n{}", self.outline().await)),
        }
    }
}

#[derive(Deserialize)]
struct AxTree {
    nodes: Vec<AxNode>,
}

/// A node as `DevTools` writes it.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct AxNode {
    node_id: String,
    parent_id: Option<String>,
    #[serde(default)]
    child_ids: Vec<String>,
    ignored: bool,
    #[serde(default)]
    role: AxValue,
    #[serde(default)]
    name: AxValue,
    #[serde(default)]
    properties: Vec<AxProperty>,
    #[serde(rename = "backendDOMNodeId")]
    dom: Option<u64>,
}

#[derive(Debug, Default, Deserialize)]
struct AxValue {
    value: Option<Value>,
}

#[derive(Debug, Deserialize)]
struct AxProperty {
    name: String,
    value: AxValue,
}

impl AxValue {
    fn text(&self) -> String {
        self.value.as_ref().and_then(Value::as_str).unwrap_or_default().to_owned()
    }
}

impl AxNode {
    fn property(&self, name: &str) -> Option<&Value> {
        self.properties.iter().find(|property| property.name == name)?.value.value.as_ref()
    }
}

impl From<&AxNode> for Node {
    fn from(node: &AxNode) -> Self {
        Self {
            disabled: node.property("disabled") == Some(&Value::Bool(true)),
            focused: node.property("focused") == Some(&Value::Bool(true)),
            checked: node.property("checked").is_some_and(|checked| checked == "true" || checked == true),
            level: node.property("level").and_then(Value::as_u64),
            handle: node.dom.map(Handle::DevTools),
            role: node.role.text(),
            name: node.name.text(),
        }
    }
}
