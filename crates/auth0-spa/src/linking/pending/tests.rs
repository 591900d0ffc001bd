//! LF-50: a pending request is stored in full, and no other record is accepted.

use super::*;
use crate::test_support::accounts::identity;
use crate::test_support::json::json;
use crate::test_support::samples::{NOW, session};
use crate::test_support::storage::{Fault, FaultyStorage};

const ALICE: &str = "auth0|alice";
const BOB: &str = "google-oauth2|bob";

fn metadata() -> Map<String, Value> {
    json!({"lang": "de", "size": 48.1}).as_object().unwrap().clone()
}

fn request() -> PendingRequest {
    let alice = session(ALICE);
    PendingRequest::link(alice.reference(), alice.subject().clone(), UserId::new(BOB), &metadata())
}

/// Cases: LF-50.
#[test]
fn every_step_is_restored_as_it_was_stored() {
    for (name, step) in STEPS {
        let storage = FaultyStorage::default();
        let mut request = request();
        request.keep(&storage, step, NOW);
        assert!(storage.contents()[KEY].contains(name));
        assert_eq!(PendingRequest::restore(&storage, &session(ALICE)), Some(request));
        assert_eq!(storage.contents().len(), 1, "looking does not forget");
        PendingRequest::forget(&storage);
        assert!(storage.contents().is_empty());
    }
}

/// Cases: LF-50.
#[test]
fn an_unlink_names_the_identity_and_copies_nothing() {
    let request = PendingRequest::unlink(&session(ALICE), &identity("oauth2|discord|42"));
    assert!(request.is_unlink() && request.keys().is_empty());
    assert_eq!(request.other().as_str(), "oauth2|discord|42");
}

/// Cases: LF-50.
#[test]
fn copies_are_recognised_by_their_values() {
    let request = request();
    assert_eq!(request.keys(), ["lang", "size"]);
    assert_eq!(request.held_by(&metadata()), ["lang", "size"]);
    let other = json!({"lang": "fr", "size": 48.1});
    assert_eq!(request.held_by(other.as_object().unwrap()), ["size"]);
    assert!(request.held_by(&Map::new()).is_empty());
}

/// Cases: LF-50.
#[test]
fn a_record_of_another_account_or_version_is_removed() {
    let storage = FaultyStorage::default();
    request().keep(&storage, Step::Linking, NOW);
    assert_eq!(PendingRequest::restore(&storage, &session("auth0|eve")), None);
    assert!(storage.contents().is_empty());
    for damaged in ["", "{}", r#"{"version":"0"}"#, r#"{"version":"1","step":"x"}"#] {
        storage.put(KEY, damaged);
        assert_eq!(PendingRequest::restore(&storage, &session(ALICE)), None, "{damaged}");
        assert!(storage.contents().is_empty(), "{damaged}");
    }
}

/// Cases: LF-50.
#[test]
fn a_new_login_of_the_same_account_is_reported_too() {
    let storage = FaultyStorage::default();
    request().keep(&storage, Step::Linking, NOW);
    let (claims, tokens) = crate::test_support::samples::login(ALICE);
    let random = crate::test_support::memory::CountingRandom::default();
    let _first = Session::new(&random, claims.clone(), tokens.clone());
    let again = Session::new(&random, claims, tokens).unwrap();
    assert!(!again.is(&session(ALICE).reference()));
    assert!(PendingRequest::restore(&storage, &again).is_some());
}

/// Cases: LF-50.
#[test]
fn a_known_outcome_does_not_remove_the_record_of_another_request() {
    let storage = FaultyStorage::default();
    let (mut link, mut unlink) = (request(), PendingRequest::unlink(&session(ALICE), &identity(BOB)));
    link.keep(&storage, Step::Linking, NOW);
    let found = PendingRequest::restore(&storage, &session(ALICE)).unwrap();
    unlink.keep(&storage, Step::Unlinking, NOW);
    found.done(&storage);
    assert_eq!(PendingRequest::restore(&storage, &session(ALICE)), Some(unlink.clone()));
    unlink.done(&storage);
    assert!(storage.contents().is_empty());
    link.keep(&storage, Step::RollingBack, NOW);
    found.done(&storage);
    assert!(storage.contents().is_empty(), "the same, one step further");
}

/// Cases: LF-50.
#[test]
fn a_step_that_cannot_be_recorded_removes_the_record_of_the_one_before() {
    let storage = FaultyStorage::default();
    request().keep(&storage, Step::Copying, NOW);
    for fault in [Fault::Full, Fault::Ignoring, Fault::Truncating] {
        let full = FaultyStorage::with(fault);
        full.put(KEY, &storage.contents()[KEY]);
        request().keep(&full, Step::Linking, NOW);
        assert_eq!(PendingRequest::restore(&full, &session(ALICE)), None, "{fault:?}");
    }
}

#[test]
fn failing_storage_does_not_prevent_a_link() {
    for fault in [Fault::Blocked, Fault::Full, Fault::Ignoring, Fault::Truncating] {
        let storage = FaultyStorage::with(fault);
        request().keep(&storage, Step::Linking, NOW);
        assert_eq!(PendingRequest::restore(&storage, &session(ALICE)), None, "{fault:?}");
    }
}
