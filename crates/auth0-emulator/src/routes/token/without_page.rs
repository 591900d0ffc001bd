//! Tokens for a user who logs in without a page, and so without a session in a browser.

use serde_json::Value;

use crate::emulator::Emulator;
use crate::error::oauth::OAuthError;
use crate::routes::issue::{Channel, Order, answer};
use crate::tenant::Tenant;
use crate::tenant::authorization::granted_scopes;
use crate::tenant::client::Client;
use crate::tenant::grant::Grant;
use crate::tenant::identity::IdentityKey;
use crate::tenant::scope::Scopes;
use crate::tenant::sso_session::SsoSession;

/// What is asked for.
#[derive(Clone, Copy, Debug)]
pub(in crate::routes) struct Asked<'a> {
    /// Identifier of the API, if it is not the default.
    pub(in crate::routes) audience: Option<&'a str>,
    /// Scopes, separated by spaces.
    pub(in crate::routes) scope: &'a str,
    /// The `gty` of the access token.
    pub(in crate::routes) grant_type: Option<&'static str>,
}

/// Logs the user of an identity in, by a connection, and issues the tokens.
///
/// # Errors
///
/// That of `by`, which finds the identity, [`OAuthError::UnknownAudience`], [`OAuthError::Blocked`],
/// [`OAuthError::Denied`], and those of issuing.
pub(in crate::routes) fn log_in<E: From<OAuthError>>(
    emulator: &Emulator,
    client: &Client,
    asked: Asked<'_>,
    by: impl FnOnce(&Tenant) -> Result<(IdentityKey, String), E>,
) -> Result<Value, E> {
    let now = emulator.now();
    let (grant, refresh_token) = {
        let mut tenant = emulator.tenant();
        let audience = tenant.requested_audience(asked.audience).map_err(OAuthError::UnknownAudience)?;
        let scopes = granted_scopes(&tenant, client, &audience, &Scopes::parse(asked.scope));
        let (identity, connection) = by(&tenant)?;
        let user = tenant.users.owner_mut(&identity).ok_or(OAuthError::WrongCredentials)?;
        if user.blocked {
            return Err(OAuthError::Blocked.into());
        }
        emulator.run_actions().map_err(OAuthError::Denied)?;
        user.logged_in(now, "127.0.0.1");
        let sid = emulator.random().token(32);
        let session = SsoSession { sid, identity, connection, authenticated_at: now };
        let grant = Grant::of_session(&session, &client.client_id, audience, scopes);
        let is_offline = grant.scopes.contains("offline_access");
        let refresh_token = is_offline.then(|| {
            tenant.refresh_tokens.begin(grant.clone(), client.refresh_token, now, emulator.random())
        });
        (grant, refresh_token)
    };
    let channel = Channel::Token(asked.grant_type);
    let order = Order { client, grant: &grant, nonce: None, tell_auth_time: false, channel };
    Ok(answer(emulator, order, refresh_token)?)
}
