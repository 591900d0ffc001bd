//! Building a tool from crates.io into `.tools/`, quickly rather than perfectly.

mod log;

use std::process::Command;
use std::sync::Arc;

use crate::process::{self, ProcessError, output::Output};
use crate::tools::Tool;
use crate::tools::install::log::{Cause, Log};
use crate::version::Version;
use crate::workspace::Workspace;

/// How the tools are compiled: each is used for a second at a time, so that compile time counts for more.
const PROFILE: [(&str, &str); 4] = [
    ("CARGO_PROFILE_RELEASE_LTO", "off"),
    ("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16"),
    ("CARGO_PROFILE_RELEASE_DEBUG", "0"),
    ("CARGO_PROFILE_RELEASE_PANIC", "abort"),
];

/// Installs `tool`.
///
/// The author's own `Cargo.lock` is tried first. A registry mirror may lack one of the versions in it; then
/// cargo chooses. TLS stacks are left out: the tools never download anything for us.
///
/// # Errors
///
/// When the network or the C compiler is missing, or the build fails.
pub(super) fn install(workspace: &Workspace, tool: &Tool) -> Result<(), InstallError> {
    match cargo_install(workspace, tool, Some("--locked")) {
        Err(InstallError::Unresolvable { .. }) => {
            println!("  the versions that its author tested with are not all available; taking current ones");
            cargo_install(workspace, tool, None)
        }
        outcome => outcome,
    }
}

/// Removes what was compiled on the way: some hundred megabytes.
pub(super) fn remove_build_folder(workspace: &Workspace) {
    // What cannot be removed is only in the way of disk space.
    let _ = std::fs::remove_dir_all(workspace.tools().join("build"));
}

fn cargo_install(workspace: &Workspace, tool: &Tool, locked: Option<&str>) -> Result<(), InstallError> {
    let mut cargo = Command::new("cargo");
    cargo
        .current_dir(workspace.root())
        .args(["install", tool.package, "--version", &tool.version.to_string(), "--no-default-features"])
        .args(locked)
        .arg("--force")
        .arg("--root")
        .arg(workspace.tools())
        .arg("--target-dir")
        .arg(workspace.tools().join("build"))
        .envs(PROFILE)
        .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", tool.optimisation.level.to_string())
        // Flags for the app have no business in the tools.
        .env_remove("RUSTFLAGS")
        .env_remove("CARGO_ENCODED_RUSTFLAGS")
        .env("CARGO_TERM_COLOR", "never");
    for package in tool.optimisation.hot_packages {
        cargo.arg("--config").arg(format!("profile.release.package.{package}.opt-level=2"));
    }
    let log = Arc::new(Log::default());
    let output = Output::Lines(Arc::new({
        let log = Arc::clone(&log);
        move |line| log.take(line)
    }));
    let result = process::run("cargo install", &cargo, output);
    log.end_line();
    result.map_err(|error| explain(tool, log.cause(), error))
}

fn explain(tool: &Tool, cause: Cause, source: ProcessError) -> InstallError {
    let &Tool { package, version, .. } = tool;
    if !matches!(source, ProcessError::Ended { .. }) {
        return InstallError::Stopped(source);
    }
    match cause {
        Cause::Network => InstallError::NoNetwork { package, version, source },
        Cause::Resolution => InstallError::Unresolvable { package, source },
        Cause::CCompiler => InstallError::NoCCompiler { package, source },
        Cause::Unknown => InstallError::Failed { package, version, source },
    }
}

/// Why a tool was not installed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum InstallError {
    /// crates.io cannot be reached.
    #[error(
        "{package} {version} cannot be fetched: crates.io does not answer; check the network (and HTTPS_PROXY, \
         if you need one) and run again, or put {package} {version} on PATH yourself"
    )]
    NoNetwork {
        /// The crate.
        package: &'static str,
        /// The version needed.
        version: Version,
        /// What cargo said.
        source: ProcessError,
    },
    /// No set of versions of its dependencies is available.
    #[error("{package} cannot be built from what crates.io offers")]
    Unresolvable {
        /// The crate.
        package: &'static str,
        /// What cargo said.
        source: ProcessError,
    },
    /// The machine has no C compiler and linker.
    #[error(
        "{package} needs a C compiler, and there is none; install one (Debian: `apt-get install gcc libc6-dev`, \
         macOS: `xcode-select --install`) and run again"
    )]
    NoCCompiler {
        /// The crate.
        package: &'static str,
        /// What cargo said.
        source: ProcessError,
    },
    /// Anything else.
    #[error(
        "{package} {version} could not be built; what was compiled is kept, so running again goes on from there"
    )]
    Failed {
        /// The crate.
        package: &'static str,
        /// The version needed.
        version: Version,
        /// What cargo said.
        source: ProcessError,
    },
    /// Not the tool's fault.
    #[error(transparent)]
    Stopped(ProcessError),
}
