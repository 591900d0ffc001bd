//! Building a tool from crates.io into `.tools/`, quickly rather than perfectly.

use std::io::{self, IsTerminal, Write};
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use crate::process::{self, ProcessError, output::Output};
use crate::tools::Tool;
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
    result.map_err(|error| log.explain(tool, error))
}

/// What cargo has said so far, shown as a count instead of three hundred lines.
#[derive(Debug, Default)]
struct Log {
    compiled: AtomicUsize,
    errors: Mutex<String>,
}

impl Log {
    fn take(&self, line: &str) {
        let line = line.trim();
        if let Some(package) = line.strip_prefix("Compiling ") {
            show(self.compiled.fetch_add(1, Ordering::Relaxed) + 1, package);
        } else {
            let mut errors = self.errors.lock().unwrap_or_else(PoisonError::into_inner);
            errors.push_str(line);
            errors.push('\n');
        }
    }

    fn end_line(&self) {
        if io::stdout().is_terminal() && self.compiled.load(Ordering::Relaxed) > 0 {
            print!("\r\u{1b}[2K");
        }
    }

    fn explain(&self, tool: &Tool, error: ProcessError) -> InstallError {
        let said = self.errors.lock().unwrap_or_else(PoisonError::into_inner);
        match (cause(&said), error) {
            (_, error @ (ProcessError::Interrupted | ProcessError::NotStarted { .. })) => {
                InstallError::Stopped(error)
            }
            (Cause::Network, source) => {
                InstallError::NoNetwork { package: tool.package, version: tool.version, source }
            }
            (Cause::Resolution, source) => InstallError::Unresolvable { package: tool.package, source },
            (Cause::CCompiler, source) => InstallError::NoCCompiler { package: tool.package, source },
            (Cause::Unknown, source) => {
                InstallError::Failed { package: tool.package, version: tool.version, source }
            }
        }
    }
}

fn show(count: usize, package: &str) {
    if io::stdout().is_terminal() {
        print!("\r\u{1b}[2K  {count} packages, now {package}");
        // A terminal that has gone away shows nothing anyway.
        let _ = io::stdout().flush();
    } else if count.is_multiple_of(50) {
        println!("  {count} packages compiled");
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Cause {
    Network,
    Resolution,
    CCompiler,
    Unknown,
}

/// What cargo's text says went wrong. The texts are cargo's, curl's and the `cc` crate's.
fn cause(said: &str) -> Cause {
    const SIGNS: [(Cause, &[&str]); 3] = [
        (
            Cause::Network,
            &[
                "Could not resolve host",
                "Could not connect",
                "Couldn't connect",
                "failed to download from",
                "download of config.json failed",
                "spurious network error",
                "attempting to make an HTTP request, but --offline",
                "Timeout was reached",
                "SSL connect error",
            ],
        ),
        (Cause::Resolution, &["failed to select a version", "candidate versions found which didn't match"]),
        (Cause::CCompiler, &["linker `cc` not found", "failed to find tool", "is `cc` not installed"]),
    ];
    SIGNS
        .into_iter()
        .find(|(_, signs)| signs.iter().any(|sign| said.contains(sign)))
        .map_or(Cause::Unknown, |(cause, _)| cause)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cause_is_read_from_what_cargo_says() {
        let check = |said: &str, expected| assert_eq!(cause(said), expected, "{said}");
        check(
            "warning: spurious network error (3 tries remaining): [6] Could not resolve hostname",
            Cause::Network,
        );
        check("error: failed to download from `https://index.crates.io/config.json`", Cause::Network);
        check(
            "error: failed to select a version for the requirement `webpki-roots = \"^1.0.10\"` (locked to 1.0.11)",
            Cause::Resolution,
        );
        check("error: linker `cc` not found", Cause::CCompiler);
        check("error[E0308]: mismatched types", Cause::Unknown);
        check("", Cause::Unknown);
    }
}
