//! `POST /oauth/token`: a code for tokens (RFC 6749 §4.1.3, RFC 7636 §4.5).

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::http::HeaderMap;
use axum::http::header::{AUTHORIZATION, CACHE_CONTROL};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use percent_encoding::percent_decode_str;
use serde_json::{Map, Value, json};

use super::body;
use crate::emulator::Emulator;
use crate::error::oauth::OAuthError;
use crate::params::Params;
use crate::tenant::Tenant;
use crate::tenant::client::Client;
use crate::tenant::grant::{CodeGrant, Grant};
use crate::tenant::password::secrets_equal;
use crate::tenant::signing_key::KeyError;
use crate::token::{IdTokenContext, OPAQUE_LIFETIME, access_token_claims, id_token_claims, sign_id_token};

/// Serves every grant type.
pub(super) async fn token(
    State(emulator): State<Emulator>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, OAuthError> {
    let params = body::oauth_params(&headers, body)?;
    let grant_type = params.one("grant_type")?.ok_or(OAuthError::Missing("grant_type"))?;
    let client = authenticate(&emulator.tenant(), &params, &headers)?;
    let supported = ["authorization_code"];
    if !supported.contains(&grant_type) {
        return Err(OAuthError::UnsupportedGrantType(grant_type.to_owned()));
    }
    if !client.may_use(grant_type) {
        return Err(OAuthError::GrantNotAllowed(grant_type.to_owned()));
    }
    let answer = exchange_code(&emulator, &client, &params)?;
    Ok(([(CACHE_CONTROL, "no-store")], Json(answer)).into_response())
}

fn exchange_code(emulator: &Emulator, client: &Client, params: &Params) -> Result<Value, OAuthError> {
    let code = params.one("code")?.ok_or(OAuthError::Missing("code"))?;
    // Taken out whatever comes next: a code has one chance.
    let redeemed = emulator.tenant().codes.take(code, emulator.now()).ok_or(OAuthError::InvalidCode)?;
    if redeemed.grant.client_id != client.client_id {
        return Err(OAuthError::InvalidCode);
    }
    check_verifier(&redeemed, client, params.one("code_verifier")?)?;
    let redirect_uri = params.one("redirect_uri")?;
    if redeemed.redirect_uri.is_some() && redeemed.redirect_uri.as_deref() != redirect_uri {
        return Err(OAuthError::RedirectUriMismatch);
    }
    issue(emulator, client, &redeemed.grant, redeemed.nonce.as_deref(), redeemed.tell_auth_time)
}

fn check_verifier(redeemed: &CodeGrant, client: &Client, verifier: Option<&str>) -> Result<(), OAuthError> {
    match (&redeemed.challenge, verifier) {
        (Some(_), None) => Err(OAuthError::Missing("code_verifier")),
        (Some(challenge), Some(verifier)) if challenge.matches(verifier) => Ok(()),
        (_, Some(_)) => Err(OAuthError::InvalidVerifier),
        // Without PKCE only a secret proves that the code came to whom it was meant for.
        (None, None) if client.is_confidential() => Ok(()),
        (None, None) => Err(OAuthError::InvalidClient),
    }
}

/// The tokens of a grant: an access token for its API, and an ID token if `openid` was granted.
fn issue(
    emulator: &Emulator,
    client: &Client,
    grant: &Grant,
    nonce: Option<&str>,
    tell_auth_time: bool,
) -> Result<Value, OAuthError> {
    let now = emulator.now();
    let (claims, id_claims, lifetime, keys) = {
        let tenant = emulator.tenant();
        // Whoever was absorbed meanwhile logs in as the user that absorbed them.
        let user = tenant.users.owner(&grant.identity).ok_or(OAuthError::InvalidCode)?;
        let api = tenant.resource_server(&grant.audience);
        let lifetime = api.as_ref().map_or(OPAQUE_LIFETIME, |api| api.token_lifetime);
        let issuer = emulator.address();
        let context = IdTokenContext { issuer, client, grant, nonce, tell_auth_time, now };
        let claims = api.map(|_| access_token_claims(&user.user_id(), grant, issuer, lifetime, now));
        let id_claims = grant.scopes.contains("openid").then(|| id_token_claims(user, &context));
        (claims, id_claims, lifetime, tenant.keys.clone())
    };
    // Signing takes long enough not to be done while the state is locked.
    let internal = |error: KeyError| OAuthError::Internal(error.to_string());
    let key = keys.current().map_err(internal)?;
    let access_token = match claims {
        Some(claims) => crate::jws::sign_rsa(&key, crate::tenant::signing_key::RsaScheme::Pkcs1, &claims)
            .map_err(internal)?,
        None => opaque_token(emulator, grant),
    };
    let mut answer = Map::new();
    answer.insert("access_token".to_owned(), json!(access_token));
    if let Some(claims) = id_claims {
        let id_token = sign_id_token(client, &key, &claims).map_err(internal)?;
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

/// The client of a request, by its id and, if it has one, its secret: in the body or in a `Basic` header.
///
/// # Errors
///
/// [`OAuthError::InvalidClient`], or a missing or repeated parameter.
fn authenticate(tenant: &Tenant, params: &Params, headers: &HeaderMap) -> Result<Client, OAuthError> {
    let basic = basic_credentials(headers);
    let (client_id, secret) = if let Some((id, secret)) = &basic {
        (id.as_str(), Some(secret.as_str()))
    } else {
        (params.one("client_id")?.ok_or(OAuthError::Missing("client_id"))?, params.one("client_secret")?)
    };
    let client = tenant.client(client_id).ok_or(OAuthError::InvalidClient)?;
    let proved = !client.is_confidential()
        || secret.is_some_and(|secret| secrets_equal(secret, &client.client_secret));
    if proved { Ok(client.clone()) } else { Err(OAuthError::InvalidClient) }
}

/// RFC 6749 §2.3.1: id and secret, each form-encoded, in a `Basic` header.
fn basic_credentials(headers: &HeaderMap) -> Option<(String, String)> {
    let encoded = headers.get(AUTHORIZATION)?.to_str().ok()?.strip_prefix("Basic ")?;
    let pair = String::from_utf8(STANDARD.decode(encoded.trim()).ok()?).ok()?;
    let (id, secret) = pair.split_once(':')?;
    let decode = |text: &str| percent_decode_str(text).decode_utf8().ok().map(std::borrow::Cow::into_owned);
    Some((decode(id)?, decode(secret)?))
}
