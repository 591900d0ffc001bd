//! `cargo xtask preview`: the release build as production would serve it, beside the local tenant.
//!
//! The same build, compression, headers and caching; only http instead of https.

use std::fs;

use anyhow::{Context, Result};

use crate::process;
use crate::progress::{self, Stopwatch};
use crate::release;
use crate::start::{Ports, Prepared, local_tenant, prepare, ready};
use crate::workspace::Workspace;

/// Runs until Ctrl-C, or until one of the programs ends by itself.
pub(crate) fn run(ports: &Ports, workspace: &Workspace) -> Result<()> {
    let stopwatch = Stopwatch::start();
    let prepared = prepare(workspace, ports)?;
    let Prepared { tenant, toolbox, origin, .. } = &prepared;
    release::build_compressed(workspace, toolbox)?;
    if let Some(config) = prepared.config_to_serve() {
        let copy = workspace.dist().join("auth_config.json");
        fs::write(copy, config).context("dist/auth_config.json cannot be written")?;
    }

    let mut running = local_tenant::start(toolbox, tenant, origin)?;
    progress::step("starting the web server", "first time: half a minute", || {
        let package = ["--package", "static-host"];
        process::run(toolbox.command("cargo").arg("build").args(package))?;
        let mut command = toolbox.command("cargo");
        command.args(["run", "--quiet"]).args(package);
        command.args(["--", "--dist", "dist", "--port", &ports.port.to_string()]);
        running.push(process::spawn(&mut command, "app", &[])?);
        ready::wait(&mut running, ports.port, "/")
    })?;
    let note = "this is the release build; it stays as it is until the next start";
    print!("{}", ready::message(origin, tenant, stopwatch.elapsed(), note));
    ready::watch(&mut running)
}
