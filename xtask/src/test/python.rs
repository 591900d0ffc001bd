//! auth0-python against the local tenant, on machines that have Python.

use std::path::Path;
use std::process::{Command, Stdio};
use std::{env, fs};

use anyhow::{Context, Result};

use crate::process;
use crate::search_path::locate;
use crate::workspace::Workspace;

const TESTS: &str = "tests/clients/python";

/// Whether this Python can do it: Debian has packages without `ensurepip`.
const CHECK: &str = "import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 10))";

/// Runs the tests, or prints that they are skipped.
pub(super) fn test(workspace: &Workspace) -> Result<()> {
    let path = env::var_os("PATH").unwrap_or_default();
    let Some(python) = locate("python3", &path).filter(|python| is_usable(python)) else {
        println!("auth0-python is skipped: Python 3.10 or later with venv and pip was not found");
        return Ok(());
    };
    let environment = workspace.path("target/python");
    let programs = environment.join(if cfg!(windows) { "Scripts" } else { "bin" });
    let requirements = workspace.path(TESTS).join("requirements.txt");
    let wanted = fs::read(&requirements).with_context(|| requirements.display().to_string())?;
    let installed = environment.join("installed.txt");
    if fs::read(&installed).ok().as_ref() != Some(&wanted) {
        process::run(Command::new(python).args(["-m", "venv", "--clear"]).arg(&environment))?;
        process::run(
            Command::new(programs.join("python"))
                .args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"])
                .args(["--only-binary", ":all:", "--require-hashes", "--requirement"])
                .arg(&requirements),
        )?;
        fs::write(&installed, &wanted).with_context(|| installed.display().to_string())?;
    }
    let tests = workspace.path(TESTS);
    process::run(
        Command::new(programs.join("python")).args(["-B", "-m", "unittest", "discover", "-s"]).arg(tests),
    )
}

fn is_usable(python: &Path) -> bool {
    let mut command = Command::new(python);
    command.args(["-c", CHECK]).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}
