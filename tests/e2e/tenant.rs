//! What the tenant holds in truth, seen behind the browser's back, and its clock.

use std::net::{Ipv4Addr, Ipv6Addr};
use std::ops::Deref;
use std::time::Duration;

use anyhow::{Context, Result, anyhow};
use auth0_emulator::{Effect, Emulator, Fault, Options, Seed, listen, router};
use serde::Deserialize;
use serde_json::{Map, Value, from_value};
use tokio::task::JoinSet;

use crate::requests::RequestLog;
use crate::stage::Stage;

/// The client of the demo tenant that the app is.
pub(crate) const CLIENT: &str = "Account Linking";

/// A tenant on a port of this machine. Stops on drop.
#[derive(Debug)]
pub struct Tenant {
    emulator: Emulator,
    _servers: JoinSet<()>,
}

impl Tenant {
    /// Serves a tenant on this port, or on a free one for port 0, and records the requests.
    ///
    /// # Errors
    ///
    /// When the port cannot be opened.
    pub async fn serve(seed: Seed, port: u16, requests: &RequestLog) -> Result<Self> {
        let (listener, port) = listen((Ipv4Addr::LOCALHOST, port).into()).await?;
        let origin = format!("http://localhost:{port}");
        let options = Options { issuer: format!("{origin}/"), ..Options::default() };
        let emulator = Emulator::new(seed, options);
        let site = requests.watch(router(&emulator), &origin);
        let mut servers = JoinSet::new();
        let serve = async |listener, site| drop(static_host::serve::on(listener, site).await);
        servers.spawn(serve(listener, site.clone()));
        // Browsers may try `localhost` over IPv6 first. Where that is not possible, IPv4 alone serves.
        if let Ok((listener, _)) = listen((Ipv6Addr::LOCALHOST, port).into()).await {
            servers.spawn(serve(listener, site));
        }
        Ok(Self { emulator, _servers: servers })
    }
}

impl Deref for Tenant {
    type Target = Emulator;

    fn deref(&self) -> &Emulator {
        &self.emulator
    }
}

impl Stage {
    /// The identities of the account whose own e-mail address this is, `provider|id` each, the primary first.
    ///
    /// # Errors
    ///
    /// When not exactly one account has the address.
    pub fn identities(&self, email: &str) -> Result<Vec<String>> {
        Ok(self.user(email)?.identities.iter().map(Identity::key).collect())
    }

    /// The `user_metadata` of the account whose own e-mail address this is.
    ///
    /// # Errors
    ///
    /// When not exactly one account has the address.
    pub fn user_metadata(&self, email: &str) -> Result<Map<String, Value>> {
        Ok(self.user(email)?.user_metadata)
    }

    /// Lets time pass, for the tenant and for the page alike.
    ///
    /// # Errors
    ///
    /// When the browser does not accept the command.
    pub async fn advance(&self, by: Duration) -> Result<()> {
        self.tenant.clock().advance(by);
        self.browser.advance_clock(by).await
    }

    /// Spoils the tenant's next answer to a request with this method and path; `*` stands for one segment.
    pub fn spoil(&self, method: &str, path: &str, effect: Effect) {
        let method = Some(method.to_owned());
        self.tenant.add_fault(Fault { method, path: path.to_owned(), times: 1, effect });
    }

    fn user(&self, email: &str) -> Result<User> {
        let users = self.tenant.users_by_email(email);
        let [user] = <[Value; 1]>::try_from(users)
            .map_err(|users| anyhow!("{} accounts have the address {email}", users.len()))?;
        from_value(user).context("the tenant's user cannot be read")
    }
}

/// An answer of the tenant's instead of the real one: the request is not carried out.
pub fn answer(status: u16, body: &str) -> Effect {
    Effect::Answer { status, body: body.to_owned(), content_type: None }
}

/// A user as `GET /api/v2/users/{id}` answers it, as far as the stories ask.
#[derive(Deserialize)]
struct User {
    identities: Vec<Identity>,
    #[serde(default)]
    user_metadata: Map<String, Value>,
}

#[derive(Deserialize)]
struct Identity {
    provider: String,
    user_id: Value,
}

impl Identity {
    /// Some providers count their users: an id may be a JSON number.
    fn key(&self) -> String {
        match self.user_id.as_str() {
            Some(id) => format!("{}|{id}", self.provider),
            None => format!("{}|{}", self.provider, self.user_id),
        }
    }
}
