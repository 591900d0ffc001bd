//! `cargo xtask bench`: the release build beside the same app in React, measured in turn in Chromium.
//!
//! This builds everything; the measuring itself is a program of the package `e2e`.

use anyhow::Result;
use clap::Args;

use crate::browser::{self, Browser};
use crate::port;
use crate::process;
use crate::progress;
use crate::release;
use crate::tools::Toolbox;
use crate::workspace::Workspace;

/// The same pages with React, react-router and `@auth0/auth0-react`.
const PEER: &str = "benches/react-peer";

/// The port of the local tenant, unless chosen otherwise.
pub(crate) const TENANT_PORT: u16 = 4499;

#[derive(Debug, Args)]
pub(crate) struct Options {
    /// How often each is measured on each device
    #[arg(long, default_value_t = 9, value_name = "NUMBER", value_parser = clap::value_parser!(u16).range(1..))]
    runs: u16,
    /// Port of the local tenant, which is written into the peer's build
    #[arg(long, default_value_t = TENANT_PORT, value_name = "PORT")]
    emulator_port: u16,
}

/// Builds both and compares them. A missed target is printed but is not an error.
pub(crate) fn run(options: &Options, workspace: &Workspace) -> Result<()> {
    let browser = Browser::require(false)?;
    browser::require_node(false)?;
    port::require_free(options.emulator_port, "the local tenant", "--emulator-port")?;
    let toolbox = Toolbox::for_builds(workspace)?;
    release::build_compressed(workspace, &toolbox)?;
    progress::step("building the peer in React", "some seconds", || {
        build_peer(workspace, &toolbox, options.emulator_port)?;
        release::compress::write_copies(&workspace.path(PEER).join("dist"))
    })?;

    // Optimised, as a server would be: both apps wait for it.
    let bench = ["--package", "e2e", "--bin", "bench", "--profile", "native"];
    progress::step("building the server and the tenant", "first time: four minutes", || {
        process::run(toolbox.command("cargo").arg("build").args(bench))
    })?;
    let mut command = toolbox.command("cargo");
    command.args(["run", "--quiet"]).args(bench);
    browser.name_to(&mut command);
    command.env("DIST_DIR", workspace.dist()).env("PEER_DIST", workspace.path(PEER).join("dist"));
    command.env("TENANT_PORT", options.emulator_port.to_string()).env("BENCH_RUNS", options.runs.to_string());
    process::run(&mut command)
}

/// As it would be deployed, for a tenant on this port.
pub(crate) fn build_peer(workspace: &Workspace, toolbox: &Toolbox, tenant_port: u16) -> Result<()> {
    let peer = workspace.path(PEER);
    for arguments in [["ci", "--no-audit", "--no-fund", "--ignore-scripts"].as_slice(), &["run", "build"]] {
        let mut npm = toolbox.command("npm");
        npm.args(arguments).current_dir(&peer).env("VITE_AUTH0_DOMAIN", format!("localhost:{tenant_port}"));
        process::run(&mut npm)?;
    }
    Ok(())
}
