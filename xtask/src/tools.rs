//! The programs that a build needs besides Rust: found on PATH in the right version, or installed into `.tools/`.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::process;
use crate::progress;
use crate::search_path::{self, locate, version_of};
use crate::workspace::Workspace;

/// The target triple of the app.
pub(crate) const WASM32: &str = "wasm32-unknown-unknown";

/// How the tools are compiled: each runs only briefly, so compile time matters more.
const PROFILE: [(&str, &str); 4] = [
    ("CARGO_PROFILE_RELEASE_LTO", "off"),
    ("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16"),
    ("CARGO_PROFILE_RELEASE_DEBUG", "0"),
    ("CARGO_PROFILE_RELEASE_PANIC", "abort"),
];

/// A program from crates.io, in the required version.
#[derive(Debug, Clone)]
pub(crate) struct Tool {
    /// The crate's name.
    pub(crate) package: &'static str,
    /// The programs that the crate brings.
    pub(crate) programs: &'static [&'static str],
    pub(crate) version: String,
    /// rustc's `opt-level` for everything,
    opt_level: &'static str,
    /// but 2 for the packages in which the tool spends its time.
    hot_packages: &'static str,
    /// How long the installation takes.
    pub(crate) expectation: &'static str,
}

/// Trunk builds and serves the app.
pub(crate) fn trunk() -> Tool {
    Tool {
        package: "trunk",
        programs: &["trunk"],
        // The one that `Trunk.toml` was written for. Later ones need a newer Rust than this repository does.
        version: "0.21.14".to_owned(),
        // Measured: builds a third faster than level 1 throughout, and then runs as fast.
        opt_level: "0",
        hot_packages: "block-buffer cargo_metadata digest generic-array lol_html notify seahash serde serde_json sha2",
        expectation: "once; about 3 minutes on two cores",
    }
}

/// cargo-deny checks licences, sources and bans of dependencies.
pub(crate) fn cargo_deny() -> Tool {
    Tool {
        package: "cargo-deny",
        programs: &["cargo-deny"],
        version: "0.20.2".to_owned(),
        opt_level: "0",
        hot_packages: "",
        expectation: "once; about a minute on two cores",
    }
}

/// geckodriver drives Firefox.
pub(crate) fn geckodriver() -> Tool {
    Tool {
        package: "geckodriver",
        programs: &["geckodriver"],
        version: "0.37.1".to_owned(),
        opt_level: "0",
        hot_packages: "",
        expectation: "once; about a minute on two cores",
    }
}

/// leptosfmt formats the content of `view!`, which rustfmt ignores.
pub(crate) fn leptosfmt() -> Tool {
    Tool {
        package: "leptosfmt",
        programs: &["leptosfmt"],
        version: "0.1.33".to_owned(),
        opt_level: "0",
        hot_packages: "",
        expectation: "once; about a minute on two cores",
    }
}

/// wasm-bindgen's command line, which must have the version of the library in `Cargo.lock`.
pub(crate) fn wasm_bindgen(workspace: &Workspace) -> Result<Tool> {
    let path = workspace.path("Cargo.lock");
    let lockfile = fs::read_to_string(&path).with_context(|| format!("{} cannot be read", path.display()))?;
    Ok(Tool {
        package: "wasm-bindgen-cli",
        programs: &["wasm-bindgen", "wasm-bindgen-test-runner"],
        version: locked_version(&lockfile, "wasm-bindgen")
            .context("Cargo.lock does not hold wasm-bindgen; `git checkout Cargo.lock` brings it back")?,
        opt_level: "1",
        hot_packages: "",
        expectation: "once; about 2 minutes on two cores",
    })
}

fn locked_version(lockfile: &str, package: &str) -> Option<String> {
    let (_, rest) = lockfile.split_once(&format!("\nname = \"{package}\"\nversion = \""))?;
    rest.split('"').next().map(str::to_owned)
}

impl Tool {
    /// Whether every program of it that would be run from `path` has the right version.
    pub(crate) fn is_on(&self, path: &OsStr) -> bool {
        self.programs.iter().all(|program| {
            locate(program, path).and_then(version_of).is_some_and(|version| version == self.version)
        })
    }

    /// Installs it. The author's own `Cargo.lock` is tried first; if that fails, current versions of its dependencies
    /// are used.
    fn install(&self, workspace: &Workspace) -> Result<()> {
        self.cargo_install(workspace, Some("--locked")).or_else(|_| {
            println!("  trying again with current versions of its dependencies");
            self.cargo_install(workspace, None)
        })
    }

