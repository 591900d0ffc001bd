//! `cargo xtask test` from outside, with stand-ins for cargo and rustc that only write down how they were called.

use std::fs;
use std::io;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// A folder with the stand-ins and a copy of xtask, removed at the end.
struct Stage(PathBuf);

impl Stage {
    /// `cargo` is what the stand-in for cargo does after it has written down its arguments.
    fn new(name: &str, cargo: &str) -> io::Result<Self> {
        let stage = Self(std::env::temp_dir().join(format!("xtask-{name}-{}", std::process::id())));
        fs::create_dir_all(&stage.0)?;
        let folder = stage.0.display();
        stage.script("cargo", &format!("echo \"$*\" >> {folder}/calls\n{cargo}"))?;
        stage.script("rustc", &format!("echo {folder}"))?;
        fs::copy(env!("CARGO_BIN_EXE_xtask"), stage.0.join("xtask"))?;
        Ok(stage)
    }

    fn script(&self, name: &str, body: &str) -> io::Result<()> {
        let path = self.0.join(name);
        fs::write(&path, format!("#!/bin/sh\ncd {}\n{body}\n", self.0.display()))?;
        fs::set_permissions(path, fs::Permissions::from_mode(0o755))
    }

    fn test(&self, arguments: &[&str]) -> io::Result<Output> {
        let path = format!("{}:/usr/bin:/bin", self.0.display());
        let mut command = Command::new(self.0.join("xtask"));
        command
            .args(["test", "--only", "unit"])
            .args(arguments)
            .env("PATH", path)
            .env("CARGO_MANIFEST_DIR", Path::new(env!("CARGO_MANIFEST_DIR")))
            .stdin(Stdio::null());
        loop {
            match command.output() {
                // Another test's child was being started while this one's copy was written, and holds it open for a moment.
                Err(error) if error.kind() == io::ErrorKind::ExecutableFileBusy => std::thread::yield_now(),
                outcome => return outcome,
            }
        }
    }

    fn calls(&self) -> io::Result<Vec<String>> {
        let calls = fs::read_to_string(self.0.join("calls"))?;
        Ok(calls.lines().map(|call| call.split(' ').next().unwrap_or_default().to_owned()).collect())
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        // A folder left in the temporary one harms nobody.
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn stdout(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
fn every_check_runs_in_order() {
    let stage = Stage::new("order", "").unwrap();
    stage.test(&["--keep-going"]).unwrap();
    assert_eq!(stage.calls().unwrap(), ["fmt", "clippy", "clippy", "clippy", "test", "doc", "doc"]);
}

#[test]
fn the_first_failure_ends_the_run_and_is_named() {
    let stage = Stage::new("failure", "exit 3").unwrap();
    let output = stage.test(&[]).unwrap();
    assert!(!output.status.success());
    assert_eq!(stage.calls().unwrap(), ["fmt"]);
    assert!(stdout(&output).contains("0 of 7 steps passed, 1 failed"), "{}", stdout(&output));
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains("error: format failed"), "{said}");
}

/// `cargo test --workspace` builds xtask anew, and so takes the file away under the one that runs.
#[test]
fn checks_go_on_when_the_programs_own_file_is_replaced() {
    let stage = Stage::new("replaced", "rm -f xtask").unwrap();
    let output = stage.test(&["--keep-going"]).unwrap();
    assert!(!stage.0.join("xtask").exists());
    assert!(!stdout(&output).contains("could not be started"), "{}", stdout(&output));
    assert_eq!(stage.calls().unwrap().len(), 7);
}
