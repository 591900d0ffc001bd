//! The `refresh_token` grant (RFC 6749 §6), with Auth0's rotation.

use serde_json::Value;

use crate::emulator::Emulator;
use crate::error::oauth::OAuthError;
use crate::params::Params;
use crate::routes::issue::{Channel, Order, answer};
use crate::tenant::client::Client;
use crate::tenant::grant::Grant;
use crate::tenant::scope::Scopes;

/// Redeems a refresh token. `scope` may only narrow the grant.
///
/// # Errors
///
/// [`OAuthError::InvalidRefreshToken`], [`OAuthError::Denied`], or a missing parameter.
pub(super) fn exchange(emulator: &Emulator, client: &Client, params: &Params) -> Result<Value, OAuthError> {
    let token = params.one("refresh_token")?.ok_or(OAuthError::Missing("refresh_token"))?;
    // Before the token is replaced: its client does not receive the new one.
    emulator.run_actions().map_err(OAuthError::Denied)?;
    let now = emulator.now();
    let refreshed = {
        let mut tenant = emulator.tenant();
        let policy = client.refresh_token;
        let tokens = &mut tenant.refresh_tokens;
        let refreshed = tokens.redeem(token, &client.client_id, policy, now, emulator.random());
        let refreshed = refreshed.ok_or(OAuthError::InvalidRefreshToken)?;
        let owner = tenant.users.owner(&refreshed.grant.identity);
        owner.filter(|user| !user.blocked).ok_or(OAuthError::InvalidRefreshToken)?;
        refreshed
    };
    let granted = &refreshed.grant.scopes;
    let scopes = match params.one("scope")? {
        None => granted.clone(),
        Some(asked) => Scopes::parse(asked).filtered(|scope| granted.contains(scope)),
    };
    let grant = Grant { scopes, ..refreshed.grant };
    let channel = Channel::Token(Some("refresh_token"));
    let order = Order { client, grant: &grant, nonce: None, tell_auth_time: false, channel };
    answer(emulator, order, refreshed.replacement)
}
