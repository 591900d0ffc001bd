//! The chromedriver process: one for each browser session, ended with it.

use std::process::Stdio;

use anyhow::{Context, Result};
use tokio::io::{AsyncBufReadExt, BufReader, Lines};
use tokio::process::{Child, ChildStdout, Command};

/// A running chromedriver on a free port. Killed on drop.
#[derive(Debug)]
pub(super) struct Driver {
    /// Where it listens, `http://127.0.0.1:PORT`.
    pub(super) url: String,
    child: Child,
    // Kept open: a driver that writes to a closed pipe dies.
    _output: Lines<BufReader<ChildStdout>>,
}

impl Driver {
    /// Starts chromedriver: the program named by `CHROMEDRIVER`, or the one on the search path.
    ///
    /// # Errors
    ///
    /// When the program is missing or ends, three times over, before it says on which port it listens.
    pub(super) async fn start() -> Result<Self> {
        // The port that it found free may be taken a moment later by another one.
        for _ in 0..2 {
            if let Some(driver) = Self::try_start().await? {
                return Ok(driver);
            }
        }
        Self::try_start().await?.context("chromedriver ended before it listened on a port, three times")
    }

    /// `None` when it ended before it listened.
    async fn try_start() -> Result<Option<Self>> {
        let program = std::env::var("CHROMEDRIVER").unwrap_or_else(|_| "chromedriver".to_owned());
        let mut child = Command::new(&program)
            .arg("--port=0")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .with_context(|| format!("cannot start `{program}`: on Debian, `apt install chromium-driver`"))?;
        let stdout = child.stdout.take().context("chromedriver has no standard output")?;
        let mut output = BufReader::new(stdout).lines();
        while let Some(line) = output.next_line().await? {
            if let Some(port) = listening_port(&line) {
                let url = format!("http://127.0.0.1:{port}");
                return Ok(Some(Self { url, child, _output: output }));
            }
        }
        Ok(None)
    }

    /// The process's number, while it runs.
    pub(super) fn id(&self) -> Option<u32> {
        self.child.id()
    }
}

fn listening_port(line: &str) -> Option<u16> {
    let (_, port) = line.split_once("started successfully on port ")?;
    port.trim_end_matches('.').parse().ok()
}
