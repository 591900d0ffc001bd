//! `cargo xtask bench`: the release build beside the same app in React, measured in turn in Chromium.
//!
//! Owns what is built and with what; the measuring itself is a program of the end-to-end tests' package.

use std::process::Command;

use clap::Args;

use crate::browser::{Browser, BrowserError};
use crate::node::{self, NodeError};
use crate::port::{self, PortError};
use crate::process::{self, ProcessError, output::Output};
use crate::progress;
use crate::release::{self, ReleaseError, precompressed};
use crate::tools::{self, Toolbox, ToolsError};
use crate::workspace::Workspace;

/// The peer: the same pages with React, react-router and `@auth0/auth0-react`.
const PEER: &str = "benches/react-peer";

/// What can be chosen.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// How often each is measured on each device
    #[arg(long, default_value_t = 9, value_name = "NUMBER", value_parser = clap::value_parser!(u16).range(1..))]
    runs: u16,
    /// Port of the local tenant, which is written into the peer's build
    #[arg(long, default_value_t = 4499, value_name = "PORT")]
    emulator_port: u16,
}

/// Builds both and compares them. A missed target is told, and is no error.
///
/// # Errors
///
/// When a tool or the browser is missing, a build fails, or a page does not come.
pub(crate) fn run(options: &Options, workspace: &Workspace) -> Result<(), BenchError> {
    let browser = Browser::require()?;
    node::require()?;
    port::require_free(options.emulator_port, "the local tenant", "--emulator-port")?;
    let toolbox = Toolbox::prepare(workspace, &[tools::wasm_bindgen(workspace)?, tools::trunk()?])?;
    release::build_compressed(workspace, &toolbox)?;
    progress::step("building the peer in React", "some seconds", || {
        build_peer(workspace, &toolbox, options.emulator_port)
    })?;

    // Compiled as a server is: both wait for it.
    let bench = ["--package", "e2e", "--bin", "bench", "--profile", "native"];
    progress::step("building the server and the tenant", "first time: four minutes", || {
        let mut build = toolbox.command(workspace, "cargo");
        build.arg("build").args(bench);
        process::run("building the bench", &build, Output::Inherited)
    })?;
    let mut command = toolbox.command(workspace, "cargo");
    command.args(["run", "--quiet"]).args(bench);
    command.env("CHROMEDRIVER", &browser.driver).env("CHROMIUM", &browser.program);
    command.env("DIST_DIR", workspace.dist()).env("PEER_DIST", workspace.path(PEER).join("dist"));
    command.env("TENANT_PORT", options.emulator_port.to_string()).env("BENCH_RUNS", options.runs.to_string());
    Ok(process::run("bench", &command, Output::Inherited)?)
}

/// As it would be deployed, with compressed copies like ours.
fn build_peer(workspace: &Workspace, toolbox: &Toolbox, tenant_port: u16) -> Result<(), BenchError> {
    let npm = |arguments: &[&str]| {
        let mut command: Command = toolbox.command(workspace, "npm");
        command.args(arguments).current_dir(workspace.path(PEER));
        command.env("VITE_AUTH0_DOMAIN", format!("localhost:{tenant_port}"));
        process::run("npm", &command, Output::Inherited)
    };
    npm(&["ci", "--no-audit", "--no-fund", "--ignore-scripts"])?;
    npm(&["run", "build"])?;
    Ok(precompressed::write(&workspace.path(PEER).join("dist")).map_err(ReleaseError::from)?)
}

/// Why nothing was compared.
#[derive(Debug, thiserror::Error)]
pub(crate) enum BenchError {
    /// No browser, and it could not be installed.
    #[error(transparent)]
    Browser(#[from] BrowserError),
    /// No Node.js, and it could not be installed.
    #[error(transparent)]
    Node(#[from] NodeError),
    /// Somebody else listens where the tenant is to.
    #[error(transparent)]
    Port(#[from] PortError),
    /// The tools for the build are missing.
    #[error(transparent)]
    Tools(#[from] ToolsError),
    /// There is no release build, or its peer has no compressed copies.
    #[error(transparent)]
    Release(#[from] ReleaseError),
    /// The peer was not built, or a page did not come; the program said which.
    #[error(transparent)]
    Process(#[from] ProcessError),
}
