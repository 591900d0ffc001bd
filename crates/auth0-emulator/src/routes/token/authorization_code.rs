//! The `authorization_code` grant (RFC 6749 §4.1.3, RFC 7636 §4.5).

use serde_json::Value;

use crate::emulator::Emulator;
use crate::error::oauth::OAuthError;
use crate::params::Params;
use crate::routes::issue::{Channel, Order, answer};
use crate::tenant::client::Client;
use crate::tenant::grant::CodeGrant;

/// Redeems a code.
///
/// # Errors
///
/// [`OAuthError`]: a missing parameter, or an invalid code.
pub(super) fn exchange(emulator: &Emulator, client: &Client, params: &Params) -> Result<Value, OAuthError> {
    let code = params.one("code")?.ok_or(OAuthError::Missing("code"))?;
    // A code can be used only once, even if the exchange fails.
    let now = emulator.now();
    let redeemed = emulator.tenant().codes.take(code, now).ok_or(OAuthError::InvalidCode)?;
    if redeemed.grant.client_id != client.client_id {
        return Err(OAuthError::InvalidCode);
    }
    check_verifier(&redeemed, client, params.one("code_verifier")?)?;
    let redirect_uri = params.one("redirect_uri")?;
    if redeemed.redirect_uri.is_some() && redeemed.redirect_uri.as_deref() != redirect_uri {
        return Err(OAuthError::RedirectUriMismatch);
    }
    let refresh_token = redeemed.grant.scopes.contains("offline_access").then(|| {
        let grant = redeemed.grant.clone();
        emulator.tenant().refresh_tokens.begin(grant, client.refresh_token, now, emulator.random())
    });
    let order = Order {
        client,
        grant: &redeemed.grant,
        nonce: redeemed.nonce.as_deref(),
        tell_auth_time: redeemed.tell_auth_time,
        channel: Channel::Token(None),
    };
    answer(emulator, order, refresh_token)
}

fn check_verifier(redeemed: &CodeGrant, client: &Client, verifier: Option<&str>) -> Result<(), OAuthError> {
    match (&redeemed.challenge, verifier) {
        (Some(_), None) => Err(OAuthError::Missing("code_verifier")),
        (Some(challenge), Some(verifier)) if challenge.matches(verifier) => Ok(()),
        (_, Some(_)) => Err(OAuthError::InvalidVerifier),
        // Without PKCE, the client must authenticate with a secret.
        (None, None) if client.is_confidential() => Ok(()),
        (None, None) => Err(OAuthError::InvalidClient),
    }
}
