//! Cases TX: the record of a login that was started.

use std::collections::HashSet;

use serde_json::{Value, json};

use super::*;
use crate::test_support::memory::CountingRandom;
use crate::test_support::samples::{NOW, ORIGIN, session};
use crate::test_support::storage::{Fault, FaultyStorage};

fn begin_login(storage: &FaultyStorage, random: &CountingRandom) -> Transaction {
    begin(storage, random, NOW, ORIGIN, ReturnTo::parse("/settings"), Intent::LogIn).unwrap()
}

/// A storage with one login under way.
fn started() -> (FaultyStorage, Transaction) {
    let storage = FaultyStorage::default();
    let transaction = begin_login(&storage, &CountingRandom::default());
    (storage, transaction)
}

/// The record of [`started`], after an edit.
fn edited(edit: impl FnOnce(&mut Value)) -> (FaultyStorage, State) {
    let (storage, transaction) = started();
    let key = key(&transaction.state);
    let mut record: Value = serde_json::from_str(&storage.contents()[&key]).unwrap();
    edit(&mut record);
    storage.plant(&key, &record.to_string());
    (storage, transaction.state)
}

/// Takes the record at an age and says what came of it.
fn take_at(age: i64) -> Result<(), TakeError> {
    let (storage, transaction) = started();
    take(&storage, NOW.plus(age), ORIGIN, &transaction.state).map(drop)
}

#[test]
fn tx_01_state_nonce_and_verifier_are_256_bits_each_and_unique_over_many_draws() {
    let random = CountingRandom::default();
    let draws: HashSet<String> = (0..100_000).map(|_| random::token(&random).unwrap()).collect();
    assert_eq!(draws.len(), 100_000);
    assert!(draws.iter().all(|draw| draw.len() == 43));

    let (_, Transaction { state, nonce, code_verifier, .. }) = started();
    let secrets = HashSet::from([state.secret(), nonce.secret(), code_verifier.secret()]);
    assert_eq!(secrets.len(), 3);
    assert!(secrets.iter().all(|text| text.len() == 43));
}

#[test]
fn tx_04_an_unknown_state_is_refused_and_nothing_is_touched() {
    let (storage, _) = started();
    let before = storage.contents();
    assert_eq!(take(&storage, NOW, ORIGIN, &State::new("forged")), Err(TakeError::NotStartedHere));
    assert_eq!(storage.contents(), before);
}

#[test]
fn tx_05_a_wrong_state_leaves_the_pending_login_usable() {
    let (storage, transaction) = started();
    assert!(take(&storage, NOW, ORIGIN, &State::new("forged")).is_err());
    assert_eq!(take(&storage, NOW, ORIGIN, &transaction.state), Ok(transaction));
}

#[test]
fn tx_09_a_second_use_is_told_apart_from_a_login_that_was_never_started() {
    let (storage, transaction) = started();
    take(&storage, NOW, ORIGIN, &transaction.state).unwrap();
    for later in [0, 1, LIFETIME, 10 * LIFETIME] {
        let again = take(&storage, NOW.plus(later), ORIGIN, &transaction.state);
        assert_eq!(again, Err(TakeError::AlreadyHandled), "{later}");
    }
}

#[test]
fn tx_10_a_spent_record_holds_no_secret() {
    let (storage, transaction) = started();
    take(&storage, NOW, ORIGIN, &transaction.state).unwrap();
    let left = storage.contents()[&key(&transaction.state)].clone();
    assert!(!left.contains(transaction.code_verifier.secret()), "{left}");
    assert!(!left.contains(transaction.nonce.secret()), "{left}");
}

#[test]
fn tx_11_a_login_of_ten_minutes_still_counts_and_one_of_a_second_more_does_not() {
    assert_eq!(take_at(599), Ok(()));
    assert_eq!(take_at(600), Ok(()));
    assert_eq!(take_at(601), Err(TakeError::Expired));
    assert_eq!(take_at(660), Err(TakeError::Expired));
}

#[test]
fn tx_11_the_record_of_an_expired_login_is_removed() {
    let (storage, transaction) = started();
    assert!(take(&storage, NOW.plus(601), ORIGIN, &transaction.state).is_err());
    assert!(storage.contents().is_empty());
}

#[test]
fn tx_12_a_clock_that_was_set_back_is_forgiven_for_a_minute_only() {
    assert_eq!(take_at(-60), Ok(()));
    assert_eq!(take_at(-61), Err(TakeError::Expired));
}

