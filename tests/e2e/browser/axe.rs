//! Deque's axe-core, in the page: what of the WCAG a program can judge.

use std::fs;

use anyhow::{Context, Result};
use serde::Deserialize;
use serde_json::from_value;

use super::Browser;
use crate::site::workspace;

/// Where `npm ci` puts it.
const AXE: &str = "tests/axe/node_modules/axe-core/axe.min.js";

/// Everything of WCAG 2.2 A and AA, and what axe calls best practice.
const RUN: &str = "return axe.run({ resultTypes: ['violations'], runOnly:
    ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })
    .then(({ violations }) => violations.map(({ id, help, nodes }) => ({ id, help,
        where: nodes.map(({ target, failureSummary }) => `${target}: ${failureSummary}`) })));";

#[derive(Deserialize)]
struct Violation {
    id: String,
    help: String,
    #[serde(rename = "where")]
    places: Vec<String>,
}

impl Browser {
    /// What axe finds wrong with the page as it stands, a line each; nothing when all is well.
    ///
    /// # Errors
    ///
    /// When axe-core is not there or cannot run.
    pub async fn axe(&self) -> Result<Vec<String>> {
        let file = workspace().join(AXE);
        let axe = fs::read_to_string(file).context(
            "axe-core is not there: run `npm ci --ignore-scripts` in tests/axe, or `cargo xtask test`",
        )?;
        self.run(&axe).await?;
        let violations: Vec<Violation> = from_value(self.run(RUN).await?)?;
        let line = |violation: Violation| {
            format!("{}: {} at {}", violation.id, violation.help, violation.places.join("; "))
        };
        Ok(violations.into_iter().map(line).collect())
    }
}
