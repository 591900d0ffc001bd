//! The callback: the record is found by its state, validated, and consumed.

use super::*;
use crate::login::callback::PageUrl;

/// Cases: TX-04.
#[test]
fn a_forged_state_is_refused_and_storage_is_unchanged() {
    let (storage, _) = started();
    let before = storage.contents();
    assert_eq!(take(&storage, NOW, ORIGIN, &State::new("forged")), Err(TakeError::NotStartedHere));
    assert_eq!(storage.contents(), before);
}

/// Cases: TX-05.
#[test]
fn a_wrong_state_leaves_the_pending_login_usable() {
    let (storage, transaction) = started();
    assert!(take(&storage, NOW, ORIGIN, &State::new("forged")).is_err());
    assert_eq!(take(&storage, NOW, ORIGIN, &transaction.state), Ok(transaction));
}

/// Cases: TX-09.
#[test]
fn a_repeated_callback_is_distinguished_from_a_forged_one() {
    let (storage, transaction) = started();
    take(&storage, NOW, ORIGIN, &transaction.state).unwrap();
    for later in [0, 1, LIFETIME, 10 * LIFETIME] {
        let again = take(&storage, NOW.plus(later), ORIGIN, &transaction.state);
        assert_eq!(again, Err(TakeError::AlreadyHandled), "{later}");
    }
}

/// Cases: TX-10.
#[test]
fn a_used_record_holds_no_secret() {
    let (storage, transaction) = started();
    take(&storage, NOW, ORIGIN, &transaction.state).unwrap();
    let left = storage.contents()[&key(&transaction.state)].clone();
    assert!(!left.contains(transaction.code_verifier.secret()), "{left}");
    assert!(!left.contains(transaction.nonce.secret()), "{left}");
}

/// Cases: TX-11.
#[test]
fn a_login_expires_after_ten_minutes() {
    assert_eq!(take_at(599), Ok(()));
    assert_eq!(take_at(600), Ok(()));
    assert_eq!(take_at(601), Err(TakeError::Expired));
    assert_eq!(take_at(660), Err(TakeError::Expired));
}

/// Cases: TX-11.
#[test]
fn the_record_of_an_expired_login_is_removed() {
    let (storage, transaction) = started();
    assert!(take(&storage, NOW.plus(601), ORIGIN, &transaction.state).is_err());
    assert!(storage.contents().is_empty());
}

/// Cases: TX-12.
#[test]
fn a_clock_that_was_set_back_by_more_than_a_minute_is_reported() {
    assert_eq!(take_at(-60), Ok(()));
    assert_eq!(take_at(-61), Err(TakeError::Expired));
}

/// Cases: TX-13.
#[test]
fn the_intent_of_a_login_comes_from_its_record_only() {
    let storage = FaultyStorage::default();
    let random = CountingRandom::default();
    let link = Intent::Link { primary: session("auth0|alice").reference(), connection: None };
    let first = begin_login(&storage, &random);
    let second = create(&storage, &random, NOW, ORIGIN, ReturnTo::parse("/settings"), link.clone()).unwrap();
    assert_eq!(take(&storage, NOW, ORIGIN, &second.state).unwrap().intent, link);
    assert_eq!(take(&storage, NOW, ORIGIN, &first.state).unwrap().intent, Intent::LogIn);
}

/// Cases: TX-14.
#[test]
fn another_redirect_uri_is_refused_and_the_record_is_used_up() {
    let (storage, transaction) = started();
    let elsewhere = take(&storage, NOW, "http://localhost:3001", &transaction.state);
    assert_eq!(elsewhere, Err(TakeError::Damaged));
    assert_eq!(take(&storage, NOW, ORIGIN, &transaction.state), Err(TakeError::AlreadyHandled));
}

/// Cases: TX-20.
#[test]
fn a_state_that_differs_only_slightly_is_refused() {
    let (storage, transaction) = started();
    let state = transaction.state.secret();
    for near in
        [&state[..42], &state[1..], &format!("{state}A"), &state.to_lowercase(), &format!(" {state}"), ""]
    {
        assert_ne!(near, state);
        let near = State::new(near);
        assert_eq!(take(&storage, NOW, ORIGIN, &near), Err(TakeError::NotStartedHere), "{}", near.secret());
    }
}

/// Cases: TX-20.
#[test]
fn a_record_that_was_moved_to_another_key_is_refused() {
    let (storage, transaction) = started();
    storage.put(&key(&State::new("moved")), &storage.contents()[&key(&transaction.state)]);
    assert_eq!(take(&storage, NOW, ORIGIN, &State::new("moved")), Err(TakeError::Damaged));
}

/// Cases: CB-25, CB-26.
#[test]
fn a_response_of_another_issuer_is_refused_and_the_login_can_still_come_back() {
    for issuer in [
        "https://evil.example/",
        "https://acme.eu.auth0.com",
        "https://ACME.eu.auth0.com/",
        "http://acme.eu.auth0.com/",
        "https://acme.eu.auth0.com/%20",
    ] {
        for response in ["code=C", "error=access_denied"] {
            let (storage, transaction) = started();
            let take = |issuer| {
                let search = format!("?{response}&state={}&iss={issuer}", transaction.state.secret());
                let url = PageUrl { path: "/".into(), search, hash: String::new() };
                super::super::take(&storage, NOW, ORIGIN, &url.callback("/").unwrap().unwrap())
            };
            assert_eq!(take(issuer), Err(TakeError::OtherIssuer), "{response} {issuer}");
            assert_eq!(take("https://acme.eu.auth0.com/"), Ok(transaction.clone()), "{response} {issuer}");
        }
    }
}
