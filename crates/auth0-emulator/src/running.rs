//! Serving a tenant on a socket.

use std::io;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use std::ops::Deref;
use std::time::Duration;

use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use thiserror::Error;
use tokio::net::TcpListener;
use tokio::task::JoinSet;

use crate::clock::Clock;
use crate::emulator::{Emulator, Options};
use crate::seed::Seed;
use crate::tenant::issuer::Issuer;

/// How long a client may take to send the head of a request.
const HEAD_TIMEOUT: Duration = Duration::from_secs(30);

/// A tenant that is served on this machine until it is dropped.
#[derive(Debug)]
pub struct RunningEmulator {
    emulator: Emulator,
    url: String,
    _servers: JoinSet<()>,
}

/// Why a tenant could not be served.
#[derive(Debug, Error)]
pub enum SpawnError {
    /// No port of the loopback interface could be opened.
    #[error("cannot listen on {address}: {source}")]
    Listen {
        /// What was tried.
        address: SocketAddr,
        /// The operating system's reason.
        source: io::Error,
    },
}

impl Emulator {
    /// Serves a tenant on a free port of the loopback interface, with the machine's time.
    ///
    /// # Errors
    ///
    /// [`SpawnError`] when no port can be opened.
    pub async fn spawn(seed: Seed) -> Result<RunningEmulator, SpawnError> {
        Self::spawn_with(seed, Clock::system()).await
    }

    /// Serves a tenant on a free port of the loopback interface, with a clock of yours.
    ///
    /// # Errors
    ///
    /// [`SpawnError`] when no port can be opened.
    pub async fn spawn_with(seed: Seed, clock: Clock) -> Result<RunningEmulator, SpawnError> {
        let (listener, port) = listen((Ipv4Addr::LOCALHOST, 0).into()).await?;
        let issuer = Issuer::localhost(port).as_str().to_owned();
        let emulator = Self::new(seed, Options { issuer: issuer.clone(), clock, ..Options::default() });
        let mut servers = JoinSet::new();
        servers.spawn(serve(listener, emulator.clone()));
        // Browsers may try `localhost` over IPv6 first. Where that is not possible, IPv4 alone serves.
        if let Ok((listener, _)) = listen((Ipv6Addr::LOCALHOST, port).into()).await {
            servers.spawn(serve(listener, emulator.clone()));
        }
        let url = issuer.trim_end_matches('/').to_owned();
        Ok(RunningEmulator { emulator, url, _servers: servers })
    }
}

impl RunningEmulator {
    /// The address without a slash at the end, such as `http://localhost:40123`.
    pub fn url(&self) -> &str {
        &self.url
    }
}

impl Deref for RunningEmulator {
    type Target = Emulator;

    fn deref(&self) -> &Emulator {
        &self.emulator
    }
}

/// Opens a port; port 0 is any free one.
///
/// # Errors
///
/// [`SpawnError::Listen`] with the operating system's reason.
pub async fn listen(address: SocketAddr) -> Result<(TcpListener, u16), SpawnError> {
    let failed = |source| SpawnError::Listen { address, source };
    let listener = TcpListener::bind(address).await.map_err(failed)?;
    let port = listener.local_addr().map_err(failed)?.port();
    Ok((listener, port))
}

/// Answers connections until it is dropped.
pub async fn serve(listener: TcpListener, emulator: Emulator) {
    let service = TowerToHyperService::new(emulator.router());
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => {
                let Ok((stream, _)) = accepted else {
                    // Out of file handles, most likely: let connections end before the next try.
                    tokio::time::sleep(Duration::from_millis(50)).await;
                    continue;
                };
                let service = service.clone();
                connections.spawn(async move {
                    let mut server = http1::Builder::new();
                    server.timer(TokioTimer::new()).header_read_timeout(HEAD_TIMEOUT);
                    // A connection that breaks off is the client's matter.
                    let _ = server.serve_connection(TokioIo::new(stream), service).await;
                });
            }
            Some(_) = connections.join_next() => {}
        }
    }
}
