//! What the inspector and the control API show of the tenant.

use serde::Serialize;
use serde_json::{Map, Value};

use crate::emulator::Emulator;
use crate::exchange::Exchange;
use crate::fault::Faults;
use crate::mail::Mail;
use crate::tenant::custom_claims::CustomClaims;
use crate::tenant::permissions::Permissions;
use crate::tenant::settings::Settings;
use crate::tenant::user::User;

/// The state of the tenant. Of secrets it has those of clients, and the links in e-mails.
#[derive(Debug, Serialize)]
pub(crate) struct Snapshot {
    /// The tenant's address.
    pub(crate) issuer: String,
    /// Its name.
    pub(crate) name: String,
    /// The tenant's time.
    pub(crate) now: String,
    /// Settings.
    pub(crate) settings: Settings,
    /// What was asked for and ignored, because the settings allow it.
    pub(crate) ignored: Vec<String>,
    /// The current faults.
    pub(crate) faults: Faults,
    /// How many signing keys are published.
    pub(crate) keys: usize,
    /// Registered applications.
    pub(crate) clients: Vec<Client>,
    /// Names of the databases of passwords.
    pub(crate) databases: Vec<String>,
    /// The users, as the Management API returns them.
    pub(crate) users: Vec<Map<String, Value>>,
    /// Claims that are added to tokens.
    pub(crate) claims: Vec<CustomClaims>,
    /// Permissions of users for APIs.
    pub(crate) permissions: Permissions,
    /// Browser sessions, the newest first.
    pub(crate) sessions: Vec<Session>,
    /// Consents and refresh tokens.
    pub(crate) grants: Vec<Grant>,
    /// The last e-mails, the newest first.
    pub(crate) mails: Vec<Mail>,
    /// The last exchanges, the newest first.
    pub(crate) requests: Vec<Exchange>,
}

/// A registered application.
#[derive(Debug, Serialize)]
pub(crate) struct Client {
    /// Its name.
    pub(crate) name: String,
    /// Its id.
    #[serde(rename = "client_id")]
    pub(crate) id: String,
    /// Its secret, if it is a confidential client.
    #[serde(rename = "client_secret", skip_serializing_if = "Option::is_none")]
    pub(crate) secret: Option<String>,
    /// Allowed callback URLs.
    pub(crate) callbacks: Vec<String>,
    /// Allowed logout URLs.
    pub(crate) allowed_logout_urls: Vec<String>,
    /// What it may use `/oauth/token` for.
    pub(crate) grant_types: Vec<String>,
}

/// A browser session.
#[derive(Debug, Serialize)]
pub(crate) struct Session {
    /// Its id.
    pub(crate) sid: String,
    /// The user.
    pub(crate) user_id: String,
    /// The connection of the login.
    pub(crate) connection: String,
    /// When the user logged in.
    pub(crate) authenticated_at: String,
}

/// A grant of a user to a client.
#[derive(Debug, Serialize)]
pub(crate) struct Grant {
    /// `consent` or `refresh token`.
    pub(crate) kind: &'static str,
    /// The user.
    pub(crate) user_id: String,
    /// The client.
    pub(crate) client_id: String,
    /// The API.
    pub(crate) audience: String,
    /// The scopes.
    pub(crate) scope: String,
}

impl Snapshot {
    /// The current state.
    pub(crate) fn of(emulator: &Emulator) -> Self {
        let now = emulator.now();
        let faults = emulator.faults().clone();
        let requests = emulator.exchanges().iter().cloned().collect();
        let tenant = emulator.tenant();
        let owner = |key| tenant.users.owner(key).map_or_else(String::new, User::user_id);
        let mut sessions: Vec<_> = tenant.sessions.live(now).collect();
        sessions.sort_by_key(|session| (std::cmp::Reverse(session.authenticated_at), &session.sid));
        let sessions = sessions.into_iter().map(|session| Session {
            sid: session.sid.clone(),
            user_id: owner(&session.identity),
            connection: session.connection.clone(),
            authenticated_at: session.authenticated_at.iso(),
        });
        let consents = tenant.consents.iter().map(|consent| Grant {
            kind: "consent",
            user_id: consent.user_id.clone(),
            client_id: consent.client_id.clone(),
            audience: consent.audience.clone(),
            scope: consent.scopes.to_string(),
        });
        let refresh_tokens = tenant.refresh_tokens.live(now).map(|family| Grant {
            kind: "refresh token",
            user_id: owner(&family.grant.identity),
            client_id: family.grant.client_id.clone(),
            audience: family.grant.audience.identifier().unwrap_or("-").to_owned(),
            scope: family.grant.scopes.to_string(),
        });
        let clients = tenant.clients.iter().map(|client| Client {
            name: client.name.clone(),
            id: client.client_id.clone(),
            secret: client.is_confidential().then(|| client.client_secret.clone()),
            callbacks: client.callbacks.clone(),
            allowed_logout_urls: client.allowed_logout_urls.clone(),
            grant_types: client.grant_types.clone(),
        });
        let databases = tenant.connections.iter().filter(|connection| connection.is_database());
        Self {
            issuer: emulator.issuer().to_owned(),
            name: tenant.name.clone(),
            keys: tenant.keys.count(),
            clients: clients.collect(),
            databases: databases.map(|database| database.name.clone()).collect(),
            now: now.iso(),
            settings: tenant.settings,
            ignored: tenant.ignored.iter().cloned().collect(),
            faults,
            users: tenant.users.iter().map(User::to_json).collect(),
            claims: tenant.claims.clone(),
            permissions: tenant.permissions.clone(),
            sessions: sessions.collect(),
            grants: consents.chain(refresh_tokens).collect(),
            mails: emulator.mails(),
            requests,
        }
    }
}
