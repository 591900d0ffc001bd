//! Cases MA: what each call sends, and what its answers mean.

use crate::test_support::json::json;

use super::*;
use crate::http::TransportError;
use crate::test_support::accounts::{identities_json, identity, user_json};
use crate::test_support::http::{Answer, ScriptedHttp, json as answer, json_body, text};
use crate::test_support::now;
use crate::test_support::samples::config;

/// Reads the user `id`.
fn read(id: &str, answer: Answer) -> (Result<User, ManagementError>, ScriptedHttp) {
    let http = ScriptedHttp::new([answer]);
    let token = AccessToken::new("the access token");
    let user = now(Management::new(&http, &config(), &token).user(&UserId::new(id)));
    (user, http)
}

#[track_caller]
fn check(answer: Answer, expected: ManagementError) {
    let (user, http) = read("auth0|alice", answer);
    assert_eq!(user, Err(expected));
    assert_eq!(http.sent().len(), 1, "one request, whatever the answer");
}

/// Cases: MA-01.
#[test]
fn a_user_is_read_with_the_access_token() {
    let whole = user_json(&["auth0|alice", "github|1"], json!({"theme": "dark"}));
    let (user, http) = read("auth0|alice", answer(200, &whole));
    let user = user.unwrap();
    assert_eq!(user.identities, [identity("auth0|alice"), identity("github|1")], "the primary first");
    assert_eq!(user.metadata.get("theme"), Some(&json!("dark")));

    let [request] = http.sent().try_into().unwrap();
    assert_eq!((request.method, request.body), (Method::Get, Body::Empty));
    assert_eq!(request.bearer.unwrap().secret(), "the access token");
}

/// Cases: MA-02, MA-03, MA-04, MA-05, MA-06.
#[test]
fn a_response_that_is_not_a_user_is_not_requested_again() {
    check(text(401, ""), ManagementError::TokenRejected);
    check(text(404, ""), ManagementError::UserNotFound);
    check(text(429, ""), ManagementError::RateLimited { retry_after: None });
    check(text(502, "<html>"), ManagementError::Server { status: 502 });
    check(text(302, ""), ManagementError::UnexpectedAnswer { status: 302 });
    check(
        text(201, &user_json(&["auth0|alice"], json!({})).to_string()),
        ManagementError::UnexpectedAnswer { status: 201 },
    );
    check(Err(TransportError::TimedOut), TransportError::TimedOut.into());
}

/// Cases: MA-07.
#[test]
fn a_200_that_is_not_a_user_is_unexpected() {
    for body in [
        "",
        "<html>",
        "null",
        "[]",
        "{}",
        r#"{"user_id":"auth0|alice"}"#,
        r#"{"user_id":"auth0|alice","identities":[]}"#,
    ] {
        check(text(200, body), ManagementError::UnexpectedAnswer { status: 200 });
    }
}

/// Cases: MA-08.
#[test]
fn another_user_than_asked_for_is_unexpected() {
    check(
        answer(200, &user_json(&["auth0|eve"], json!({}))),
        ManagementError::UnexpectedAnswer { status: 200 },
    );
}

/// Cases: MA-11.
#[test]
fn every_id_is_one_path_segment_and_recognised_in_the_answer() {
    for (id, path) in [
        ("auth0|1", "auth0%7C1"),
        ("oauth2|discord|42", "oauth2%7Cdiscord%7C42"),
        ("samlp|idp|a/b?c#d", "samlp%7Cidp%7Ca%2Fb%3Fc%23d"),
        ("google-oauth2|10%20", "google-oauth2%7C10%2520"),
        ("waad|ü x", "waad%7C%C3%BC%20x"),
        ("auth0|..", "auth0%7C.."),
    ] {
        let (user, http) = read(id, answer(200, &user_json(&[id], json!({}))));
        assert_eq!(http.log(), [format!("GET /api/v2/users/{path}")]);
        assert!(user.unwrap().has_identity_of(&UserId::new(id)), "{id}");
    }
}

/// Cases: MA-12.
#[test]
fn an_id_that_cannot_be_written_in_a_url_is_not_sent() {
    for id in ["", ".", ".."] {
        let http = ScriptedHttp::new([]);
        let token = AccessToken::new("A");
        let config = config();
        let api = Management::new(&http, &config, &token);
        assert_eq!(now(api.user(&UserId::new(id))), Err(ManagementError::UnusableId), "{id}");
        let odd = Identity { user_id: id.to_owned(), ..identity("github|1") };
        assert_eq!(now(api.unlink(&UserId::new("auth0|1"), &odd)), Err(ManagementError::UnusableId), "{id}");
    }
}

#[test]
fn a_patch_carries_the_changes_and_nothing_else() {
    let http = ScriptedHttp::new([answer(200, &user_json(&["auth0|alice"], json!({"a": 1})))]);
    let changes = json!({"a": 1, "gone": null}).as_object().unwrap().clone();
    let (config, token) = (config(), AccessToken::new("A"));
    let api = Management::new(&http, &config, &token);
    let user = now(api.patch_user_metadata(&UserId::new("auth0|alice"), &changes)).unwrap();
    assert_eq!(user.metadata.len(), 1);
    assert_eq!(http.log(), ["PATCH /api/v2/users/auth0%7Calice"]);
    assert_eq!(json_body(&http.sent()[0]), json!({"user_metadata": {"a": 1, "gone": null}}));
}

/// Cases: MA-27.
#[test]
fn unlinking_names_the_identity_without_its_provider_in_the_id() {
    let http = ScriptedHttp::new([answer(200, &identities_json(&["auth0|alice"]))]);
    let (config, token) = (config(), AccessToken::new("A"));
    let api = Management::new(&http, &config, &token);
    let left = now(api.unlink(&UserId::new("auth0|alice"), &identity("oauth2|discord|4 2")));
    assert_eq!(left, Ok(vec![identity("auth0|alice")]));
    assert_eq!(http.log(), ["DELETE /api/v2/users/auth0%7Calice/identities/oauth2/discord%7C4%202"]);
    assert_eq!(http.sent()[0].body, Body::Empty);
}

/// Cases: MA-32.
#[test]
fn calls_go_to_the_configured_domain_whatever_the_audience() {
    let custom =
        r#"{"domain": "login.acme.com", "client_id": "c", "audience": "https://acme.eu.auth0.com/api/v2/"}"#;
    let config = AuthConfig::parse(custom).unwrap();
    let http = ScriptedHttp::new([text(401, "")]);
    let token = AccessToken::new("A");
    let _ = now(Management::new(&http, &config, &token).user(&UserId::new("auth0|1")));
    assert_eq!(http.sent()[0].url, "https://login.acme.com/api/v2/users/auth0%7C1");
}
