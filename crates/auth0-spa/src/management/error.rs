//! Why a call of the Management API failed.

use thiserror::Error;

use crate::http::{HttpResponse, TransportError};
use crate::session::TokenRejection;

/// Why a call failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum ManagementError {
    /// No complete response.
    #[error(transparent)]
    Transport(#[from] TransportError),
    /// 401, or 400 for a token that is not a JWT: the access token has expired, or is not for this API.
    #[error("the access token was not accepted")]
    TokenRejected,
    /// 403: the token lacks the scope that the call needs.
    #[error("the access token lacks the scope {0}")]
    InsufficientScope(&'static str),
    /// 403: the token belongs to another user.
    #[error("the access token belongs to another user")]
    OtherSubject,
    /// 404: the user does not exist (any more).
    #[error("the user does not exist")]
    UserNotFound,
    /// 409: the identity is linked already, here or elsewhere.
    #[error("the identity is linked already")]
    AlreadyExists,
    /// 429: the rate limit was reached.
    #[error("too many requests")]
    RateLimited {
        /// Seconds to wait, when the tenant said so.
        retry_after: Option<u32>,
    },
    /// 400, with the documented reason.
    #[error("the request was refused: {0:?}")]
    Refused(LinkRejection),
    /// 400 or 413 for a PATCH of `user_metadata`: the tenant does not take these values.
    #[error("the metadata was refused")]
    MetadataRefused,
    /// The tenant stored other metadata than was sent.
    #[error("the metadata was not kept as it was sent")]
    MetadataAltered,
    /// 500 and above: the outcome is unknown.
    #[error("the tenant failed (status {status})")]
    Server {
        /// Status code.
        status: u16,
    },
    /// A response that the API does not document, or a body that is not what its status promises.
    #[error("the tenant gave an unexpected answer (status {status})")]
    UnexpectedAnswer {
        /// Status code.
        status: u16,
    },
    /// An id that cannot be written in a URL (empty, `.` or `..`). Nothing was sent.
    #[error("the id cannot be sent")]
    UnusableId,
}

/// The documented reasons of a 400 (Management API, "Link a User Account"), as far as they make a difference to the
/// user.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkRejection {
    /// "Main identity and the new one are the same."
    SameIdentity,
    /// "Main identity cannot be removed."
    MainIdentity,
    /// The ID token is invalid or too old, or lacks `sub` or `aud`.
    InvalidToken,
    /// The issuer, audience or algorithm is wrong: a configuration error of the app or tenant.
    Misconfigured,
    /// "Provided secondary account not found." and its like.
    SecondaryNotFound,
    /// "Unable to link with the secondary account."
    NotLinkable,
    /// Any other reason.
    Other,
}

impl ManagementError {
    /// The cause of an error response to a call that needs this scope.
    pub(crate) fn of(response: &HttpResponse, scope: &'static str) -> Self {
        let answer = response.json().unwrap_or_default();
        let text = |name| answer.text(name).unwrap_or_default();
        let (message, error_code) = (text("message"), text("errorCode"));
        match response.status {
            // The response to an opaque token, which a login without this audience yields.
            400 if message.starts_with("Bad HTTP authentication header") => Self::TokenRejected,
            400 => Self::Refused(LinkRejection::of(message)),
            401 => Self::TokenRejected,
            403 if error_code == "insufficient_scope" || message.starts_with("Insufficient scope") => {
                Self::InsufficientScope(scope)
            }
            403 if error_code == "unowned_resource" || message.starts_with("User to be acted on") => {
                Self::OtherSubject
            }
            404 => Self::UserNotFound,
            409 => Self::AlreadyExists,
            429 => Self::RateLimited { retry_after: response.retry_after },
            status @ 500.. => Self::Server { status },
            status => Self::UnexpectedAnswer { status },
        }
    }

    /// The cause of an unsuccessful PATCH of metadata: what a 400 refuses there is the metadata.
    pub(crate) fn of_patch(response: &HttpResponse) -> Self {
        match Self::of(response, super::UPDATE_METADATA) {
            Self::Refused(_) | Self::UnexpectedAnswer { status: 413 } => Self::MetadataRefused,
            other => other,
        }
    }

    /// How to recover.
    #[must_use]
    pub const fn remedy(self) -> Remedy {
        match self {
            Self::Transport(TransportError::TooLarge)
            | Self::AlreadyExists
            | Self::MetadataRefused
            | Self::MetadataAltered
            | Self::UnusableId
            | Self::Refused(
                LinkRejection::MainIdentity | LinkRejection::Misconfigured | LinkRejection::NotLinkable,
            ) => Remedy::None,
            Self::TokenRejected | Self::InsufficientScope(_) | Self::OtherSubject | Self::UserNotFound => {
                Remedy::NewLogin
            }
            Self::Transport(_)
            | Self::RateLimited { .. }
            | Self::Server { .. }
            | Self::UnexpectedAnswer { .. }
            | Self::Refused(_) => Remedy::Retry,
        }
    }

