//! A folder with stand-ins for the programs that xtask starts, and a copy of xtask that takes it for the repository.

use std::fs;
use std::io;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

use tempfile::TempDir;

pub(crate) struct Stage(TempDir);

impl Stage {
    /// `cargo` is what the stand-in for cargo does after it has written down its arguments.
    pub(crate) fn new(cargo: &str) -> io::Result<Self> {
        let stage = Self(tempfile::tempdir()?);
        let folder = stage.folder().display();
        stage.script("cargo", &format!("echo \"$*\" >> {folder}/calls\n{cargo}"))?;
        // In the versions that `src/tools.rs` asks for, so that nothing is installed.
        stage.script("cargo-deny", "echo cargo-deny 0.20.2")?;
        stage.script("leptosfmt", "echo leptosfmt 0.1.33")?;
        stage.script("rustc", &format!("echo {folder}"))?;
        fs::copy(env!("CARGO_BIN_EXE_xtask"), stage.folder().join("xtask"))?;
        Ok(stage)
    }

    pub(crate) fn folder(&self) -> &Path {
        self.0.path()
    }

    fn script(&self, name: &str, body: &str) -> io::Result<()> {
        let path = self.folder().join(name);
        fs::write(&path, format!("#!/bin/sh\ncd {}\n{body}\n", self.folder().display()))?;
        fs::set_permissions(path, fs::Permissions::from_mode(0o755))
    }

    /// Starts `cargo xtask test --only unit`.
    pub(crate) fn start(&self, arguments: &[&str]) -> io::Result<Child> {
        let mut command = Command::new(self.folder().join("xtask"));
        command
            .args(["test", "--only", "unit"])
            .args(arguments)
            .env("PATH", format!("{}:/usr/bin:/bin", self.folder().display()))
            // The root is the folder above: no tools of the repository.
            .env("CARGO_MANIFEST_DIR", self.folder().join("package"))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        loop {
            match command.spawn() {
                // A child that another test starts holds this one's copy open for a moment.
                Err(error) if error.kind() == io::ErrorKind::ExecutableFileBusy => std::thread::yield_now(),
                outcome => return outcome,
            }
        }
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> io::Result<Output> {
        self.start(arguments)?.wait_with_output()
    }

    /// The first argument of each call of cargo.
    pub(crate) fn calls(&self) -> io::Result<Vec<String>> {
        let calls = fs::read_to_string(self.folder().join("calls"))?;
        Ok(calls.lines().map(|call| call.split(' ').next().unwrap_or_default().to_owned()).collect())
    }
}

pub(crate) fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
