//! Deque's axe-core, in the page: what of the WCAG a program can judge.

use std::fs;

use anyhow::{Context, Result, ensure};
use serde::Deserialize;
use serde_json::from_value;

use super::Browser;
use super::device::ColorScheme;
use super::engine::Ability;
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
    /// Judges the page as it stands, in light and in dark, on a phone and on a desk.
    ///
    /// # Errors
    ///
    /// When axe finds something; the text tells where. `page` names the page.
    pub async fn accessible(&self, page: &str) -> Result<()> {
        let can_be_dark = self.engine.can(Ability::Media);
        let schemes: &[_] =
            if can_be_dark { &[ColorScheme::Light, ColorScheme::Dark] } else { &[ColorScheme::Light] };
        for scheme in schemes {
            if can_be_dark {
                self.set_color_scheme(*scheme).await?;
            }
            for (width, height) in [(320, 640), (1280, 900)] {
                self.set_viewport(width, height).await?;
                self.at_rest().await?;
                let found = self.axe().await?;
                ensure!(found.is_empty(), "{page}, {scheme:?}, {width} px:\n{}", found.join("\n"));
            }
        }
        if can_be_dark { self.set_color_scheme(ColorScheme::Light).await } else { Ok(()) }
    }

    /// What axe finds wrong with the page as it stands, a line each; nothing when all is well.
    async fn axe(&self) -> Result<Vec<String>> {
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