    /// Whether the request may have been carried out, or may still be, so that only reading the user tells. Every
    /// response but the refusals that Auth0 documents counts as missing (Management API, "Link a User Account").
    #[must_use]
    pub const fn outcome_unknown(self) -> bool {
        match self {
            Self::Transport(error) => error.outcome_unknown(),
            Self::MetadataAltered | Self::Server { .. } | Self::UnexpectedAnswer { .. } => true,
            Self::TokenRejected
            | Self::InsufficientScope(_)
            | Self::OtherSubject
            | Self::UserNotFound
            | Self::AlreadyExists
            | Self::RateLimited { .. }
            | Self::Refused(_)
            | Self::MetadataRefused
            | Self::UnusableId => false,
        }
    }
}

impl TokenRejection for ManagementError {
    fn is_token_rejected(&self) -> bool {
        *self == Self::TokenRejected
    }
}

/// How to recover from a failed call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Remedy {
    /// Try again: the cause may be temporary.
    Retry,
    /// A new login.
    NewLogin,
    /// Nothing that the app can do: the same call would fail again.
    None,
}

impl LinkRejection {
    fn of(message: &str) -> Self {
        let known = [
            ("Main identity and the new one are the same", Self::SameIdentity),
            ("Main identity cannot be removed", Self::MainIdentity),
            ("Invalid token (link_with)", Self::InvalidToken),
            ("JWT (link_with) must contains sub", Self::InvalidToken),
            ("JWT (link_with) contains an invalid", Self::InvalidToken),
            ("JWT (link_with) must have", Self::Misconfigured),
            ("The provider/connection is not configured", Self::Misconfigured),
            ("Provided secondary account not found", Self::SecondaryNotFound),
            ("Linking to an inexistent identity", Self::SecondaryNotFound),
            ("Unable to link with the secondary account", Self::NotLinkable),
        ];
        known.iter().find(|(start, _)| message.starts_with(start)).map_or(Self::Other, |(_, reason)| *reason)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(status: u16, body: &str) -> ManagementError {
        ManagementError::of(
            &HttpResponse { status, retry_after: Some(3), body: body.to_owned() },
            "read:current_user",
        )
    }

    /// Cases: MA-02, MA-03, MA-04, MA-05, MA-19, MA-20, MA-21, MA-22, MA-23, MA-24.
    #[test]
    fn each_status_has_its_own_cause() {
        let scope = r#"{"statusCode":403,"error":"Forbidden","message":"Insufficient scope, expected any of: read:users","errorCode":"insufficient_scope"}"#;
        let owner = r#"{"statusCode":403,"error":"Forbidden","message":"User to be acted on does not match subject in bearer token.","errorCode":"unowned_resource"}"#;
        for (status, body, expected) in [
            (401, "{}", ManagementError::TokenRejected),
            (400, r#"{"message":"Bad HTTP authentication header format"}"#, ManagementError::TokenRejected),
            (403, scope, ManagementError::InsufficientScope("read:current_user")),
            (
                403,
                r#"{"message":"Insufficient scope; expected: a"}"#,
                ManagementError::InsufficientScope("read:current_user"),
            ),
            (403, owner, ManagementError::OtherSubject),
            (
                403,
                r#"{"message":"User to be acted on does not match subject in bearer token."}"#,
                ManagementError::OtherSubject,
            ),
            (404, "{}", ManagementError::UserNotFound),
            (409, "{}", ManagementError::AlreadyExists),
            (429, "<html>", ManagementError::RateLimited { retry_after: Some(3) }),
            (503, "<html>", ManagementError::Server { status: 503 }),
            (204, "", ManagementError::UnexpectedAnswer { status: 204 }),
        ] {
            assert_eq!(error(status, body), expected, "{status} {body}");
        }
    }

    /// Cases: MA-20.
    #[test]
    fn a_403_from_a_firewall_is_not_reported_as_another_account() {
        for body in ["", "<html>", "{}", r#"{"message":"Origin https://x is not allowed."}"#] {
            assert_eq!(error(403, body), ManagementError::UnexpectedAnswer { status: 403 }, "{body}");
        }
    }

    #[test]
    fn only_a_request_that_may_have_been_carried_out_is_reconciled() {
        for (cause, unknown) in [
            (ManagementError::Transport(TransportError::Offline), false),
            (ManagementError::Transport(TransportError::TimedOut), true),
            (ManagementError::TokenRejected, false),
            (ManagementError::InsufficientScope("read:current_user"), false),
            (ManagementError::OtherSubject, false),
            (ManagementError::UserNotFound, false),
            (ManagementError::AlreadyExists, false),
            (ManagementError::RateLimited { retry_after: None }, false),
            (ManagementError::Refused(LinkRejection::Other), false),
            (ManagementError::MetadataRefused, false),
            (ManagementError::MetadataAltered, true),
            (ManagementError::Server { status: 500 }, true),
            (ManagementError::UnexpectedAnswer { status: 200 }, true),
            (ManagementError::UnusableId, false),
        ] {
            assert_eq!(cause.outcome_unknown(), unknown, "{cause}");
        }
    }

    #[test]
    fn trying_again_is_offered_only_where_it_can_help() {
        for (cause, remedy) in [
            (ManagementError::Transport(TransportError::Offline), Remedy::Retry),
            (ManagementError::Transport(TransportError::TooLarge), Remedy::None),
            (ManagementError::RateLimited { retry_after: None }, Remedy::Retry),
            (ManagementError::Server { status: 500 }, Remedy::Retry),
            (ManagementError::UnexpectedAnswer { status: 200 }, Remedy::Retry),
            (ManagementError::TokenRejected, Remedy::NewLogin),
            (ManagementError::InsufficientScope("read:current_user"), Remedy::NewLogin),
            (ManagementError::OtherSubject, Remedy::NewLogin),
            (ManagementError::UserNotFound, Remedy::NewLogin),
            (ManagementError::AlreadyExists, Remedy::None),
            (ManagementError::MetadataRefused, Remedy::None),
            (ManagementError::UnusableId, Remedy::None),
            (ManagementError::Refused(LinkRejection::InvalidToken), Remedy::Retry),
            (ManagementError::Refused(LinkRejection::SameIdentity), Remedy::Retry),
            (ManagementError::Refused(LinkRejection::SecondaryNotFound), Remedy::Retry),
            (ManagementError::Refused(LinkRejection::NotLinkable), Remedy::None),
            (ManagementError::Refused(LinkRejection::Misconfigured), Remedy::None),
            (ManagementError::Refused(LinkRejection::MainIdentity), Remedy::None),
        ] {
            assert_eq!(cause.remedy(), remedy, "{cause}");
        }
    }

    #[test]
    fn a_400_or_413_for_a_patch_means_refused_metadata() {
        let patch = |status, body: &str| {
            ManagementError::of_patch(&HttpResponse { status, retry_after: None, body: body.to_owned() })
        };
        for body in ["", r#"{"message":"Payload validation error","errorCode":"invalid_body"}"#] {
            assert_eq!(patch(400, body), ManagementError::MetadataRefused, "{body}");
            assert_eq!(patch(413, body), ManagementError::MetadataRefused, "{body}");
            assert_eq!(patch(401, body), ManagementError::TokenRejected, "{body}");
            let scope = ManagementError::InsufficientScope("update:current_user_metadata");
            assert_eq!(patch(403, r#"{"errorCode":"insufficient_scope"}"#), scope);
            assert_eq!(patch(500, body), ManagementError::Server { status: 500 }, "{body}");
        }
    }

    /// Cases: MA-15, MA-16, MA-17, MA-18.
    #[test]
    fn each_documented_refusal_has_its_own_cause() {
        for (message, expected) in [
            ("Main identity and the new one are the same.", LinkRejection::SameIdentity),
            ("Main identity cannot be removed.", LinkRejection::MainIdentity),
            ("Invalid token (link_with).", LinkRejection::InvalidToken),
            ("JWT (link_with) must contains sub claim.", LinkRejection::InvalidToken),
            ("JWT (link_with) contains an invalid aud claim.", LinkRejection::InvalidToken),
            ("JWT (link_with) must have an alg of RS256.", LinkRejection::Misconfigured),
            ("JWT (link_with) must have the same issuer as the calling user.", LinkRejection::Misconfigured),
            ("The provider/connection is not configured.", LinkRejection::Misconfigured),
            ("Provided secondary account not found.", LinkRejection::SecondaryNotFound),
            ("Linking to an inexistent identity is not allowed.", LinkRejection::SecondaryNotFound),
            ("Unable to link with the secondary account.", LinkRejection::NotLinkable),
            ("Something new.", LinkRejection::Other),
        ] {
            let body = serde_json::json!({"statusCode": 400, "error": "Bad Request", "message": message})
                .to_string();
            assert_eq!(error(400, &body), ManagementError::Refused(expected), "{message}");
        }
    }
}
