//! `POST /oauth/revoke`: revokes a refresh token (RFC 7009). The response to an unknown token is the same.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};

use super::client_authentication::authenticate;
use crate::emulator::Emulator;
use crate::error::oauth::OAuthError;
use crate::extract::OAuthParams;

/// Revokes the token with its family.
pub(super) async fn revoke(
    State(emulator): State<Emulator>,
    headers: HeaderMap,
    OAuthParams(params): OAuthParams,
) -> Result<StatusCode, OAuthError> {
    let mut tenant = emulator.tenant();
    let client = authenticate(&tenant, &params, &headers)?;
    let token = params.one("token")?.ok_or(OAuthError::Missing("token"))?;
    tenant.refresh_tokens.revoke(token, &client.client_id, emulator.now());
    Ok(StatusCode::OK)
}
