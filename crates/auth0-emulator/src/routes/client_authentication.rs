//! Client authentication at the OAuth endpoints (RFC 6749 §2.3).

use std::borrow::Cow;

use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use percent_encoding::percent_decode_str;

use crate::error::oauth::OAuthError;
use crate::params::Params;
use crate::tenant::Tenant;
use crate::tenant::client::Client;
use crate::tenant::password::secrets_equal;

/// The client of a request, by its id and, for a confidential client, its secret: in the body or in a `Basic` header.
///
/// # Errors
///
/// [`OAuthError::InvalidClient`], or a missing or repeated parameter.
pub(super) fn authenticate(
    tenant: &Tenant,
    params: &Params,
    headers: &HeaderMap,
) -> Result<Client, OAuthError> {
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

/// Id and secret, each form-encoded, in a `Basic` header.
fn basic_credentials(headers: &HeaderMap) -> Option<(String, String)> {
    let encoded = headers.get(AUTHORIZATION)?.to_str().ok()?.strip_prefix("Basic ")?;
    let pair = String::from_utf8(STANDARD.decode(encoded.trim()).ok()?).ok()?;
    let (id, secret) = pair.split_once(':')?;
    let decode = |text: &str| percent_decode_str(text).decode_utf8().ok().map(Cow::into_owned);
    Some((decode(id)?, decode(secret)?))
}
