//! The `password` grant (RFC 6749 §4.3), and Auth0's `password-realm`, which names the database (Auth0, "Resource Owner
//! Password Flow").

use serde_json::Value;

use super::issue::{Extras, issue};
use crate::emulator::Emulator;
use crate::error::oauth::OAuthError;
use crate::params::Params;
use crate::tenant::Tenant;
use crate::tenant::authorization::granted_scopes;
use crate::tenant::client::Client;
use crate::tenant::grant::Grant;
use crate::tenant::identity::IdentityKey;
use crate::tenant::resource_server::Audience;
use crate::tenant::scope::Scopes;
use crate::tenant::sso_session::SsoSession;

/// Auth0's grant type with a `realm`.
pub(super) const REALM: &str = "http://auth0.com/oauth/grant-type/password-realm";

/// Issues tokens for an e-mail address and a password. There is no browser and so no session.
///
/// # Errors
///
/// [`OAuthError`]: a missing parameter, an unknown API or realm, wrong credentials, a blocked user.
pub(super) fn exchange(emulator: &Emulator, client: &Client, params: &Params) -> Result<Value, OAuthError> {
    let required = |name| params.one(name)?.ok_or(OAuthError::Missing(name));
    let (username, password) = (required("username")?, required("password")?);
    let realm = if params.one("grant_type")? == Some(REALM) { Some(required("realm")?) } else { None };
    let now = emulator.now();
    let (grant, refresh_token) = {
        let mut tenant = emulator.tenant();
        let audience = match params.one("audience")? {
            None => Audience::UserInfo,
            Some(asked) => {
                tenant.audience(asked).ok_or_else(|| OAuthError::UnknownAudience(asked.to_owned()))?
            }
        };
        let asked = Scopes::parse(params.one("scope")?.unwrap_or_default());
        let scopes = granted_scopes(&tenant, client, &audience, &asked);
        let (key, connection) = identity(&tenant, client, realm, username, password)?;
        let user = tenant.users.owner_mut(&key).ok_or(OAuthError::WrongCredentials)?;
        if user.blocked {
            return Err(OAuthError::Blocked);
        }
        user.logged_in(now, "127.0.0.1");
        let sid = emulator.random().token(32);
        let session = SsoSession { sid, identity: key, connection, authenticated_at: now };
        let grant = Grant::of_session(&session, &client.client_id, audience, scopes);
        let is_offline = grant.scopes.contains("offline_access");
        let refresh_token = is_offline.then(|| {
            tenant.refresh_tokens.begin(grant.clone(), client.refresh_token, now, emulator.random())
        });
        (grant, refresh_token)
    };
    let extras = Extras { nonce: None, tell_auth_time: false, refresh_token, grant_type: Some("password") };
    issue(emulator, client, &grant, extras)
}

/// The identity that the password proves, and its connection.
fn identity(
    tenant: &Tenant,
    client: &Client,
    realm: Option<&str>,
    username: &str,
    password: &str,
) -> Result<(IdentityKey, String), OAuthError> {
    let databases = tenant.connections_of(client).filter(|connection| connection.is_database());
    let mut databases =
        databases.filter(|connection| realm.is_none_or(|realm| realm == connection.name)).peekable();
    if databases.peek().is_none() {
        return Err(OAuthError::NoDatabase);
    }
    let names: Vec<&str> = databases.map(|connection| connection.name.as_str()).collect();
    let identity = tenant.by_password(&names, username, password).ok_or(OAuthError::WrongCredentials)?;
    Ok((identity.key(), identity.connection.clone()))
}
