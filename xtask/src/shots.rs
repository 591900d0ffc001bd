//! `cargo xtask shots`: a picture of every page and state of the release build, in both themes and three widths.

use crate::browser::{Browser, BrowserError};
use crate::process::{self, ProcessError, output::Output};
use crate::release::{self, ReleaseError};
use crate::tools::{self, Toolbox, ToolsError};
use crate::workspace::Workspace;

/// Builds the release and takes the pictures into `shots/`, which is not committed.
///
/// # Errors
///
/// When a tool or the browser is missing, the build fails, or a page does not come.
pub(crate) fn run(workspace: &Workspace) -> Result<(), ShotsError> {
    let browser = Browser::require()?;
    let toolbox = Toolbox::prepare(workspace, &[tools::wasm_bindgen(workspace)?, tools::trunk()?])?;
    release::build(workspace, &toolbox)?;
    let mut command = toolbox.command(workspace, "cargo");
    command.args(["run", "--package", "e2e", "--bin", "shots"]);
    command.env("CHROMEDRIVER", &browser.driver).env("CHROMIUM", &browser.program);
    Ok(process::run("shots", &command, Output::Inherited)?)
}

/// Why there are no pictures.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ShotsError {
    /// No browser, and it could not be installed.
    #[error(transparent)]
    Browser(#[from] BrowserError),
    /// The tools for the build are missing.
    #[error(transparent)]
    Tools(#[from] ToolsError),
    /// There is no release build.
    #[error(transparent)]
    Release(#[from] ReleaseError),
    /// A page did not come; the program said which.
    #[error(transparent)]
    Pictures(#[from] ProcessError),
}
