//! `cargo xtask shots`: a picture of every page and state of the release build, in both themes and three widths.

use anyhow::Result;

use crate::browser::Browser;
use crate::process;
use crate::release;
use crate::tools::Toolbox;
use crate::workspace::Workspace;

/// Builds the release and takes the pictures into `shots/`, which is not committed.
pub(crate) fn run(workspace: &Workspace) -> Result<()> {
    let browser = Browser::require(false)?;
    let toolbox = Toolbox::for_builds(workspace)?;
    release::build(workspace, &toolbox)?;
    let mut command = toolbox.command("cargo");
    command.args(["run", "--package", "e2e", "--bin", "shots"]);
    browser.name_to(&mut command);
    process::run(&mut command)
}
