//! `cargo xtask shots`: a picture of every page and state of the release build, in both themes and four widths.

use anyhow::Result;

use crate::engine::Engine;
use crate::process;
use crate::release;
use crate::tools::{self, Toolbox};
use crate::workspace::Workspace;

/// Builds the release and takes the pictures in an engine, into `shots/ENGINE/`, which is not committed.
pub(crate) fn run(engine: Engine, workspace: &Workspace) -> Result<()> {
    let programs = engine.require(false)?;
    let mut tools = vec![tools::wasm_bindgen(workspace)?, tools::trunk()];
    tools.extend(engine.tool());
    let toolbox = Toolbox::prepare(workspace, &tools)?;
    release::build(workspace, &toolbox)?;
    let mut command = toolbox.command("cargo");
    command.args(["run", "--package", "e2e", "--bin", "shots"]);
    engine.name_to(&programs, &mut command);
    process::run(&mut command)
}
