//! The programs that a build needs besides Rust: found on PATH in the right version, or installed into the
//! repository's ignored `.tools/`.

pub(crate) mod find;
mod install;
mod wasm_target;

use std::env;
use std::ffi::{OsStr, OsString};
use std::path::PathBuf;
use std::process::Command;

use crate::lockfile::{self, LockfileError};
use crate::progress;
use crate::tools::install::InstallError;
use crate::version::Version;
use crate::workspace::Workspace;

pub(crate) use crate::tools::wasm_target::{WASM32, WasmTargetError, has_wasm_target};

/// The trunk that `Trunk.toml` was written for. Later ones need a newer Rust than this repository does.
const TRUNK: &str = "0.21.14";

/// A program from crates.io, in the only version that will do.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Tool {
    /// The crate's name.
    pub(crate) package: &'static str,
    /// The programs that the crate brings.
    pub(crate) programs: &'static [&'static str],
    /// The version needed.
    pub(crate) version: Version,
    /// How far it is optimised: compile time counts for more than speed, up to a point.
    optimisation: Optimisation,
    /// What a person should expect of the installation.
    pub(crate) expectation: &'static str,
}

/// How a tool is compiled.
#[derive(Debug, Clone, Copy)]
struct Optimisation {
    /// rustc's `opt-level` for everything,
    level: u8,
    /// but 2 for the packages in which the tool spends its time.
    hot_packages: &'static [&'static str],
}

/// Trunk builds and serves the app.
///
/// # Errors
///
/// Never, as long as [`TRUNK`] is a version.
pub(crate) fn trunk() -> Result<Tool, ToolsError> {
    Ok(Tool {
        package: "trunk",
        programs: &["trunk"],
        version: TRUNK.parse().map_err(ToolsError::Pin)?,
        // Measured: builds a third faster than level 1 throughout, and then runs as fast.
        optimisation: Optimisation {
            level: 0,
            hot_packages: &[
                "block-buffer",
                "cargo_metadata",
                "digest",
                "generic-array",
                "lol_html",
                "notify",
                "seahash",
                "serde",
                "serde_json",
                "sha2",
            ],
        },
        expectation: "once; about 3 minutes on two cores",
    })
}

/// wasm-bindgen's command line, which must be of the very version of the library in the app.
///
/// # Errors
///
/// When `Cargo.lock` does not say which that is.
pub(crate) fn wasm_bindgen(workspace: &Workspace) -> Result<Tool, ToolsError> {
    Ok(Tool {
        package: "wasm-bindgen-cli",
        programs: &["wasm-bindgen", "wasm-bindgen-test-runner"],
        version: lockfile::locked_version(workspace, "wasm-bindgen")?,
        optimisation: Optimisation { level: 1, hot_packages: &[] },
        expectation: "once; about 2 minutes on two cores",
    })
}

/// The tools are there: how to run programs that use them.
#[derive(Debug, Clone)]
pub(crate) struct Toolbox {
    path: OsString,
}

impl Toolbox {
    /// Sees to it that the wasm32 target and `tools` are there.
    ///
    /// # Errors
    ///
    /// When something is missing and cannot be installed.
    pub(crate) fn prepare(workspace: &Workspace, tools: &[Tool]) -> Result<Self, ToolsError> {
        wasm_target::require(workspace)?;
        let path = search_path(workspace)?;
        let missing: Vec<&Tool> = tools.iter().filter(|tool| !find::is_present(tool, &path)).collect();
        for tool in &missing {
            let what = format!("installing {} {} into .tools/", tool.package, tool.version);
            progress::step(&what, tool.expectation, || install::install(workspace, tool))?;
        }
        if !missing.is_empty() {
            install::remove_build_folder(workspace);
        }
        Ok(Self { path })
    }

    /// A command that finds the tools, to be run at the repository's root.
    pub(crate) fn command(&self, workspace: &Workspace, program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new(program);
        command.current_dir(workspace.root()).env("PATH", &self.path);
        command
    }
}

/// `PATH` with the repository's own tools first.
///
/// # Errors
///
/// When a folder's name cannot stand in `PATH`.
pub(crate) fn search_path(workspace: &Workspace) -> Result<OsString, ToolsError> {
    let inherited = env::var_os("PATH").unwrap_or_default();
    let folders: Vec<PathBuf> =
        std::iter::once(workspace.tools().join("bin")).chain(env::split_paths(&inherited)).collect();
    env::join_paths(folders).map_err(ToolsError::Path)
}

/// Why the tools are not there.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ToolsError {
    /// A version in this program's source is none.
    #[error("a version pinned in xtask is not one")]
    Pin(#[source] crate::version::NotAVersion),
    /// The locked version is unknown.
    #[error(transparent)]
    Lockfile(#[from] LockfileError),
    /// The repository lies in a folder that cannot be searched for programs.
    #[error("the repository's folder has a character in its name that PATH cannot hold; move it elsewhere")]
    Path(#[source] env::JoinPathsError),
    /// The compiler cannot build for the browser.
    #[error(transparent)]
    WasmTarget(#[from] WasmTargetError),
    /// A tool could not be installed.
    #[error(transparent)]
    Install(#[from] InstallError),
}
