//! Samples for logins: a configuration, users, their tokens and sessions.

use serde_json::json;

use super::memory::CountingRandom;
use crate::clock::UnixTime;
use crate::config::AuthConfig;
use crate::login::id_token::{Claims, Profile};
use crate::login::token::{Scope, Tokens};
use crate::secret::{AccessToken, IdToken};
use crate::session::Session;
use crate::user_id::UserId;

/// The time, unless a test says otherwise.
pub(crate) const NOW: UnixTime = UnixTime(1_800_000_000);
/// The tenant.
pub(crate) const ISSUER: &str = "https://acme.eu.auth0.com/";
/// The app at the tenant.
pub(crate) const CLIENT_ID: &str = "the-client-id";
/// The app's own address.
pub(crate) const ORIGIN: &str = "http://localhost:3000";
/// The granted scope.
pub(crate) const SCOPE: &str =
    "openid profile email read:current_user update:current_user_identities update:current_user_metadata";

pub(crate) fn config() -> AuthConfig {
    AuthConfig::parse(&json!({"domain": "acme.eu.auth0.com", "client_id": CLIENT_ID}).to_string())
        .expect("a valid configuration")
}

/// `auth0|alice` → `alice@example.com`, verified.
pub(crate) fn profile(id: &str) -> Profile {
    let name = id.rsplit('|').next().unwrap_or(id);
    Profile {
        name: Some(name.to_owned()),
        email: Some(format!("{name}@example.com")),
        email_verified: true,
        ..Profile::default()
    }
}

/// A login of a user: the access token is `access {id}`, the ID token `id {id}`, good for a day and for ten hours.
pub(crate) fn login(id: &str) -> (Claims, Tokens) {
    let claims = Claims {
        issuer: ISSUER.to_owned(),
        client_id: CLIENT_ID.to_owned(),
        subject: UserId::new(id),
        expires_at: NOW.plus(36_000),
        authenticated_at: Some(NOW),
        profile: profile(id),
    };
    let tokens = Tokens {
        access_token: AccessToken::new(format!("access {id}")),
        id_token: IdToken::new(format!("id {id}")),
        expires_at: NOW.plus(86_400),
        scope: Scope::new(SCOPE),
        in_memory: false,
    };
    (claims, tokens)
}

pub(crate) fn session(id: &str) -> Session {
    let (claims, tokens) = login(id);
    Session::new(&CountingRandom::default(), claims, tokens).expect("randomness")
}
