//! Details of an error for a developer: the request, and the cause in terms of the protocol, with status and error
//! code if they are known.
//!
//! They contain no token, code, state, id or name: all texts are written here, and only numbers are taken from the
//! error. The one exception is the description of a refused login, which only the tenant can explain.

use crate::http::TransportError;
use crate::linking::LinkFailure;
use crate::login::LoginFailure;
use crate::login::callback::{CallbackError, Refusal};
use crate::login::id_token::IdTokenError;
use crate::login::jwks::{JwksError, KeyError};
use crate::login::token::TokenError;
use crate::login::transaction::TakeError;
use crate::management::{LinkRejection, ManagementError};
use crate::session::SessionError;

/// A call of the Management API.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Call {
    /// Reading a user.
    Read,
    /// Linking, after copying the metadata.
    Link,
    /// Unlinking an identity.
    Unlink,
}

/// The details of a failed call of the Management API.
pub fn of_call(call: Call, error: ManagementError) -> String {
    let request = match call {
        Call::Read => "GET /api/v2/users/{id}",
        Call::Link => "PATCH /api/v2/users/{id}, POST /api/v2/users/{id}/identities",
        Call::Unlink => "DELETE /api/v2/users/{id}/identities/{provider}/{user_id}",
    };
    let cause = match error {
        ManagementError::Transport(error) => transport(error),
        ManagementError::TokenRejected => "HTTP 401 (or 400): token rejected",
        ManagementError::InsufficientScope(scope) => {
            return lines(request, "HTTP 403: insufficient_scope, needs ") + scope;
        }
        ManagementError::OtherSubject => "HTTP 403: unowned_resource",
        ManagementError::UserNotFound => "HTTP 404",
        ManagementError::AlreadyExists => "HTTP 409",
        ManagementError::RateLimited { .. } => "HTTP 429",
        ManagementError::Refused(LinkRejection::SameIdentity) => "HTTP 400: same identity",
        ManagementError::Refused(LinkRejection::MainIdentity) => "HTTP 400: main identity",
        ManagementError::Refused(LinkRejection::InvalidToken) => "HTTP 400: link_with invalid",
        ManagementError::Refused(LinkRejection::Misconfigured) => "HTTP 400: link_with of another set-up",
        ManagementError::Refused(LinkRejection::SecondaryNotFound) => "HTTP 400: secondary not found",
        ManagementError::Refused(LinkRejection::NotLinkable) => "HTTP 400: not linkable",
        ManagementError::Refused(LinkRejection::Other) => "HTTP 400",
        ManagementError::MetadataRefused => "HTTP 400 (or 413): user_metadata",
        ManagementError::MetadataAltered => "user_metadata not kept as sent",
        ManagementError::Server { status } | ManagementError::UnexpectedAnswer { status } => {
            return http(request, status);
        }
        ManagementError::UnusableId => "id unusable, nothing sent",
    };
    lines(request, cause)
}

/// The details of a failed link.
pub fn of_link(failure: &LinkFailure) -> String {
    of_call(Call::Link, failure.cause)
}

/// The details of a failed login.
pub fn of_login(failure: &LoginFailure) -> String {
    const TOKEN: &str = "POST /oauth/token";
    const KEYS: &str = "GET /.well-known/jwks.json";
    match failure {
        // The message above it already names the cause.
        LoginFailure::Transaction(TakeError::OtherIssuer) => lines(AUTHORIZE, "iss"),
        LoginFailure::Transaction(_) => lines(AUTHORIZE, "state"),
        LoginFailure::Refused(error) => refusal(error),
        LoginFailure::Token(TokenError::Server { status }) => http(TOKEN, *status),
        LoginFailure::Token(error) => lines(TOKEN, token(*error)),
        LoginFailure::Keys(JwksError::Status { status }) => http(KEYS, *status),
        LoginFailure::Keys(JwksError::Transport(error)) => lines(KEYS, transport(*error)),
        LoginFailure::Keys(JwksError::NotAKeySet) => lines(KEYS, "no key set"),
        LoginFailure::Keys(JwksError::NoKey) => lines(KEYS, "no RS256 key"),
        LoginFailure::IdToken(error) => lines("id_token", id_token(*error)),
        LoginFailure::ConfigurationChanged => lines("auth_config.json", "changed"),
        LoginFailure::WrongAccount => lines("id_token", "sub: another account"),
        LoginFailure::NotGranted(scope) => lines(TOKEN, "not granted: ") + scope,
        LoginFailure::Session(SessionError::Overtaken(_)) => lines("session", "another tab was faster"),
        LoginFailure::Session(_) => lines("session", "not kept"),
    }
}

/// The details of a malformed authorization response.
pub fn of_callback(error: CallbackError) -> String {
    let cause = match error {
        CallbackError::MissingState => "no state",
        CallbackError::Incomplete => "incomplete",
        CallbackError::Repeated => "a parameter twice",
        CallbackError::CodeAndError => "code and error",
        CallbackError::TooLong => "too long",
        CallbackError::TokenInUrl => "token in the address",
    };
    lines(AUTHORIZE, cause)
}

const AUTHORIZE: &str = "GET /authorize";

fn lines(request: &str, cause: &str) -> String {
    [request, "\n", cause].concat()
}

fn http(request: &str, status: u16) -> String {
    lines(request, "HTTP ") + &status.to_string()
}

fn transport(error: TransportError) -> &'static str {
    match error {
        TransportError::Offline => "offline",
        TransportError::TimedOut => "no answer in time",
        TransportError::Failed => "no answer: network, TLS or CORS",
        TransportError::TooLarge => "answer larger than 1 MiB",
    }
}

/// Repeats the tenant's own description: only the tenant knows why it refused a login.
fn refusal(refusal: &Refusal) -> String {
    let (name, description) = match &refusal.description {
        Some(text) => ("\nerror_description: ", text.whole()),
        None => ("", ""),
    };
    [AUTHORIZE, "\nerror: ", refusal.code.whole(), name, description].concat()
}

fn token(error: TokenError) -> &'static str {
    match error {
        TokenError::Transport(error) => transport(error),
        TokenError::CodeRefused => "invalid_grant",
        TokenError::Denied => "access_denied",
        TokenError::SecondFactorRequired => "mfa_required",
        TokenError::Misconfigured => "invalid_client or the like",
        TokenError::RateLimited { .. } => "HTTP 429",
        TokenError::Server { .. } | TokenError::UnexpectedAnswer => "unexpected answer",
    }
}

fn id_token(error: IdTokenError) -> &'static str {
    match error {
        IdTokenError::Malformed => "malformed",
        IdTokenError::Algorithm => "alg",
        IdTokenError::Repeated => "a member twice",
        IdTokenError::TooLong => "longer than 512 KiB",
        IdTokenError::Type => "typ",
        IdTokenError::Extension(name) => name,
        IdTokenError::Key(KeyError::Unknown) => "kid unknown",
        IdTokenError::Key(KeyError::Ambiguous) => "kid ambiguous",
        IdTokenError::Key(KeyError::Weak) => "key weaker than RSA 2048",
        IdTokenError::Key(KeyError::Unusable) => "key unusable",
        IdTokenError::Signature => "signature",
        IdTokenError::CannotVerify(_) => "WebCrypto",
        IdTokenError::Claim(claim) => claim.name(),
        IdTokenError::Clock { .. } => "iat",
        IdTokenError::NotYetValid => "nbf",
        IdTokenError::NotFresh => "auth_time",
    }
}

#[cfg(test)]
mod tests;
