//! Cases TE: the token request and every response to it.

use serde_json::{Value, json};

use super::*;
use crate::login::return_to::ReturnTo;
use crate::login::scopes::ScopeSet;
use crate::login::transaction::Intent;
use crate::secret::{CodeVerifier, Nonce, State};
use crate::test_support::http::{Answer, ScriptedHttp, form_body, text};
use crate::test_support::samples::{CLIENT_ID, NOW, ORIGIN, SCOPE, config};
use crate::test_support::{http, now};

/// Exchanges the code `C`; returns the result and what was sent.
fn exchange_with(answer: Answer) -> (Result<Tokens, TokenError>, ScriptedHttp) {
    let http = ScriptedHttp::new([answer]);
    let transaction = Transaction {
        state: State::new("S"),
        nonce: Nonce::new("N"),
        code_verifier: CodeVerifier::new("the verifier"),
        application: config().application,
        scopes: ScopeSet::Metadata,
        redirect_uri: ORIGIN.to_owned(),
        created_at: NOW,
        return_to: ReturnTo::parse("/"),
        intent: Intent::LogIn,
    };
    let code = AuthorizationCode::new("a+b/c%2B&d=e");
    let tokens = now(exchange(&http, &transaction, &code, NOW));
    (tokens, http)
}

/// A complete response, edited.
fn answer(edit: impl FnOnce(&mut Value)) -> Answer {
    let mut body = json!({
        "access_token": "A", "id_token": "I", "token_type": "Bearer", "expires_in": 86_400, "scope": "openid",
    });
    edit(&mut body);
    http::json(200, &body)
}

/// A complete response without one member.
fn answer_without(name: &str) -> Answer {
    answer(|body| drop(body.as_object_mut().unwrap().remove(name)))
}

#[track_caller]
fn check(answer: Answer, expected: TokenError) {
    let (tokens, http) = exchange_with(answer);
    assert_eq!(tokens, Err(expected));
    assert_eq!(http.log(), ["POST /oauth/token"], "one request, whatever the answer");
}

fn lifetime(expires_in: Value) -> Option<i64> {
    exchange_with(answer(|body| body["expires_in"] = expires_in))
        .0
        .ok()
        .map(|tokens| tokens.expires_at.since(NOW))
}

/// Cases: TE-01.
#[test]
fn a_complete_answer_yields_the_tokens() {
    let expected = Tokens {
        access_token: AccessToken::new("A"),
        id_token: IdToken::new("I"),
        expires_at: NOW.plus(86_400),
        scope: Scope::new("openid"),
        in_memory: false,
    };
    assert_eq!(exchange_with(answer(|_| ())).0, Ok(expected));
}

/// Cases: TE-02.
#[test]
fn only_bearer_tokens_are_accepted() {
    assert!(exchange_with(answer(|body| body["token_type"] = json!("bearer"))).0.is_ok());
    for kind in [json!("DPoP"), json!("mac"), json!(""), json!(null), json!(7)] {
        check(answer(|body| body["token_type"] = kind), TokenError::UnexpectedAnswer);
    }
    check(answer_without("token_type"), TokenError::UnexpectedAnswer);
}

/// Cases: TE-03.
#[test]
fn a_token_of_unknown_lifetime_is_used_only_briefly() {
    assert_eq!(exchange_with(answer_without("expires_in")).0.unwrap().expires_at, NOW.plus(300));
    assert_eq!(lifetime(json!(null)), Some(300));
}

/// Cases: TE-03.
#[test]
fn a_lifetime_in_quotes_is_read_and_a_huge_one_is_limited() {
    assert_eq!(lifetime(json!(1)), Some(1));
    assert_eq!(lifetime(json!("86400")), Some(86_400));
    assert_eq!(lifetime(json!(1_000_000_000_000_i64)), Some(2_592_000));
    assert_eq!(lifetime(json!(i64::MAX)), Some(2_592_000));
}

/// Cases: TE-03.
#[test]
fn an_invalid_lifetime_is_refused() {
    for lifetime in [
        json!(0),
        json!(-1),
        json!("0"),
        json!("-1"),
        json!("soon"),
        json!(""),
        json!(1.5),
        json!(1e12),
        json!([]),
        json!(true),
    ] {
        check(answer(|body| body["expires_in"] = lifetime), TokenError::UnexpectedAnswer);
    }
}

/// Cases: TE-04, TE-05.
#[test]
fn an_answer_without_either_token_is_refused() {
    for name in ["id_token", "access_token"] {
        check(answer_without(name), TokenError::UnexpectedAnswer);
        for value in [json!(""), json!(7), json!(null), json!(["x"])] {
            check(answer(|body| body[name] = value), TokenError::UnexpectedAnswer);
        }
    }
}

/// Cases: TE-07.
#[test]
fn a_narrower_scope_in_the_response_is_used() {
    let narrow = answer(|body| body["scope"] = json!("openid read:current_user"));
    let scope = exchange_with(narrow).0.unwrap().scope;
    assert!(scope.has("read:current_user"));
    assert!(!scope.has("update:current_user_identities"));
    assert!(!scope.has("read:current"));
    assert!(!scope.has(""));
}

/// Cases: TE-08.
#[test]
fn without_a_scope_in_the_response_the_requested_scope_is_granted() {
    assert_eq!(exchange_with(answer_without("scope")).0.unwrap().scope, Scope::new(SCOPE));
}

/// Cases: TE-09.
#[test]
fn a_refused_code_has_its_own_error() {
    let body = r#"{"error":"invalid_grant","error_description":"Invalid authorization code"}"#;
    check(text(403, body), TokenError::CodeRefused);
    check(text(400, body), TokenError::CodeRefused);
}

