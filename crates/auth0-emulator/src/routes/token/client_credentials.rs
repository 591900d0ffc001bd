//! The `client_credentials` grant (RFC 6749 §4.4).

use serde_json::{Value, json};

use crate::emulator::Emulator;
use crate::error::oauth::OAuthError;
use crate::params::Params;
use crate::tenant::client::Client;
use crate::tenant::custom_claims::add_to_access_token;
use crate::tenant::resource_server::Audience;
use crate::tenant::scope::Scopes;
use crate::tenant::signing_key::KeyError;
use crate::token::{machine_token_claims, sign_access_token};

/// Issues an access token for the client itself. `scope` may only narrow its grant.
///
/// # Errors
///
/// [`OAuthError`]: no audience, an unknown one, or one without a grant.
pub(super) fn exchange(emulator: &Emulator, client: &Client, params: &Params) -> Result<Value, OAuthError> {
    let (audience, api, keys, custom) = {
        let tenant = emulator.tenant();
        let named = tenant.named_api(params)?;
        let audience = tenant.requested_audience(named).map_err(OAuthError::UnknownAudience)?;
        let api = tenant.resource_server(&audience).ok_or(OAuthError::Missing("audience"))?;
        (audience, api, tenant.keys.clone(), tenant.claims.clone())
    };
    let granted = client.machine_grants.iter().find(|grant| match (&grant.audience, &audience) {
        (None, Audience::Management(_)) => true,
        (Some(own), Audience::Api(asked)) => own == asked,
        _ => false,
    });
    let granted = granted.ok_or_else(|| OAuthError::NoClientGrant(api.identifier.clone()))?;
    let scopes = match params.one("scope")? {
        None => granted.scopes.clone(),
        Some(wanted) => Scopes::parse(wanted).filtered(|scope| granted.scopes.contains(scope)),
    };
    let mut claims =
        machine_token_claims(&client.client_id, &api, &scopes, emulator.address(), emulator.now());
    add_to_access_token(&mut claims, &custom, None, client, matches!(audience, Audience::Management(_)));
    let internal = |error: KeyError| OAuthError::Internal(error.to_string());
    let key = keys.current().map_err(internal)?;
    let access_token =
        sign_access_token(&key, &api, &granted.scopes, claims, emulator.random()).map_err(internal)?;
    Ok(json!({
        "access_token": access_token,
        "scope": scopes.to_string(),
        "expires_in": api.token_lifetime,
        "token_type": "Bearer",
    }))
}
