//! The app: built, served and rebuilt by trunk.

use std::env;
use std::io::{self, IsTerminal};
use std::net::SocketAddr;

use anyhow::Result;

use crate::process::{self, Running};
use crate::progress;
use crate::start::{Options, ready};
use crate::tools::Toolbox;
use crate::workspace::Workspace;

/// Where trunk puts what it serves: not `dist/`, which holds the release build.
const SERVED: &str = "target/serve";

/// Paths that are not part of the app. Not in `Trunk.toml`: trunk refuses to run when one of them is missing.
const IGNORED_PATHS: [&str; 9] = [
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

/// Misleading lines of trunk's output: they name `127.0.0.1`, which is another origin than the tenant knows.
const HIDDEN_LINES: [&str; 2] = ["server listening at:", "🏠"];

/// Starts trunk and waits for the first build. `config_at` serves `/auth_config.json` if it is not the file.
pub(super) fn start(
    workspace: &Workspace,
    toolbox: &Toolbox,
    options: &Options,
    config_at: Option<SocketAddr>,
    running: &mut Vec<Running>,
) -> Result<()> {
    let port = options.ports.port;
    let mut trunk = toolbox.command("trunk");
    trunk.args(["serve", "--port", &port.to_string(), "--dist", SERVED]);
    for folder in IGNORED_PATHS.into_iter().filter(|folder| workspace.path(folder).is_dir()) {
        trunk.args(["--ignore", folder]);
    }
    if options.release {
        trunk.arg("--release");
    }
    if let Some(address) = config_at {
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
        running.push(process::spawn(&mut trunk, "app", &HIDDEN_LINES)?);
        ready::wait(running, port, "/")
    })
}