#[test]
fn tx_13_what_a_login_is_for_comes_from_its_record_only() {
    let storage = FaultyStorage::default();
    let random = CountingRandom::default();
    let link = Intent::Link { primary: session("auth0|alice").reference(), connection: None };
    let first = begin_login(&storage, &random);
    let second = begin(&storage, &random, NOW, ORIGIN, ReturnTo::parse("/settings"), link.clone()).unwrap();
    assert_eq!(take(&storage, NOW, ORIGIN, &second.state).unwrap().intent, link);
    assert_eq!(take(&storage, NOW, ORIGIN, &first.state).unwrap().intent, Intent::LogIn);
}

#[test]
fn tx_14_another_redirect_uri_is_refused_and_the_record_spent() {
    let (storage, transaction) = started();
    let elsewhere = take(&storage, NOW, "http://localhost:3001", &transaction.state);
    assert_eq!(elsewhere, Err(TakeError::Damaged));
    assert_eq!(take(&storage, NOW, ORIGIN, &transaction.state), Err(TakeError::AlreadyHandled));
}

#[test]
fn tx_15_a_record_without_one_of_its_parts_is_refused_and_removed() {
    for part in
        ["state", "nonce", "code_verifier", "redirect_uri", "created_at", "return_to", "intent", "status"]
    {
        let (storage, state) = edited(|record| {
            record.as_object_mut().unwrap().remove(part).unwrap();
        });
        assert_eq!(take(&storage, NOW, ORIGIN, &state), Err(TakeError::Damaged), "{part}");
        assert!(storage.contents().is_empty(), "{part}");
    }
}

#[test]
fn tx_15_an_empty_or_short_secret_is_no_secret() {
    for part in ["state", "nonce", "code_verifier"] {
        for value in [json!(""), json!("short"), json!(null), json!(7)] {
            let (storage, state) = edited(|record| record[part] = value.clone());
            assert_eq!(take(&storage, NOW, ORIGIN, &state), Err(TakeError::Damaged), "{part} {value}");
        }
    }
}

#[test]
fn tx_16_a_record_of_another_version_is_removed_and_refused() {
    for status in ["pending", "pending_v0", "pending_v2", "handled_v2"] {
        let (storage, state) = edited(|record| record["status"] = json!(status));
        assert_eq!(take(&storage, NOW, ORIGIN, &state), Err(TakeError::Damaged), "{status}");
        assert!(storage.contents().is_empty(), "{status}");
    }
}

#[test]
fn tx_17_damaged_records_are_removed_and_the_next_login_works() {
    for text in ["", "{", "null", "[]", "7", "\"\"", "<html>"] {
        let (storage, transaction) = started();
        storage.plant(&key(&transaction.state), text);
        assert_eq!(take(&storage, NOW, ORIGIN, &transaction.state), Err(TakeError::Damaged), "{text}");
        assert!(storage.contents().is_empty(), "{text}");
        let next = begin_login(&storage, &CountingRandom::default());
        assert_eq!(take(&storage, NOW, ORIGIN, &next.state), Ok(next), "{text}");
    }
}

#[test]
fn tx_18_starting_a_login_removes_stale_records_and_nothing_else() {
    let storage = FaultyStorage::default();
    let random = CountingRandom::default();
    let start_at =
        |time| begin(&storage, &random, time, ORIGIN, ReturnTo::parse("/"), Intent::LogIn).unwrap().state;
    let stale = start_at(NOW.plus(-601));
    let handled = start_at(NOW.plus(-300));
    take(&storage, NOW.plus(-300), ORIGIN, &handled).unwrap();
    let fresh = start_at(NOW.plus(-300));
    storage.plant(&format!("{PREFIX}damaged"), "{");
    let foreign =
        ["theme", "account-linking.session", "account-linking.transaction", "xaccount-linking.transaction.y"];
    for key in foreign {
        storage.plant(key, "theirs");
    }

    let newest = start_at(NOW);
    let mut expected: Vec<_> = [&handled, &fresh, &newest].map(key).into();
    expected.extend(foreign.map(str::to_owned));
    expected.sort_unstable();
    assert_eq!(storage.contents().into_keys().collect::<Vec<_>>(), expected);
    assert!(!storage.contents().contains_key(&key(&stale)));
}

#[test]
fn tx_18_old_tombstones_are_removed_too() {
    let (storage, transaction) = started();
    take(&storage, NOW, ORIGIN, &transaction.state).unwrap();
    purge(&storage, NOW.plus(600)).unwrap();
    assert_eq!(storage.contents().len(), 1);
    purge(&storage, NOW.plus(601)).unwrap();
    assert!(storage.contents().is_empty());
}

