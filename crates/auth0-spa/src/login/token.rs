//! The token request: exchanges the code for tokens, once (RFC 6749 section 4.1.3).
//!
//! Never repeated: a code is single-use, and an authorization server may revoke on reuse.

use thiserror::Error;

pub use super::scopes::Scope;
use super::transaction::{Intent, Transaction};
use crate::clock::{UnixTime, seconds};
use crate::encoding::form;
use crate::http::{Body, HttpClient, HttpRequest, HttpResponse, Method, TransportError};
use crate::json::Value;
use crate::secret::{AccessToken, AuthorizationCode, IdToken};

/// Seconds that a token of unknown lifetime is used for.
const UNKNOWN_LIFETIME: i64 = 300;

/// The longest that any token is used, in seconds: thirty days, Auth0's own maximum for an access token.
const MAX_LIFETIME: i64 = 2_592_000;

/// The tokens of a login.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tokens {
    /// For the Management API.
    pub access_token: AccessToken,
    /// Not validated yet.
    pub id_token: IdToken,
    /// When the access token ends.
    pub expires_at: UnixTime,
    /// The scopes granted, which may be fewer than asked for.
    pub scope: Scope,
    /// Whether they are never stored, because they come from a login that was made for a change.
    pub in_memory: bool,
}

/// Exchanges the code. Lifetimes count from `now`. The scope of the authorization request is granted in full when the
/// response names none (RFC 6749 section 5.1).
///
/// # Errors
///
/// [`TokenError`]. In every case the code is spent: only a new login helps.
pub async fn exchange(
    http: &impl HttpClient,
    transaction: &Transaction,
    code: &AuthorizationCode,
    now: UnixTime,
) -> Result<Tokens, TokenError> {
    let body = form(&[
        ("grant_type", "authorization_code"),
        ("client_id", transaction.application.client_id.as_str()),
        ("code", code.secret()),
        ("code_verifier", transaction.code_verifier.secret()),
        ("redirect_uri", transaction.redirect_uri.as_str()),
    ]);
    let url = transaction.application.domain.url("/oauth/token");
    let response =
        http.send(HttpRequest { method: Method::Post, url, bearer: None, body: Body::Form(body) }).await?;
    match response.status {
        200 => {
            let in_memory = matches!(transaction.intent, Intent::Reauthenticate(_));
            let tokens =
                parse(&response, transaction.scopes.parameter(), now).ok_or(TokenError::UnexpectedAnswer)?;
            Ok(Tokens { in_memory, ..tokens })
        }
        status => Err(refusal(status, &response)),
    }
}

fn parse(response: &HttpResponse, asked: &str, now: UnixTime) -> Option<Tokens> {
    let answer = response.json()?;
    let text = |name| answer.text(name).filter(|text| !text.is_empty());
    if !text("token_type")?.eq_ignore_ascii_case("bearer") {
        return None;
    }
    let lifetime = match answer.get("expires_in") {
        None | Some(Value::Null) => UNKNOWN_LIFETIME,
        Some(Value::String(digits)) => seconds(digits)?,
        Some(number) => seconds(number.as_number()?.as_str())?,
    };
    let scope = match answer.get("scope") {
        None | Some(Value::Null) => asked,
        Some(scope) => scope.as_str()?,
    };
    let (access_token, id_token) = (text("access_token")?, text("id_token")?);
    (lifetime > 0).then(|| Tokens {
        access_token: AccessToken::new(access_token),
        id_token: IdToken::new(id_token),
        expires_at: now.plus(lifetime.min(MAX_LIFETIME)),
        scope: Scope::new(scope),
        in_memory: false,
    })
}

fn refusal(status: u16, response: &HttpResponse) -> TokenError {
    let answer = response.json().unwrap_or_default();
    match (status, answer.text("error")) {
        (429, _) => TokenError::RateLimited { retry_after: response.retry_after },
        (500.., _) => TokenError::Server { status },
        // Auth0 says 403 where RFC 6749 section 5.2 says 400.
        (400 | 403, Some("invalid_grant")) => TokenError::CodeRefused,
        (400..=403, Some("mfa_required")) => TokenError::SecondFactorRequired,
        (400..=403, Some("access_denied" | "unauthorized")) => TokenError::Denied,
        (400..=403, Some(_)) => TokenError::Misconfigured,
        _ => TokenError::UnexpectedAnswer,
    }
}

/// Why there are no tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum TokenError {
    /// No complete response.
    #[error(transparent)]
    Transport(#[from] TransportError),
    /// `invalid_grant`: the code was used, expired, or belongs to another request.
    #[error("the code was refused")]
    CodeRefused,
    /// A rule of the tenant denied the login.
    #[error("the tenant denied the login")]
    Denied,
    /// The tenant demands a second factor that this app cannot ask for: logging in again would end here again.
    #[error("the tenant demands a second factor")]
    SecondFactorRequired,
    /// The application at the tenant does not allow this request (client id, grant type, redirect URI).
    #[error("the application is not set up for this login")]
    Misconfigured,
    /// Too many requests.
    #[error("too many requests")]
    RateLimited {
        /// Seconds to wait, when the tenant said so.
        retry_after: Option<u32>,
    },
    /// The tenant failed.
    #[error("the tenant failed (status {status})")]
    Server {
        /// 500 and more.
        status: u16,
    },
    /// Anything else: HTML instead of JSON, a truncated response, missing tokens.
    #[error("the tenant gave an unexpected answer")]
    UnexpectedAnswer,
}

#[cfg(test)]
mod tests;
