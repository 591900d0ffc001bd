//! A configuration that arrives while a login is being finished.

use std::future::pending;
use std::pin::pin;

use futures_util::FutureExt as _;

use super::*;
use crate::config::Domain;
use crate::login::token::TokenError;
use crate::login::was_interrupted;
use crate::session::Restored;

/// Finishes a new login with this configuration, and returns the page and the outcome.
fn finish_under(
    config: &AuthConfig,
    token_answer: Option<Answer>,
) -> (Page, Result<LoginOutcome, Box<LoginError>>) {
    let page = Page::new();
    let left = leave(&page, Intent::LogIn);
    page.http.script([token_answer.unwrap_or_else(|| tokens(&alice(&left))), keys()]);
    let callback = callback_of(&format!("?code=C&state={}", left.value("state")));
    let outcome = finish_with(&page, config, Snapshot::take(&page.shared), callback);
    (page, outcome)
}

fn callback_of(search: &str) -> Callback {
    let url = PageUrl { path: "/".into(), search: search.into(), hash: String::new() };
    url.callback("/").unwrap().unwrap()
}

/// Cases: CF-11.
#[test]
fn a_login_that_another_application_began_gives_no_session() {
    let edits: [fn(&mut Application); 3] = [
        |application| application.domain = Domain::parse("other.eu.auth0.com").unwrap(),
        |application| application.client_id = "another".to_owned(),
        |application| application.audience = "https://other.eu.auth0.com/api/v2/".to_owned(),
    ];
    for edit in edits {
        let mut config = config();
        edit(&mut config.application);
        let refused = answer(403, &json!({"error": "invalid_grant"}));
        for token_answer in [None, Some(refused)] {
            let (page, outcome) = finish_under(&config, token_answer);
            let error = outcome.unwrap_err();
            assert_eq!(error.cause, LoginFailure::ConfigurationChanged);
            assert_eq!(error.started, Some((Intent::LogIn, ReturnTo::parse("/settings"))));
            assert!(!page.storage.contents().contains_key(SESSION));
            assert_eq!(page.http.log(), [TOKEN, KEYS], "asked where the login was begun");
        }
    }
}

/// Cases: CF-11.
#[test]
fn what_does_not_name_the_application_may_change_meanwhile() {
    let config = AuthConfig { connections: Vec::new(), merge_metadata: false, ..config() };
    let (page, outcome) = finish_under(&config, None);
    assert!(matches!(outcome, Ok(LoginOutcome::Session { .. })));
    assert!(matches!(session::restore(&page, &config, page.now()), Ok(Restored::Active(_))));
    let (_, outcome) = finish_under(&config, Some(answer(403, &json!({"error": "invalid_grant"}))));
    assert_eq!(outcome.unwrap_err().cause, TokenError::CodeRefused.into());
}

/// Cases: CF-12.
#[test]
fn the_token_is_requested_before_the_configuration_is_there_and_without_it_there_is_no_session() {
    let page = Page::new();
    let left = leave(&page, Intent::LogIn);
    page.http.script([tokens(&alice(&left)), keys()]);
    let callback = callback_of(&format!("?code=C&state={}", left.value("state")));
    {
        let config = pending::<Result<AuthConfig, Infallible>>();
        let mut login = pin!(finish(&page, config, ORIGIN, Snapshot::take(&page.shared), callback));
        assert!(login.as_mut().now_or_never().is_none());
    }
    assert!(was_interrupted(&page), "the page was left while it waited");
    assert_eq!(page.http.log(), [TOKEN, KEYS]);
    assert!(!page.storage.contents().contains_key(SESSION));
}

/// Cases: CF-12.
#[test]
fn without_a_configuration_no_login_is_finished() {
    let page = Page::new();
    let left = leave(&page, Intent::LogIn);
    let callback = format!("?code=C&state={}", left.value("state"));
    page.http.script([tokens(&alice(&left)), keys()]);
    let missing = || ready(Err::<AuthConfig, _>("missing"));
    for _ in 0..2 {
        let snapshot = Snapshot::take(&page.shared);
        let outcome = now(finish(&page, missing(), ORIGIN, snapshot, callback_of(&callback)));
        assert_eq!(outcome.unwrap_err(), "missing");
        assert!(!page.storage.contents().contains_key(SESSION));
    }
    assert_eq!(page.http.log(), [TOKEN, KEYS], "the code was sent once");
    assert!(was_interrupted(&page), "the next page reports it");
}