#[test]
fn tx_20_the_whole_state_is_compared() {
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

#[test]
fn tx_20_a_record_that_was_moved_to_another_key_is_refused() {
    let (storage, transaction) = started();
    storage.plant(&key(&State::new("moved")), &storage.contents()[&key(&transaction.state)]);
    assert_eq!(take(&storage, NOW, ORIGIN, &State::new("moved")), Err(TakeError::Damaged));
}

#[test]
fn tx_21_a_return_to_that_was_edited_in_storage_is_judged_again() {
    let (storage, state) = edited(|record| record["return_to"] = json!("//evil.example"));
    assert_eq!(take(&storage, NOW, ORIGIN, &state).unwrap().return_to, ReturnTo::parse("/"));
}

#[test]
fn tx_26_without_randomness_nothing_is_started() {
    struct NoRandom;
    impl Random for NoRandom {
        fn fill(&self, _: &mut [u8]) -> Result<(), RandomError> {
            Err(RandomError)
        }
    }
    let storage = FaultyStorage::default();
    let refused = begin(&storage, &NoRandom, NOW, ORIGIN, ReturnTo::parse("/"), Intent::LogIn);
    assert_eq!(refused, Err(BeginError::Random(RandomError)));
    assert!(storage.contents().is_empty());
}

#[test]
fn tx_28_a_link_remembers_who_asked_and_when() {
    let storage = FaultyStorage::default();
    let primary = session("auth0|alice").reference();
    let intent = Intent::Link { primary: primary.clone(), connection: Some("facebook".into()) };
    let begun = begin(
        &storage,
        &CountingRandom::default(),
        NOW,
        ORIGIN,
        ReturnTo::parse("/settings"),
        intent.clone(),
    )
    .unwrap();
    let taken = take(&storage, NOW.plus(9), ORIGIN, &begun.state).unwrap();
    assert_eq!((taken.intent, taken.created_at), (intent, NOW));
    assert!(!primary.issuer.is_empty() && !primary.subject.is_empty() && !primary.session_id.is_empty());
}

#[test]
fn tx_29_debug_shows_no_secret_of_a_login() {
    let (_, transaction) = started();
    let shown = format!("{transaction:?}");
    for secret in [transaction.state.secret(), transaction.nonce.secret(), transaction.code_verifier.secret()]
    {
        assert!(!shown.contains(secret), "{shown}");
    }
}

#[test]
fn tx_30_a_login_that_was_left_with_back_does_not_stand_in_the_way_of_the_next() {
    let storage = FaultyStorage::default();
    let random = CountingRandom::default();
    let abandoned = begin_login(&storage, &random);
    let next = begin_login(&storage, &random);
    assert_eq!(take(&storage, NOW, ORIGIN, &next.state), Ok(next));
    assert_eq!(take(&storage, NOW, ORIGIN, &abandoned.state), Ok(abandoned));
}

#[test]
fn st_03_a_login_that_cannot_be_remembered_is_not_started() {
    for (fault, expected) in [
        (Fault::Blocked, StorageError::Blocked),
        (Fault::Unreadable, StorageError::Blocked),
        (Fault::Full, StorageError::Full),
        (Fault::Ignoring, StorageError::NotKept),
        (Fault::Truncating, StorageError::NotKept),
    ] {
        let storage = FaultyStorage::with(fault);
        let begun =
            begin(&storage, &CountingRandom::default(), NOW, ORIGIN, ReturnTo::parse("/"), Intent::LogIn);
        assert_eq!(begun, Err(BeginError::Storage(expected)), "{fault:?}");
        assert!(storage.contents().is_empty(), "{fault:?}: {:?}", storage.contents());
    }
}

#[test]
fn st_04_a_record_that_cannot_be_spent_is_not_used() {
    for (fault, expected) in [
        (Fault::Blocked, StorageError::Blocked),
        (Fault::Unreadable, StorageError::Blocked),
        (Fault::Full, StorageError::Full),
        (Fault::Ignoring, StorageError::NotKept),
        (Fault::Truncating, StorageError::NotKept),
    ] {
        let (storage, transaction) = started();
        storage.fail(fault);
        let taken = take(&storage, NOW, ORIGIN, &transaction.state);
        assert_eq!(taken, Err(TakeError::Storage(expected)), "{fault:?}");
    }
}

#[test]
fn st_10_storage_that_was_cleared_meanwhile_means_not_started_here() {
    let (storage, transaction) = started();
    forget_all(&storage).unwrap();
    assert_eq!(take(&storage, NOW, ORIGIN, &transaction.state), Err(TakeError::NotStartedHere));
}
