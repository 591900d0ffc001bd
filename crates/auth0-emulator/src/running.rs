//! A tenant that is served on a free port, for tests and embedding programs.

use std::net::{Ipv4Addr, Ipv6Addr};
use std::ops::Deref;

use tokio::task::JoinSet;

use crate::clock::Clock;
use crate::emulator::{Emulator, Options};
use crate::seed::Seed;
use crate::serve::{ListenError, listen, serve};
use crate::tenant::issuer::Issuer;

/// A tenant that is served on this machine until it is dropped.
#[derive(Debug)]
pub struct RunningEmulator {
    emulator: Emulator,
    url: String,
    _servers: JoinSet<()>,
}

impl Emulator {
    /// Serves a tenant on a free port of the loopback interface, with the machine's time.
    ///
    /// # Errors
    ///
    /// [`ListenError`] when no port can be opened.
    pub async fn spawn(seed: Seed) -> Result<RunningEmulator, ListenError> {
        Self::spawn_with(seed, Clock::system()).await
    }

    /// Serves a tenant on a free port of the loopback interface, with the given clock.
    ///
    /// # Errors
    ///
    /// [`ListenError`] when no port can be opened.
    pub async fn spawn_with(seed: Seed, clock: Clock) -> Result<RunningEmulator, ListenError> {
        let (listener, port) = listen((Ipv4Addr::LOCALHOST, 0).into()).await?;
        let issuer = Issuer::localhost(port).as_str().to_owned();
        let emulator = Self::new(seed, Options { issuer: issuer.clone(), clock, ..Options::default() });
        let mut servers = JoinSet::new();
        servers.spawn(serve(listener, emulator.clone()));
        // Browsers may try `localhost` over IPv6 first. Without IPv6, IPv4 is enough.
        if let Ok((listener, _)) = listen((Ipv6Addr::LOCALHOST, port).into()).await {
            servers.spawn(serve(listener, emulator.clone()));
        }
        let url = issuer.trim_end_matches('/').to_owned();
        Ok(RunningEmulator { emulator, url, _servers: servers })
    }
}

impl RunningEmulator {
    /// The address without a trailing slash, such as `http://localhost:40123`.
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
