//! Every cause has a text of its own, and nothing else appears.

use super::*;
use crate::http::{HttpResponse, MAX_BODY, TransportError};
use crate::linking::{LinkFailure, MetadataLeft};
use crate::login::callback::Refusal;
use crate::login::id_token::{Claim, IdTokenError, MAX_LENGTH};
use crate::login::jwks::JwksError;
use crate::login::token::TokenError;
use crate::login::transaction::TakeError;
use crate::management::LinkRejection;

#[test]
fn a_call_names_its_request_its_answer_and_its_cause() {
    let read = "GET /api/v2/users/{id}\n";
    for (error, expected) in [
        (ManagementError::Transport(TransportError::TimedOut), "no answer in time"),
        (ManagementError::TokenRejected, "HTTP 401 (or 400): token rejected"),
        (
            ManagementError::InsufficientScope("read:current_user"),
            "HTTP 403: insufficient_scope, needs read:current_user",
        ),
        (ManagementError::OtherSubject, "HTTP 403: unowned_resource"),
        (ManagementError::UserNotFound, "HTTP 404"),
        (ManagementError::AlreadyExists, "HTTP 409"),
        (ManagementError::RateLimited { retry_after: Some(3) }, "HTTP 429"),
        (ManagementError::Refused(LinkRejection::SameIdentity), "HTTP 400: same identity"),
        (ManagementError::MetadataRefused, "HTTP 400 (or 413): user_metadata"),
        (ManagementError::Server { status: 503 }, "HTTP 503"),
        (ManagementError::UnusableId, "id unusable, nothing sent"),
    ] {
        assert_eq!(of_call(Call::Read, error), format!("{read}{expected}"));
    }
    assert!(of_call(Call::Unlink, ManagementError::UserNotFound).starts_with("DELETE /api/v2/users/{id}/"));
}

#[test]
fn a_login_names_the_step_that_failed() {
    for (failure, expected) in [
        (LoginFailure::Transaction(TakeError::Expired), "GET /authorize\nstate"),
        (
            LoginFailure::Refused(Refusal::parse("login_required", None)),
            "GET /authorize\nerror: login_required",
        ),
        (
            LoginFailure::Refused(Refusal::parse("access_denied", Some("Only staff."))),
            "GET /authorize\nerror: access_denied\nerror_description: Only staff.",
        ),
        (LoginFailure::Token(TokenError::Server { status: 502 }), "POST /oauth/token\nHTTP 502"),
        (LoginFailure::Keys(JwksError::NotAKeySet), "GET /.well-known/jwks.json\nno key set"),
        (LoginFailure::Keys(JwksError::NoKey), "GET /.well-known/jwks.json\nno RS256 key"),
        (LoginFailure::IdToken(IdTokenError::Type), "id_token\ntyp"),
        (LoginFailure::IdToken(IdTokenError::Extension("b64")), "id_token\nb64"),
        (LoginFailure::IdToken(IdTokenError::Repeated), "id_token\na member twice"),
        (LoginFailure::IdToken(IdTokenError::Key(KeyError::Weak)), "id_token\nkey weaker than RSA 2048"),
        (LoginFailure::IdToken(IdTokenError::Claim(Claim::Nonce)), "id_token\nnonce"),
    ] {
        assert_eq!(of_login(&failure), expected);
    }
    assert_eq!(of_callback(CallbackError::Repeated), "GET /authorize\na parameter twice");
}

/// Cases: TE-26, ID-15.
#[test]
fn a_rate_limit_is_reported_with_the_request() {
    let large = TransportError::TooLarge;
    assert_eq!(MAX_BODY, 1 << 20);
    assert_eq!(of_call(Call::Read, large.into()), "GET /api/v2/users/{id}\nanswer larger than 1 MiB");
    let token = LoginFailure::Token(TokenError::Transport(large));
    assert_eq!(of_login(&token), "POST /oauth/token\nanswer larger than 1 MiB");
    assert_eq!(MAX_LENGTH, 512 << 10);
    assert_eq!(of_login(&LoginFailure::IdToken(IdTokenError::TooLong)), "id_token\nlonger than 512 KiB");
}

/// Nothing that an answer says is repeated.
///
/// Cases: RT-23.
#[test]
fn no_text_of_a_response_appears_in_the_details() {
    let secret = "eyJhbGciOiJSUzI1NiJ9.c2VjcmV0.c2ln";
    for status in (400..=430).chain(500..=505) {
        for field in ["message", "error", "errorCode", "error_description", "access_token"] {
            for begins in
                ["", "Bad HTTP authentication header", "Insufficient scope", "Invalid token (link_with)"]
            {
                let body = serde_json::json!({ field: format!("{begins}{secret}") }).to_string();
                let response = HttpResponse { status, retry_after: None, body };
                for error in [
                    ManagementError::of(&response, "read:current_user"),
                    ManagementError::of_patch(&response),
                ] {
                    let link = LinkFailure { cause: error, metadata: MetadataLeft::Nothing };
                    let texts = [of_call(Call::Read, error), of_link(&link)];
                    assert!(texts.iter().all(|text| !text.contains(secret)), "{texts:?}");
                }
            }
        }
    }
}
