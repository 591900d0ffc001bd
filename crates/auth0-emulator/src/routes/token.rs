//! `POST /oauth/token` (RFC 6749 §3.2).

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::header::CACHE_CONTROL;
use axum::response::{IntoResponse, Response};

use super::client_authentication::authenticate;
use crate::emulator::Emulator;
use crate::error::oauth::OAuthError;
use crate::extract::OAuthParams;
use crate::params::Params;
use crate::tenant::client::Client;
use crate::tenant::resource_server::Audience;
use crate::tenant::unsupported::{Feature, Unsupported, Via};

mod authorization_code;
mod client_credentials;
pub(super) mod password;
mod refresh_token;
pub(super) mod without_page;

/// Serves every grant type.
pub(super) async fn token(
    State(emulator): State<Emulator>,
    headers: HeaderMap,
    OAuthParams(params): OAuthParams,
) -> Result<Response, OAuthError> {
    let grant_type = params.one("grant_type")?.ok_or(OAuthError::Missing("grant_type"))?;
    let client = authenticate(&emulator.tenant(), &params, &headers)?;
    let exchange = match grant_type {
        "authorization_code" => authorization_code::exchange,
        "refresh_token" => refresh_token::exchange,
        "client_credentials" => client_credentials::exchange,
        "password" | password::REALM => password::exchange,
        other => return Err(OAuthError::UnsupportedGrantType(other.to_owned())),
    };
    if !client.may_use(grant_type) {
        return Err(OAuthError::GrantNotAllowed(grant_type.to_owned()));
    }
    allow(&emulator, &client, grant_type, &params, &headers)?;
    let answer = exchange(&emulator, &client, &params)?;
    Ok(([(CACHE_CONTROL, "no-store")], Json(answer)).into_response())
}

/// Refuses what is asked for and missing, unless the settings allow it.
///
/// # Errors
///
/// [`OAuthError::Unsupported`].
fn allow(
    emulator: &Emulator,
    client: &Client,
    grant_type: &str,
    params: &Params,
    headers: &HeaderMap,
) -> Result<(), OAuthError> {
    let via = match grant_type {
        "client_credentials" => Via::Machine,
        "password" | password::REALM => Via::WithoutPage,
        _ => Via::Earlier,
    };
    let mut tenant = emulator.tenant();
    let audience = tenant.requested_audience(tenant.named_api(params)?).ok();
    let api = audience.as_ref().and_then(Audience::identifier);
    let mut asked = tenant.unsupported(params, via, client, api);
    if headers.contains_key("dpop") {
        asked.push(Unsupported { by: "The header DPoP".to_owned(), feature: Feature::BoundTokens });
    }
    Ok(emulator.allow(&mut tenant, asked)?)
}
