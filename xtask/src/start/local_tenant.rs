//! The local Auth0 tenant: built, started, and waited for.

use std::process::Command;

use crate::process::{self, ProcessError, Running, output::Output};
use crate::progress;
use crate::start::ready;
use crate::tools::Toolbox;
use crate::workspace::Workspace;

/// What is asked for to see whether the tenant answers (OpenID Connect Discovery 1.0, section 4).
const DISCOVERY: &str = "/.well-known/openid-configuration";

/// Builds and starts the tenant; returns when it answers.
///
/// # Errors
///
/// When it cannot be built, or ends instead of answering.
pub(crate) fn start(
    workspace: &Workspace,
    toolbox: &Toolbox,
    port: u16,
    app_origin: &str,
) -> Result<Running, ProcessError> {
    progress::step("building the local tenant", "first time: about a minute", || {
        let mut build = toolbox.command(workspace, "cargo");
        build.args(["build", "--package", "auth0-emulator"]);
        process::run("building the local tenant", &build, Output::Inherited)
    })?;
    progress::step(&format!("starting the local tenant at http://localhost:{port}"), "under a second", || {
        let command = command(workspace, toolbox, port, app_origin);
        let mut running = process::spawn("the local tenant", &command, Output::labelled("tenant"))?;
        ready::wait_for_answer(&mut running, port, DISCOVERY)?;
        Ok(running)
    })
}

fn command(workspace: &Workspace, toolbox: &Toolbox, port: u16, app_origin: &str) -> Command {
    let mut command = toolbox.command(workspace, "cargo");
    command
        .args([
            "run",
            "--quiet",
            "--package",
            "auth0-emulator",
            "--",
            "--listen",
            &format!("127.0.0.1:{port}"),
        ])
        .args(["--tenant", "tenant/tenant.yaml", "--users", "tenant/users.yaml", "--app-origin", app_origin]);
    command
}
