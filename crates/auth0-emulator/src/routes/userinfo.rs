//! `GET` and `POST /userinfo` (OpenID Connect Core §5.3).

use axum::Json;
use axum::extract::{FromRequest, Request, State};
use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;
use axum::response::{IntoResponse, Response};

use crate::emulator::Emulator;
use crate::error::oauth::OAuthError;
use crate::extract::{OAuthParams, Query, is_content_type};
use crate::jws::Jws;
use crate::params::{Params, Repeated};
use crate::tenant::custom_claims::add_to_id_token;
use crate::tenant::scope::Scopes;
use crate::tenant::user::User;
use crate::token::profile_claims;

/// Returns the claims that the token's scopes allow. The token is in the header, in a form or in the query (RFC 6750 §2);
/// passport-auth0 1.4 sends it in the query.
pub(super) async fn userinfo(
    State(emulator): State<Emulator>,
    headers: HeaderMap,
    Query(query): Query,
    request: Request,
) -> Result<Response, OAuthError> {
    let form = if is_content_type(&headers, "application/x-www-form-urlencoded") {
        OAuthParams::from_request(request, &()).await?.0
    } else {
        Params::default()
    };
    let header = headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok());
    let header = header.map(|text| match text.split_once(' ') {
        Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") => Ok(token.trim()),
        _ => Err(OAuthError::InvalidToken),
    });
    let given = [header.transpose()?, form.one("access_token")?, query.one("access_token")?];
    let mut given = given.into_iter().flatten();
    let token = given.next().ok_or(OAuthError::InvalidToken)?;
    if given.next().is_some() {
        return Err(OAuthError::Repeated(Repeated("access_token".to_owned())));
    }
    let (user, scopes, client_id) = bearer(&emulator, token).ok_or(OAuthError::InvalidToken)?;
    if !scopes.contains("openid") {
        return Err(OAuthError::InvalidToken);
    }
    let mut claims = profile_claims(&user, &scopes);
    let tenant = emulator.tenant();
    if let Some(client) = tenant.client(&client_id) {
        add_to_id_token(&mut claims, &tenant.claims, &user.user_id(), client);
    }
    Ok(Json(claims).into_response())
}

/// The user, the scopes and the client of an access token: an opaque one, or a JWT whose `aud` contains this endpoint.
fn bearer(emulator: &Emulator, token: &str) -> Option<(User, Scopes, String)> {
    let now = emulator.now();
    let tenant = emulator.tenant();
    if let Some(grant) = tenant.opaque_tokens.get(token, now) {
        let user = tenant.users.owner(&grant.identity)?;
        return Some((user.clone(), grant.scopes.clone(), grant.client_id.clone()));
    }
    let jws = Jws::parse(token)?;
    let keys = tenant.keys.published().ok()?;
    let endpoint = emulator.address().endpoint("userinfo");
    let valid = jws.alg() == Some("RS256")
        && jws.is_signed_by(keys.iter().map(AsRef::as_ref))
        && jws.number("exp").is_some_and(|end| end > now.seconds())
        && jws.audiences().contains(&endpoint.as_str());
    let user = tenant.users.get(jws.text("sub")?).filter(|_| valid)?;
    let client_id = jws.text("azp").or_else(|| jws.text("client_id"))?.to_owned();
    Some((user.clone(), Scopes::parse(jws.text("scope").unwrap_or_default()), client_id))
}