/// Cases: TE-10.
#[test]
fn each_refusal_of_the_token_endpoint_has_its_own_cause() {
    for (status, error, expected) in [
        (400, "invalid_request", TokenError::Misconfigured),
        (401, "invalid_client", TokenError::Misconfigured),
        (403, "unauthorized_client", TokenError::Misconfigured),
        (403, "access_denied", TokenError::Denied),
        (401, "access_denied", TokenError::Denied),
        (403, "unauthorized", TokenError::Denied),
    ] {
        check(http::json(status, &json!({"error": error, "error_description": "<b>"})), expected);
    }
}

/// Cases: TE-11.
#[test]
fn a_demand_for_a_second_factor_is_not_a_denial() {
    for status in [401, 403] {
        let body = json!({"error": "mfa_required", "error_description": "Multifactor authentication required", "mfa_token": "x"});
        check(http::json(status, &body), TokenError::SecondFactorRequired);
    }
}

/// Cases: TE-12.
#[test]
fn too_many_requests_say_how_long_to_wait() {
    for retry_after in [Some(7), None] {
        let answer = Ok(HttpResponse { status: 429, retry_after, body: "<html>".into() });
        check(answer, TokenError::RateLimited { retry_after });
    }
}

/// Cases: TE-13.
#[test]
fn a_token_request_is_not_repeated_after_a_5xx() {
    for status in [500, 502, 503, 504, 599] {
        check(text(status, "<html>"), TokenError::Server { status });
        check(text(status, r#"{"error":"invalid_grant"}"#), TokenError::Server { status });
    }
}

/// Cases: TE-14, TE-15, TE-16, TE-17.
#[test]
fn a_response_without_tokens_is_unexpected() {
    for body in [
        "<!doctype html><title>Hotel</title>",
        "",
        "{",
        r#"{"access_token":"A""#,
        "[]",
        "null",
        "7",
        "\u{feff}{}",
    ] {
        check(text(200, body), TokenError::UnexpectedAnswer);
        check(text(400, body), TokenError::UnexpectedAnswer);
    }
}

/// Cases: TE-18, TE-19.
#[test]
fn another_status_is_unexpected_even_with_tokens() {
    let Ok(HttpResponse { body, .. }) = answer(|_| ()) else { unreachable!() };
    for status in [201, 204, 302, 304, 404, 418] {
        check(text(status, &body), TokenError::UnexpectedAnswer);
    }
}

/// Cases: TE-20, TE-21, TE-23, TE-24, TE-26.
#[test]
fn a_request_without_an_answer_is_not_repeated() {
    for error in
        [TransportError::Offline, TransportError::TimedOut, TransportError::Failed, TransportError::TooLarge]
    {
        check(Err(error), TokenError::Transport(error));
    }
}

/// Cases: TE-23, TE-24.
#[test]
fn only_offline_means_that_nothing_was_sent() {
    for (error, unknown) in [
        (TransportError::Offline, false),
        (TransportError::TimedOut, true),
        (TransportError::Failed, true),
        (TransportError::TooLarge, true),
    ] {
        assert_eq!(error.outcome_unknown(), unknown, "{error}");
    }
}

/// Cases: TE-25, CB-18.
#[test]
fn the_request_carries_exactly_what_the_standard_asks_for() {
    let (_, http) = exchange_with(answer(|_| ()));
    let [request] = http.sent().try_into().unwrap();
    assert_eq!(request.url, "https://acme.eu.auth0.com/oauth/token");
    assert_eq!(request.bearer, None);
    let expected = [
        ("grant_type", "authorization_code"),
        ("client_id", CLIENT_ID),
        ("code", "a+b/c%2B&d=e"),
        ("code_verifier", "the verifier"),
        ("redirect_uri", ORIGIN),
    ];
    assert_eq!(form_body(&request), expected.map(|(name, value)| (name.to_owned(), value.to_owned())));
}

/// Cases: TX-29.
#[test]
fn debug_shows_nothing_that_a_request_carries() {
    let (tokens, http) = exchange_with(answer(|body| body["access_token"] = json!("sesame")));
    let [request] = http.sent().try_into().unwrap();
    let shown = format!("{tokens:?} {request:?} {:?}", request.body);
    for secret in ["sesame", "the verifier", "the%20verifier", "the+verifier", "a%2Bb"] {
        assert!(!shown.contains(secret), "{shown}");
    }
}

/// Cases: JS-03.
#[test]
fn an_answer_with_a_repeated_member_yields_no_tokens() {
    let whole = r#""token_type":"Bearer","access_token":"A","id_token":"I","expires_in":60"#;
    assert!(exchange_with(http::text(200, &format!("{{{whole}}}"))).0.is_ok());
    for twice in
        [r#""id_token":"I""#, r#""access_token":"B""#, r#""scope":"a","scope":"b""#, r#""x":{"y":1,"y":2}"#]
    {
        check(http::text(200, &format!("{{{whole},{twice}}}")), TokenError::UnexpectedAnswer);
    }
}

/// Cases: TE-03.
#[test]
fn a_lifetime_that_is_not_plain_digits_is_refused() {
    for lifetime in ["1e3", "6E1", "60.0", "+60", "\"+60\"", "\" 60\"", "\"6e1\"", "-0", "[60]"] {
        let answer =
            format!(r#"{{"token_type":"Bearer","access_token":"A","id_token":"I","expires_in":{lifetime}}}"#);
        check(http::text(200, &answer), TokenError::UnexpectedAnswer);
    }
}
