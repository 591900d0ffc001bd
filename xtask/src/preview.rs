//! `cargo xtask preview`: the release build as production would serve it, beside the local tenant.
//!
//! The same build, compression, headers and caching; only http instead of https. What is started ends with this
//! program, however this program ends.

use std::fs;
use std::io;

use clap::Args;

use crate::auth_config::Tenant;
use crate::process::{self, ProcessError, Running, output::Output};
use crate::progress::{self, Stopwatch};
use crate::release::{self, ReleaseError};
use crate::start::{Ground, StartError, local_tenant, prepare, ready, watch};
use crate::tools::Toolbox;
use crate::workspace::Workspace;

/// What can be chosen.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// Port of the app; a real tenant must know it as a callback URL
    #[arg(long, default_value_t = 3000, value_name = "PORT")]
    port: u16,
    /// Port of the local tenant, if not the one in `auth_config.json`
    #[arg(long, value_name = "PORT")]
    emulator_port: Option<u16>,
}

/// Runs until Ctrl-C, or until one of the programs ends by itself.
///
/// # Errors
///
/// When something is in the way, with what to do about it.
pub(crate) fn run(options: &Options, workspace: &Workspace) -> Result<(), PreviewError> {
    let stopwatch = Stopwatch::start();
    let Ground { config, tenant, toolbox, origin } = prepare(workspace, options.port, options.emulator_port)?;
    release::build_compressed(workspace, &toolbox)?;
    if let Tenant::Local { port } = tenant
        && *config.tenant() != tenant
    {
        // The build's own copy: the person's file is not touched.
        let copy = workspace.dist().join("auth_config.json");
        fs::write(copy, config.with_local_port(port)).map_err(PreviewError::Config)?;
    }

    let mut running = Vec::new();
    if let Tenant::Local { port } = tenant {
        running.push(local_tenant::start(workspace, &toolbox, port, &origin)?);
    }
    running.push(serve(workspace, &toolbox, options.port)?);
    let note = "this is the release build; it stays as it is until the next start";
    print!("{}", ready::message(&origin, &tenant, stopwatch.elapsed(), note));
    Ok(watch(&mut running)?)
}

fn serve(workspace: &Workspace, toolbox: &Toolbox, port: u16) -> Result<Running, ProcessError> {
    progress::step("starting the web server", "first time: half a minute", || {
        let mut build = toolbox.command(workspace, "cargo");
        build.args(["build", "--package", "static-host"]);
        process::run("building the web server", &build, Output::Inherited)?;
        let mut command = toolbox.command(workspace, "cargo");
        command.args(["run", "--quiet", "--package", "static-host", "--", "--dist", "dist"]);
        command.args(["--port", &port.to_string()]);
        let mut running = process::spawn("the web server", &command, Output::labelled("app"))?;
        ready::wait_for_answer(&mut running, port, "/")?;
        Ok(running)
    })
}

/// Why there is nothing to see.
#[derive(Debug, thiserror::Error)]
pub(crate) enum PreviewError {
    /// Configuration, ports, tools or tenant: nothing can be started.
    #[error(transparent)]
    Ground(#[from] StartError),
    /// The configuration for `--emulator-port` cannot be written.
    #[error("dist/auth_config.json cannot be written")]
    Config(#[source] io::Error),
    /// There is no release build.
    #[error(transparent)]
    Release(#[from] ReleaseError),
    /// A program ended, or would not start.
    #[error(transparent)]
    Process(#[from] ProcessError),
}
