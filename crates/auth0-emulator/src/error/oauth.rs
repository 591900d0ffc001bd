//! Errors of the OAuth endpoints: `{"error", "error_description"}`. Auth0 sends 403 where RFC 6749 requires 400.

use axum::Json;
use axum::http::StatusCode;
use axum::http::header::{HeaderValue, WWW_AUTHENTICATE};
use axum::response::{IntoResponse, Response};
use serde_json::json;
use thiserror::Error;

use crate::fault::LoginRefusal;
use crate::params::Repeated;
use crate::tenant::unsupported::Unsupported;

/// What `/userinfo` sends with 401 (RFC 6750 §3); the realm is Auth0's.
const CHALLENGE: HeaderValue = HeaderValue::from_static(r#"Bearer realm="Users", error="invalid_token""#);

/// Why `/oauth/token`, `/oauth/revoke` or `/userinfo` refuses a request.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub(crate) enum OAuthError {
    /// A required parameter is missing.
    #[error("Missing required parameter: {0}")]
    Missing(&'static str),
    /// A parameter is repeated.
    #[error(transparent)]
    Repeated(#[from] Repeated),
    /// The request asks for what the emulator does not have.
    #[error(transparent)]
    Unsupported(#[from] Unsupported),
    /// The body is neither a form nor a JSON object of strings.
    #[error("The body must be a form or a JSON object with text values")]
    UnreadableBody,
    /// A grant type that the tenant does not support.
    #[error("Unsupported grant type: {0}")]
    UnsupportedGrantType(String),
    /// The client may not use the grant type.
    #[error("Grant type '{0}' not allowed for the client.")]
    GrantNotAllowed(String),
    /// Unknown client, or wrong credentials.
    #[error("Unauthorized")]
    InvalidClient,
    /// Unknown, used or expired code, or one of another client.
    #[error("Invalid authorization code")]
    InvalidCode,
    /// PKCE failed.
    #[error("Failed to verify code verifier")]
    InvalidVerifier,
    /// The callback differs from that of the authorization request.
    #[error("The redirect_uri does not match the one of the authorization request")]
    RedirectUriMismatch,
    /// Unknown, revoked, used or expired refresh token.
    #[error("Unknown or invalid refresh token.")]
    InvalidRefreshToken,
    /// No user has this address and this password.
    #[error("Wrong email or password.")]
    WrongCredentials,
    /// No database is named by the request or by the tenant, or the client may not use it.
    #[error("Authorization server not configured with default connection.")]
    NoDatabase,
    /// The client has no database of this name.
    #[error("The application has no database `{0}`")]
    UnknownDatabase(String),
    /// The user may not log in.
    #[error("user is blocked")]
    Blocked,
    /// An Action refuses the login. Auth0 documents no status; 403 is that of its other refusals.
    #[error("{}", .0.error_description)]
    Denied(LoginRefusal),
    /// No API has this identifier.
    #[error("Service not found: {0}")]
    UnknownAudience(String),
    /// The machine client has no grant for the API.
    #[error(
        "Client is not authorized to access \"{0}\". You need to create a \"client-grant\" associated to this API."
    )]
    NoClientGrant(String),
    /// The access token is missing or invalid.
    #[error("Unauthorized")]
    InvalidToken,
    /// The body is too large.
    #[error("The emulator takes bodies of at most 1 MB")]
    TooLarge,
    /// The body did not arrive in time.
    #[error("The body did not arrive in time")]
    TooSlow,
    /// An internal error, such as no randomness.
    #[error("Internal error of the emulator: {0}")]
    Internal(String),
}

impl OAuthError {
    fn parts(&self) -> (StatusCode, &str) {
        match self {
            Self::Missing(_)
            | Self::Unsupported(_)
            | Self::Repeated(_)
            | Self::UnreadableBody
            | Self::UnknownDatabase(_) => (StatusCode::BAD_REQUEST, "invalid_request"),
            Self::UnsupportedGrantType(_) => (StatusCode::BAD_REQUEST, "unsupported_grant_type"),
            Self::GrantNotAllowed(_) => (StatusCode::FORBIDDEN, "unauthorized_client"),
            Self::NoDatabase => (StatusCode::FORBIDDEN, "server_error"),
            Self::Blocked => (StatusCode::FORBIDDEN, "unauthorized"),
            Self::Denied(refusal) => (StatusCode::FORBIDDEN, &refusal.error),
            Self::InvalidClient => (StatusCode::UNAUTHORIZED, "invalid_client"),
            Self::InvalidCode
            | Self::InvalidVerifier
            | Self::RedirectUriMismatch
            | Self::WrongCredentials
            | Self::InvalidRefreshToken => (StatusCode::FORBIDDEN, "invalid_grant"),
            Self::UnknownAudience(_) | Self::NoClientGrant(_) => (StatusCode::FORBIDDEN, "access_denied"),
            Self::InvalidToken => (StatusCode::UNAUTHORIZED, "invalid_token"),
            Self::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, "invalid_request"),
            Self::TooSlow => (StatusCode::REQUEST_TIMEOUT, "invalid_request"),
            Self::Internal(_) => (StatusCode::INTERNAL_SERVER_ERROR, "server_error"),
        }
    }
}

impl IntoResponse for OAuthError {
    fn into_response(self) -> Response {
        let (status, error) = self.parts();
        let body = Json(json!({ "error": error, "error_description": self.to_string() }));
        let mut response = (status, body).into_response();
        if matches!(self, Self::InvalidToken) {
            response.headers_mut().insert(WWW_AUTHENTICATE, CHALLENGE);
        }
        response
    }
}
