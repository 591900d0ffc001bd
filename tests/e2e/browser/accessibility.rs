//! The page as a screen reader hears it: Chromium's own accessibility tree, read over `DevTools`.

use anyhow::Result;
use serde::Deserialize;
use serde_json::{Value, json};

use super::Browser;

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
    /// The DOM node behind it, in the count of `DevTools`.
    pub(super) dom: Option<u64>,
}

impl Browser {
    /// The nodes under `scope` (the whole page without one) that have `role` (any role without one), in document
    /// order, without those hidden from assistive technology.
    ///
    /// # Errors
    ///
    /// When the browser cannot be asked, or `scope` is no longer in the page.
    pub(super) async fn accessibility_nodes(
        &self,
        scope: Option<u64>,
        role: Option<&str>,
    ) -> Result<Vec<Node>> {
        let root = match scope {
            Some(node) => node,
            None => self.document_node().await?,
        };
        let mut params = json!({ "backendNodeId": root });
        if let (Some(params), Some(role)) = (params.as_object_mut(), role) {
            params.insert("role".to_owned(), json!(role));
        }
        let answer: AxTree = self.dev_tools("Accessibility.queryAXTree", params).await?;
        Ok(answer.nodes.into_iter().filter(|node| !node.ignored).map(Node::from).collect())
    }

    /// What is on the screen, a line for each node that a person would be told of. For error messages.
    pub async fn outline(&self) -> String {
        let nodes = match self.accessibility_nodes(None, None).await {
            Ok(nodes) => nodes,
            Err(error) => return format!("(cannot be read: {error})"),
        };
        let spoken = |node: &&Node| {
            !node.name.is_empty() && !matches!(node.role.as_str(), "InlineTextBox" | "ListMarker")
        };
        let lines = nodes.iter().filter(spoken).map(|node| format!("  {} `{}`", node.role, node.name));
        lines.collect::<Vec<_>>().join("\n")
    }

    async fn document_node(&self) -> Result<u64> {
        let answer: Document = self.dev_tools("DOM.getDocument", json!({ "depth": 0 })).await?;
        Ok(answer.root.backend_node_id)
    }
}

#[derive(Deserialize)]
struct Document {
    root: DomNode,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct DomNode {
    backend_node_id: u64,
}

#[derive(Deserialize)]
struct AxTree {
    nodes: Vec<AxNode>,
}

/// A node as `DevTools` writes it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct AxNode {
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

#[derive(Default, Deserialize)]
struct AxValue {
    value: Option<Value>,
}

#[derive(Deserialize)]
struct AxProperty {
    name: String,
    value: AxValue,
}

impl AxValue {
    fn text(self) -> String {
        self.value.as_ref().and_then(Value::as_str).unwrap_or_default().to_owned()
    }
}

impl AxNode {
    fn property(&self, name: &str) -> Option<&Value> {
        self.properties.iter().find(|property| property.name == name)?.value.value.as_ref()
    }
}

impl From<AxNode> for Node {
    fn from(node: AxNode) -> Self {
        Self {
            disabled: node.property("disabled") == Some(&Value::Bool(true)),
            focused: node.property("focused") == Some(&Value::Bool(true)),
            checked: node.property("checked").is_some_and(|checked| checked == "true" || checked == true),
            level: node.property("level").and_then(Value::as_u64),
            dom: node.dom,
            role: node.role.text(),
            name: node.name.text(),
        }
    }
}
