//! The program, started from the build directory of this example.

use std::io::{BufRead, BufReader, Lines};
use std::path::PathBuf;
use std::process::{Child, ChildStderr, ChildStdout, Command, Stdio};

use crate::Outcome;

/// The port that it listens on.
pub(crate) const PORT: u16 = 44_199;

/// The running program.
pub(crate) struct Program {
    child: Child,
    _output: Lines<BufReader<ChildStdout>>,
}

impl Program {
    /// Starts it on [`PORT`] and waits until it is ready. `log` is its `--log`, which [`Program::log`] reads.
    pub(crate) fn start(log: &str) -> Outcome<Self> {
        // Examples are in a directory beside the programs of the same build.
        let own: PathBuf = std::env::current_exe()?;
        let program = own
            .parent()
            .and_then(std::path::Path::parent)
            .ok_or("no build directory")?
            .join("auth0-emulator");
        let listen = format!("127.0.0.1:{PORT}");
        let mut child = Command::new(program)
            .args(["--listen", &listen, "--log", log])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(|error| {
                format!("{error}; build it first: cargo build -p auth0-emulator --profile native")
            })?;
        let output = BufReader::new(child.stdout.take().ok_or("no output")?);
        // Kept open, because the program writes to it.
        let mut lines = output.lines();
        loop {
            let line = lines.next().ok_or("the program ended before it was ready")??;
            if line.contains("ready at") {
                return Ok(Self { child, _output: lines });
            }
        }
    }

    /// Resident memory in MiB.
    pub(crate) fn memory(&self) -> Outcome<f64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = status.lines().find(|line| line.starts_with("VmRSS:")).ok_or("no VmRSS")?;
        let kib: f64 = line.split_whitespace().nth(1).ok_or("no figure")?.parse()?;
        Ok(kib / 1024.0)
    }

    /// Its log. Can be taken once.
    pub(crate) fn log(&mut self) -> Outcome<BufReader<ChildStderr>> {
        Ok(BufReader::new(self.child.stderr.take().ok_or("the log was taken before")?))
    }

    /// Whether it is still running.
    pub(crate) fn is_running(&mut self) -> Outcome<bool> {
        Ok(self.child.try_wait()?.is_none())
    }

    /// Ends it, and its log.
    pub(crate) fn end(&mut self) -> Outcome<()> {
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.end();
    }
}
