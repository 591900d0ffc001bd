//! `GET` and `POST /userinfo` (OpenID Connect Core §5.3).

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;
use axum::response::{IntoResponse, Response};

use crate::emulator::Emulator;
use crate::error::oauth::OAuthError;
use crate::jws::Jws;
use crate::tenant::scope::Scopes;
use crate::tenant::user::User;
use crate::token::profile_claims;

/// Returns the claims that the token's scopes allow.
pub(super) async fn userinfo(
    State(emulator): State<Emulator>,
    headers: HeaderMap,
) -> Result<Response, OAuthError> {
    let header = headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok());
    let (scheme, token) = header.and_then(|text| text.split_once(' ')).ok_or(OAuthError::InvalidToken)?;
    if !scheme.eq_ignore_ascii_case("bearer") {
        return Err(OAuthError::InvalidToken);
    }
    let (user, scopes) = bearer(&emulator, token.trim()).ok_or(OAuthError::InvalidToken)?;
    if !scopes.contains("openid") {
        return Err(OAuthError::InvalidToken);
    }
    Ok(Json(profile_claims(&user, &scopes)).into_response())
}

/// The user and scopes of an access token: an opaque one, or a JWT whose `aud` contains this endpoint.
fn bearer(emulator: &Emulator, token: &str) -> Option<(User, Scopes)> {
    let now = emulator.now();
    let tenant = emulator.tenant();
    if let Some(grant) = tenant.opaque_tokens.get(token, now) {
        let user = tenant.users.owner(&grant.identity)?;
        return Some((user.clone(), grant.scopes.clone()));
    }
    let jws = Jws::parse(token)?;
    let keys = tenant.keys.published().ok()?;
    let endpoint = emulator.address().endpoint("userinfo");
    let valid = jws.alg() == Some("RS256")
        && jws.is_signed_by(keys.iter().map(AsRef::as_ref))
        && jws.number("exp").is_some_and(|end| end > now.seconds())
        && jws.audiences().contains(&endpoint.as_str());
    let user = tenant.users.get(jws.text("sub")?).filter(|_| valid)?;
    Some((user.clone(), Scopes::parse(jws.text("scope").unwrap_or_default())))
}
