//! The driver's process: one for each browser session, ended with it.

use std::fs::File;
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use tokio::net::{TcpListener, TcpStream};
use tokio::process::{Child, Command};
use tokio::time::sleep;

use super::engine::Engine;

/// The pause between two tries to connect.
const PAUSE: Duration = Duration::from_millis(10);

/// A running driver on a free port. Killed on drop.
#[derive(Debug)]
pub(super) struct Driver {
    /// Where it listens, `http://127.0.0.1:PORT`.
    pub(super) url: String,
    child: Child,
}

impl Driver {
    /// Starts the engine's driver: the program named by `CHROMEDRIVER`, `GECKODRIVER` or `WEBKIT_DRIVER`, or the one on the
    /// search path. Its complaints go to the file `log`.
    ///
    /// # Errors
    ///
    /// When the program is missing, or ends before it listens: the port that was free may be taken a moment later by another one.
    pub(super) async fn start(
        engine: Engine,
        environment: &[(&'static str, String)],
        log: &Path,
    ) -> Result<Self> {
        let (variable, program, package) = match engine {
            Engine::Chromium => ("CHROMEDRIVER", "chromedriver", "apt install chromium-driver"),
            Engine::Firefox => ("GECKODRIVER", "geckodriver", "cargo install geckodriver"),
            Engine::WebKit => ("WEBKIT_DRIVER", "WebKitWebDriver", "apt install webkit2gtk-driver"),
        };
        let program = std::env::var(variable).unwrap_or_else(|_| program.to_owned());
        let port = TcpListener::bind("127.0.0.1:0").await?.local_addr()?.port();
        let mut child = Command::new(&program)
            .arg(format!("--port={port}"))
            .args((engine == Engine::Firefox).then_some("--allow-system-access"))
            .envs(environment.iter().map(|(name, value)| (name, value)))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(File::create(log)?)
            .kill_on_drop(true)
            .spawn()
            .with_context(|| format!("cannot start `{program}`: on Debian, `{package}`"))?;
        while child.try_wait()?.is_none() {
            if TcpStream::connect(("127.0.0.1", port)).await.is_ok() {
                return Ok(Self { url: format!("http://127.0.0.1:{port}"), child });
            }
            sleep(PAUSE).await;
        }
        bail!("`{program}` ended before it listened on a port")
    }

    /// The process's number, while it runs.
    pub(super) fn id(&self) -> Option<u32> {
        self.child.id()
    }
}
