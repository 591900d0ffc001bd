//! The local Auth0 tenant: built, started, and waited for.

use anyhow::Result;

use crate::auth_config::Tenant;
use crate::process::{self, Running};
use crate::progress;
use crate::start::ready;
use crate::tools::Toolbox;

/// Asked for to see whether the tenant answers (OpenID Connect Discovery 1.0, section 4).
const DISCOVERY: &str = "/.well-known/openid-configuration";

/// Builds and starts the tenant if it is a local one. Returns the running programs when it answers.
pub(crate) fn start(toolbox: &Toolbox, tenant: &Tenant, app_origin: &str) -> Result<Vec<Running>> {
    let Tenant::Local { port } = *tenant else { return Ok(Vec::new()) };
    let package = ["--package", "auth0-emulator"];
    progress::step("building the local tenant", "first time: about a minute", || {
        process::run(toolbox.command("cargo").arg("build").args(package))
    })?;
    progress::step(&format!("starting the local tenant at http://localhost:{port}"), "under a second", || {
        let mut command = toolbox.command("cargo");
        command.args(["run", "--quiet"]).args(package).args(["--", "--listen", &format!("127.0.0.1:{port}")]);
        command.args([
            "--tenant",
            "tenant/tenant.yaml",
            "--users",
            "tenant/users.yaml",
            "--app-origin",
            app_origin,
        ]);
        let mut running = vec![process::spawn(&mut command, "tenant", &[])?];
        ready::wait(&mut running, port, DISCOVERY)?;
        Ok(running)
    })
}
