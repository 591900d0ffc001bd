//! The steps of a successful login, in the order that security requires.

use super::*;
use crate::login::id_token::Claim;
use crate::login::pkce::code_challenge;
use crate::secret::CodeVerifier;
use crate::session::Restored;
use crate::test_support::http::form_body;
use crate::test_support::samples::NOW;
use crate::test_support::storage::Fault;

#[test]
fn a_login_stores_a_session_and_returns_the_path_to_show() {
    let page = Page::new();
    let left = leave(&page, Intent::LogIn);
    page.http.script([tokens(&alice(&left)), keys()]);
    let Ok(LoginOutcome::Session { session, return_to }) = come_back_with_code(&page, &left) else {
        panic!()
    };
    assert_eq!(session.subject().as_str(), "auth0|alice");
    assert_eq!(session.expires_at, NOW.plus(86_400));
    assert_eq!(return_to.as_str(), "/settings");
    assert_eq!(session::restore(&page, &config(), NOW), Ok(Restored::Active(Box::new(session))));
    assert_eq!(page.http.log(), [TOKEN, KEYS]);
}

/// Cases: TX-03.
#[test]
fn the_record_is_stored_before_the_page_may_leave() {
    let page = Page::new();
    let left = leave(&page, Intent::LogIn);
    let record = page.storage.contents()[&page.storage.only_key("account-linking.transaction.")].clone();
    assert!(record.contains(left.value("state")) && record.contains(left.value("nonce")));
}

/// Cases: TX-03, ST-03.
#[test]
fn a_login_that_cannot_be_stored_has_no_url() {
    for fault in [Fault::Blocked, Fault::Full, Fault::Ignoring, Fault::Truncating, Fault::Unreadable] {
        let page = Page::new();
        page.storage.fail(fault);
        let started = begin(&page, &config(), ORIGIN, ReturnTo::parse("/"), Intent::LogIn);
        assert!(matches!(started, Err(CreateError::Storage(_))), "{fault:?}: {started:?}");
    }
}

/// Cases: TX-08.
#[test]
fn the_record_is_used_up_before_the_token_request() {
    let page = Page::new();
    let left = leave(&page, Intent::LogIn);
    page.http.script([tokens(&alice(&left)), keys()]);
    come_back_with_code(&page, &left).unwrap();
    let at_send = page.stored_at_send.borrow();
    assert_eq!(at_send.len(), 2);
    for stored in at_send.iter() {
        let record = |(key, record): (&String, _)| key.contains("transaction").then_some(record);
        let records: Vec<&String> = stored.iter().filter_map(record).collect();
        assert_eq!(records.len(), 1);
        assert!(records[0].contains("handled") && !records[0].contains(left.value("nonce")), "{records:?}");
    }
}

/// Cases: TX-09, RT-03.
#[test]
fn the_same_callback_again_sends_nothing() {
    let page = Page::new();
    let left = leave(&page, Intent::LogIn);
    page.http.script([tokens(&alice(&left)), keys()]);
    come_back_with_code(&page, &left).unwrap();
    let again = come_back_with_code(&page, &left).unwrap_err();
    assert_eq!(again.cause, LoginFailure::Transaction(TakeError::AlreadyHandled));
    assert_eq!(page.http.log(), [TOKEN, KEYS]);
    assert!(matches!(session::restore(&page, &config(), NOW), Ok(Restored::Active(_))), "the session stays");
}

/// Cases: TE-25.
#[test]
fn the_token_request_proves_that_this_page_started_the_login() {
    let page = Page::new();
    let left = leave(&page, Intent::LogIn);
    page.http.script([tokens(&alice(&left)), keys()]);
    come_back_with_code(&page, &left).unwrap();

    let form = form_body(&page.http.sent()[0]);
    let verifier = &form.iter().find(|(name, _)| name == "code_verifier").unwrap().1;
    assert_eq!(code_challenge(&CodeVerifier::new(verifier)), left.value("code_challenge"));
    assert!(left.0.iter().all(|(_, value)| value != verifier), "the verifier is not in the URL");
}

/// Cases: ID-21.
#[test]
fn an_unknown_kid_is_found_in_refetched_keys() {
    let page = Page::new();
    let left = leave(&page, Intent::LogIn);
    let old = answer(200, &json!({"keys": [SigningKey::strangers().jwk("old")]}));
    page.http.script([tokens(&alice(&left)), old, keys()]);
    assert!(matches!(come_back_with_code(&page, &left), Ok(LoginOutcome::Session { .. })));
    assert_eq!(page.http.log(), [TOKEN, KEYS, KEYS]);
}

/// Cases: TB-01.
#[test]
fn two_logins_at_the_same_time_do_not_interfere() {
    let page = Page::new();
    let first = leave(&page, Intent::LogIn);
    let second = leave(&page, Intent::LogIn);
    assert_ne!(first.value("state"), second.value("state"));
    page.http.script([tokens(&alice(&second)), keys()]);
    assert!(come_back_with_code(&page, &second).is_ok());
    page.http.script([tokens(&alice(&second)), keys()]);
    let mixed = come_back_with_code(&page, &first).unwrap_err();
    assert_eq!(mixed.cause, IdTokenError::Claim(Claim::Nonce).into());
}