    fn cargo_install(&self, workspace: &Workspace, locked: Option<&str>) -> Result<()> {
        let mut cargo = Command::new("cargo");
        cargo
            .current_dir(workspace.root())
            // No TLS: the tools never download anything for us.
            .args(["install", self.package, "--version", &self.version, "--no-default-features"])
            .args(locked)
            .arg("--force")
            .arg("--root")
            .arg(workspace.tools())
            .arg("--target-dir")
            .arg(build_folder(workspace))
            .envs(PROFILE)
            .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", self.opt_level)
            // Flags for the app are not for the tools.
            .env_remove("RUSTFLAGS")
            .env_remove("CARGO_ENCODED_RUSTFLAGS");
        for package in self.hot_packages.split_whitespace() {
            cargo.arg("--config").arg(format!("profile.release.package.{package}.opt-level=2"));
        }
        process::run(&mut cargo).with_context(|| {
            format!(
                "{0} {1} could not be installed: it needs crates.io and a C compiler (what is wrong is printed above); \
                 run again, or put {0} {1} on PATH yourself",
                self.package, self.version
            )
        })
    }
}

/// Runs programs that use the tools.
#[derive(Debug, Clone)]
pub(crate) struct Toolbox {
    root: PathBuf,
    path: OsString,
}

impl Toolbox {
    /// Installs what is missing of the wasm32 target and `tools`.
    pub(crate) fn prepare(workspace: &Workspace, tools: &[Tool]) -> Result<Self> {
        require_wasm_target(workspace)?;
        let path = search_path::with_tools(workspace)?;
        let missing: Vec<&Tool> = tools.iter().filter(|tool| !tool.is_on(&path)).collect();
        for tool in &missing {
            let what = format!("installing {} {} into .tools/", tool.package, tool.version);
            progress::step(&what, tool.expectation, || tool.install(workspace))?;
        }
        if !missing.is_empty() {
            // Some hundred megabytes. If they cannot be removed, they only take up space.
            let _ = fs::remove_dir_all(build_folder(workspace));
        }
        Ok(Self { root: workspace.root().to_owned(), path })
    }

    /// With what building the app needs.
    pub(crate) fn for_builds(workspace: &Workspace) -> Result<Self> {
        Self::prepare(workspace, &[wasm_bindgen(workspace)?, trunk()])
    }

    /// A command that finds the tools, to be run at the repository's root.
    pub(crate) fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command.current_dir(&self.root).env("PATH", &self.path);
        command
    }
}

/// Whether the compiler can build for the browser.
pub(crate) fn has_wasm_target(workspace: &Workspace) -> bool {
    let mut rustc = Command::new("rustc");
    rustc.current_dir(workspace.root()).args(["--print", "target-libdir", "--target", WASM32]);
    process::output_of(&mut rustc).is_some_and(|folder| Path::new(folder.trim()).is_dir())
}

fn require_wasm_target(workspace: &Workspace) -> Result<()> {
    if has_wasm_target(workspace) {
        return Ok(());
    }
    ensure!(
        version_of("rustup").is_some(),
        "the compiler lacks the {WASM32} target and rustup is not there to add it; install Rust from \
         https://rustup.rs, or your distribution's package of that target"
    );
    progress::step(&format!("adding the {WASM32} target"), "once; about 10 seconds", || {
        process::run(Command::new("rustup").current_dir(workspace.root()).args(["target", "add", WASM32]))
    })
}

fn build_folder(workspace: &Workspace) -> PathBuf {
    workspace.tools().join("build")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_locked_version_is_that_of_exactly_this_package() {
        let lockfile = "version = 4\n\n[[package]]\nname = \"wasm-bindgen-futures\"\nversion = \"0.4.80\"\n\n\
                        [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\n";
        assert_eq!(locked_version(lockfile, "wasm-bindgen").as_deref(), Some("0.2.130"));
        assert_eq!(locked_version(lockfile, "trunk"), None);
        assert_eq!(locked_version("<<<<<<< HEAD", "wasm-bindgen"), None);
    }

    #[test]
    fn trunk_is_told_to_use_the_locked_wasm_bindgen() {
        let workspace = Workspace::find();
        let settings: toml::Table =
            toml::from_str(&fs::read_to_string(workspace.path("Trunk.toml")).unwrap()).unwrap();
        let pinned = settings["tools"]["wasm_bindgen"].as_str().unwrap();
        assert_eq!(pinned, wasm_bindgen(&workspace).unwrap().version);
    }
}
