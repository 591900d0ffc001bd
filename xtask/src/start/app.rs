//! The app: built, served and rebuilt by trunk.

use std::env;
use std::io::{self, IsTerminal};
use std::net::SocketAddr;

use crate::process::{self, ProcessError, Running, output::Output};
use crate::progress;
use crate::start::ready;
use crate::tools::Toolbox;
use crate::workspace::Workspace;

/// Where trunk puts what it serves: not `dist/`, which holds the release build.
const SERVED: &str = "target/serve";

/// What the app is not made of. Not in `Trunk.toml`: trunk refuses to run when one of them is not there.
const UNWATCHED: [&str; 9] = [
    ".tools",
    "crates/auth0-emulator",
    "crates/static-host",
    "deploy",
    "dist",
    "shots",
    "tenant",
    "tests",
    "xtask",
];

/// Lines of trunk's that would lead people astray: to `127.0.0.1`, which is another origin than the tenant knows.
const MISLEADING: [&str; 2] = ["server listening at:", "🏠"];

/// How to serve the app.
#[derive(Debug, Clone, Copy)]
pub(super) struct Settings {
    /// The TCP port on the loopback address.
    pub(super) port: u16,
    /// Built for size, not for the next change.
    pub(super) release: bool,
    /// Where `/auth_config.json` comes from when it is not the file.
    pub(super) config_at: Option<SocketAddr>,
}

/// Starts trunk; returns when the first build is there to be seen.
///
/// # Errors
///
/// When trunk, or one of the programs that run `beside` it, ends instead.
pub(super) fn start(
    workspace: &Workspace,
    toolbox: &Toolbox,
    settings: &Settings,
    beside: &mut [Running],
) -> Result<Running, ProcessError> {
    let mut trunk = toolbox.command(workspace, "trunk");
    trunk.args(["serve", "--port", &settings.port.to_string(), "--dist", SERVED]);
    for folder in UNWATCHED.into_iter().filter(|folder| workspace.path(folder).is_dir()) {
        trunk.args(["--ignore", folder]);
    }
    if settings.release {
        trunk.arg("--release");
    }
    if let Some(address) = settings.config_at {
        trunk.arg(format!("--proxy-backend=http://{address}/auth_config.json"));
        trunk.args(["--proxy-rewrite=/auth_config.json", "--proxy-no-system-proxy"]);
    }
    // Trunk 0.21 takes NO_COLOR for an option of its own and refuses the customary value `1`.
    let no_color = env::var_os("NO_COLOR").is_some();
    trunk.env_remove("NO_COLOR");
    if io::stdout().is_terminal() && !no_color {
        trunk.args(["--color", "always"]).env("CARGO_TERM_COLOR", "always");
    }
    progress::step("building the app", "first time: about a minute", || {
        let mut running = process::spawn("trunk", &trunk, Output::labelled_without("app", &MISLEADING))?;
        ready::wait_for_page(&mut running, beside, settings.port)?;
        Ok(running)
    })
}
