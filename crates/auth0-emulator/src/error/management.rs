//! Errors of the Management API: `{"statusCode", "error", "message"[, "errorCode"][, "attributes"]}`.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::{Map, json};
use thiserror::Error;

use crate::tenant::settings::NotLinkedStatus;

/// Why the Management API refuses a request. Clients see the messages.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub(crate) enum ManagementError {
    /// No `Authorization` header.
    #[error("Missing authentication")]
    MissingAuthentication,
    /// The header is not `Bearer` with a JWT. An opaque token is not a JWT.
    #[error("Bad HTTP authentication header format")]
    BadHeader,
    /// A claim is missing or wrong.
    #[error("Invalid token")]
    InvalidToken,
    /// The token has expired.
    #[error("Expired token received for JSON Web Token validation")]
    ExpiredToken,
    /// The tenant did not sign the token.
    #[error("Invalid signature received for JSON Web Token validation")]
    InvalidSignature,
    /// The token is for another audience, or is an ID token.
    #[error("Client is not global")]
    NotGlobal,
    /// The token has none of the accepted scopes.
    #[error("Insufficient scope, expected any of: {0}")]
    InsufficientScope(String),
    /// A current-user token for another user.
    #[error("User to be acted on does not match subject in bearer token.")]
    UnownedResource,
    /// A current-user token may change only metadata.
    #[error("You cannot update the following fields: {0}")]
    ForbiddenFields(String),
    /// No such user.
    #[error("The user does not exist.")]
    NoSuchUser,
    /// The body is invalid.
    #[error("Payload validation error: {0}")]
    InvalidBody(String),
    /// The path is invalid.
    #[error("Path validation error: {0}")]
    InvalidUri(String),
    /// The query is invalid.
    #[error("Query validation error: {0}")]
    InvalidQuery(String),
    /// The operation is not allowed, for a reason without an error code.
    #[error("{0}")]
    Refused(String),
    /// The identity exists already.
    #[error("Specified identity already exists.")]
    IdentityExists,
    /// The password does not fit the policy of the database.
    #[error("PasswordStrengthError: Password is too weak")]
    WeakPassword,
    /// The user exists already.
    #[error("The user already exists.")]
    UserExists,
    /// Another user of the database has the new e-mail address.
    #[error("The specified new email already exists")]
    EmailTaken,
    /// The identity to unlink is not one of the user's.
    #[error("The user does not have the specified identity.")]
    NotLinked(NotLinkedStatus),
    /// Too many requests.
    #[error(
        "Too many requests. Check the X-RateLimit-Limit, X-RateLimit-Remaining and X-RateLimit-Reset headers."
    )]
    TooManyRequests,
    /// The body is too large.
    #[error("Payload Too Large: the emulator takes bodies of at most 1 MB")]
    TooLarge,
    /// The body did not arrive in time.
    #[error("Request Timeout: the body did not arrive in time")]
    TooSlow,
    /// An internal error, such as no randomness.
    #[error("Internal error of the emulator: {0}")]
    Internal(String),
}

impl ManagementError {
    /// The status of the response.
    pub(crate) fn status(&self) -> StatusCode {
        match self {
            Self::MissingAuthentication
            | Self::InvalidToken
            | Self::ExpiredToken
            | Self::InvalidSignature
            | Self::NotGlobal => StatusCode::UNAUTHORIZED,
            Self::InsufficientScope(_) | Self::UnownedResource | Self::ForbiddenFields(_) => {
                StatusCode::FORBIDDEN
            }
            Self::NoSuchUser | Self::NotLinked(NotLinkedStatus::NotFound) => StatusCode::NOT_FOUND,
            Self::BadHeader
            | Self::InvalidBody(_)
            | Self::InvalidUri(_)
            | Self::InvalidQuery(_)
            | Self::Refused(_)
            | Self::WeakPassword
            | Self::EmailTaken
            | Self::NotLinked(NotLinkedStatus::BadRequest) => StatusCode::BAD_REQUEST,
            Self::IdentityExists | Self::UserExists => StatusCode::CONFLICT,
            Self::TooManyRequests => StatusCode::TOO_MANY_REQUESTS,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TooSlow => StatusCode::REQUEST_TIMEOUT,
            Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// The `errorCode`, where Auth0 is known to send one.
    fn code(&self) -> Option<&'static str> {
        match self {
            Self::BadHeader => Some("Bearer"),
            Self::InsufficientScope(_) | Self::ForbiddenFields(_) => Some("insufficient_scope"),
            Self::UnownedResource => Some("unowned_resource"),
            Self::NoSuchUser => Some("inexistent_user"),
            Self::InvalidBody(_) => Some("invalid_body"),
            Self::InvalidUri(_) => Some("invalid_uri"),
            Self::InvalidQuery(_) => Some("invalid_query_string"),
            Self::UserExists | Self::EmailTaken => Some("auth0_idp_error"),
            Self::TooManyRequests => Some("too_many_requests"),
            _ => None,
        }
    }

    /// Whether `attributes` repeats the message, as it does for an invalid token.
    fn has_attributes(&self) -> bool {
        matches!(self, Self::InvalidToken | Self::ExpiredToken | Self::InvalidSignature)
    }
}

impl IntoResponse for ManagementError {
    fn into_response(self) -> Response {
        let status = self.status();
        let message = self.to_string();
        let mut body = Map::new();
        body.insert("statusCode".to_owned(), json!(status.as_u16()));
        body.insert("error".to_owned(), json!(status.canonical_reason().unwrap_or_default()));
        body.insert("message".to_owned(), json!(message));
        if let Some(code) = self.code() {
            body.insert("errorCode".to_owned(), json!(code));
        }
        if self.has_attributes() {
            body.insert("attributes".to_owned(), json!({ "error": message }));
        }
        (status, Json(body)).into_response()
    }
}
