//! Issues the tokens of a user's grant.

use serde_json::{Map, Value, json};

use crate::emulator::Emulator;
use crate::error::oauth::OAuthError;
use crate::jws;
use crate::tenant::client::Client;
use crate::tenant::grant::Grant;
use crate::tenant::signing_key::{KeyError, RsaScheme};
use crate::token::{IdTokenContext, OPAQUE_LIFETIME, access_token_claims, id_token_claims, sign_id_token};

mod faulty;

/// The content of a token response that depends on the grant type.
#[derive(Debug)]
pub(super) struct Extras<'a> {
    /// The `nonce` of the ID token.
    pub(super) nonce: Option<&'a str>,
    /// Whether the ID token contains `auth_time`.
    pub(super) tell_auth_time: bool,
    /// A refresh token to return.
    pub(super) refresh_token: Option<String>,
    /// The `gty` of the access token; a code exchange has none.
    pub(super) grant_type: Option<&'static str>,
}

/// An access token for the grant's API, and an ID token if `openid` was granted.
///
/// # Errors
///
/// [`OAuthError::InvalidCode`] when the user is gone, [`OAuthError::Internal`] when signing fails.
pub(super) fn issue(
    emulator: &Emulator,
    client: &Client,
    grant: &Grant,
    extras: Extras<'_>,
) -> Result<Value, OAuthError> {
    let now = emulator.now();
    let issuer = emulator.address();
    let Extras { nonce, tell_auth_time, refresh_token, grant_type } = extras;
    let (claims, id_claims, lifetime, keys) = {
        let tenant = emulator.tenant();
        // A user that was linked in the meantime logs in as the primary user.
        let user = tenant.users.owner(&grant.identity).ok_or(OAuthError::InvalidCode)?;
        let api = tenant.resource_server(&grant.audience);
        let lifetime = api.as_ref().map_or(OPAQUE_LIFETIME, |api| api.token_lifetime);
        let context = IdTokenContext { issuer, client, grant, nonce, tell_auth_time, now };
        let claims = api.map(|_| access_token_claims(&user.user_id(), grant, issuer, lifetime, now));
        let id_claims = grant.scopes.contains("openid").then(|| id_token_claims(user, &context));
        (claims, id_claims, lifetime, tenant.keys.clone())
    };
    // Signing is slow, so the state is not locked meanwhile.
    let internal = |error: KeyError| OAuthError::Internal(error.to_string());
    let key = keys.current().map_err(internal)?;
    let access_token = match claims {
        None => opaque_token(emulator, grant),
        Some(mut claims) => {
            if let Some(grant_type) = grant_type {
                claims.insert("gty".to_owned(), json!(grant_type));
            }
            jws::sign_rsa(&key, RsaScheme::Pkcs1, &Value::Object(claims)).map_err(internal)?
        }
    };
    let mut answer = Map::new();
    answer.insert("access_token".to_owned(), json!(access_token));
    if let Some(token) = refresh_token {
        answer.insert("refresh_token".to_owned(), json!(token));
    }
    if let Some(claims) = id_claims {
        let fault = emulator.faults().id_token;
        let id_token = match fault {
            None => sign_id_token(client, &key, &claims),
            Some(fault) => faulty::id_token(client, &key, claims, fault),
        };
        let id_token = id_token.map_err(internal)?;
        answer.insert("id_token".to_owned(), json!(id_token));
    }
    answer.insert("scope".to_owned(), json!(grant.scopes.to_string()));
    answer.insert("expires_in".to_owned(), json!(lifetime));
    answer.insert("token_type".to_owned(), json!("Bearer"));
    Ok(Value::Object(answer))
}

fn opaque_token(emulator: &Emulator, grant: &Grant) -> String {
    let token = emulator.random().token(32);
    let now = emulator.now();
    let end = now.plus_seconds(OPAQUE_LIFETIME);
    emulator.tenant().opaque_tokens.insert(&token, grant.clone(), now, end);
    token
}
