//! Starting a login: its secrets, its record, and the removal of old records.

use std::collections::HashSet;

use super::*;
use crate::random::RandomError;

/// Cases: TX-01.
#[test]
fn state_nonce_and_verifier_are_256_bits_each_and_unique_over_many_draws() {
    let random = CountingRandom::default();
    let draws: HashSet<String> = (0..100_000).map(|_| random::token(&random).unwrap()).collect();
    assert_eq!(draws.len(), 100_000);
    assert!(draws.iter().all(|draw| draw.len() == 43));

    let (_, Transaction { state, nonce, code_verifier, .. }) = started();
    let secrets = HashSet::from([state.secret(), nonce.secret(), code_verifier.secret()]);
    assert_eq!(secrets.len(), 3);
    assert!(secrets.iter().all(|text| text.len() == 43));
}

/// Cases: TX-18.
#[test]
fn beginning_a_login_removes_stale_records_and_nothing_else() {
    let storage = FaultyStorage::default();
    let random = CountingRandom::default();
    let start_at =
        |time| create(&storage, &random, time, ORIGIN, ReturnTo::parse("/"), Intent::LogIn).unwrap().state;
    let stale = start_at(NOW.plus(-601));
    let handled = start_at(NOW.plus(-300));
    take(&storage, NOW.plus(-300), ORIGIN, &handled).unwrap();
    let fresh = start_at(NOW.plus(-300));
    storage.put(&format!("{PREFIX}damaged"), "{");
    let foreign =
        ["theme", "account-linking.session", "account-linking.transaction", "xaccount-linking.transaction.y"];
    for key in foreign {
        storage.put(key, "theirs");
    }

    let newest = start_at(NOW);
    let mut expected: Vec<_> = [&handled, &fresh, &newest].map(key).into();
    expected.extend(foreign.map(str::to_owned));
    expected.sort_unstable();
    assert_eq!(storage.contents().into_keys().collect::<Vec<_>>(), expected);
    assert!(!storage.contents().contains_key(&key(&stale)));
}

/// Cases: TX-18.
#[test]
fn used_records_are_removed_in_time_too() {
    let (storage, transaction) = started();
    take(&storage, NOW, ORIGIN, &transaction.state).unwrap();
    purge(&storage, NOW.plus(600)).unwrap();
    assert_eq!(storage.contents().len(), 1);
    purge(&storage, NOW.plus(601)).unwrap();
    assert!(storage.contents().is_empty());
}

/// Cases: TX-31.
#[test]
fn the_newest_eight_started_logins_are_kept() {
    let storage = FaultyStorage::default();
    let random = CountingRandom::default();
    let mut begun: Vec<_> = (0..500)
        .map(|number| {
            let at = NOW.plus(number / 9);
            create(&storage, &random, at, ORIGIN, ReturnTo::parse("/"), Intent::LogIn).unwrap().state
        })
        .collect();
    assert_eq!(storage.contents().len(), 8);
    let newest = begun.pop().unwrap();
    assert!(take(&storage, NOW.plus(60), ORIGIN, &newest).is_ok());
    assert_eq!(take(&storage, NOW.plus(60), ORIGIN, &begun[0]), Err(TakeError::NotStartedHere));
}

/// Cases: TX-31.
#[test]
fn at_most_eight_records_of_completed_logins_are_kept() {
    let storage = FaultyStorage::default();
    let random = CountingRandom::default();
    for _ in 0..20 {
        let begun = begin_login(&storage, &random);
        take(&storage, NOW, ORIGIN, &begun.state).unwrap();
    }
    assert_eq!(storage.contents().len(), 8);
}

/// Cases: TX-32.
#[test]
fn the_state_of_a_completed_login_is_not_in_storage() {
    let (storage, transaction) = started();
    take(&storage, NOW, ORIGIN, &transaction.state).unwrap();
    assert!(!format!("{:?}", storage.contents()).contains(transaction.state.secret()));
}

/// Cases: TX-26.
#[test]
fn without_randomness_no_login_is_begun() {
    struct NoRandom;
    impl Random for NoRandom {
        fn fill(&self, _: &mut [u8]) -> Result<(), RandomError> {
            Err(RandomError)
        }
    }
    let storage = FaultyStorage::default();
    let refused = create(&storage, &NoRandom, NOW, ORIGIN, ReturnTo::parse("/"), Intent::LogIn);
    assert_eq!(refused, Err(CreateError::Random(RandomError)));
    assert!(storage.contents().is_empty());
}

/// Cases: TX-28.
#[test]
fn a_link_remembers_who_asked_and_when() {
    let storage = FaultyStorage::default();
    let primary = session("auth0|alice").reference();
    let intent = Intent::Link { primary: primary.clone(), connection: Some("facebook".into()) };
    let begun = create(
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

/// Cases: TX-29.
#[test]
fn debug_shows_no_secret_of_a_login() {
    let (_, transaction) = started();
    let shown = format!("{transaction:?}");
    for secret in [transaction.state.secret(), transaction.nonce.secret(), transaction.code_verifier.secret()]
    {
        assert!(!shown.contains(secret), "{shown}");
    }
}

/// Cases: TX-30.
#[test]
fn a_login_abandoned_with_back_does_not_prevent_the_next() {
    let storage = FaultyStorage::default();
    let random = CountingRandom::default();
    let abandoned = begin_login(&storage, &random);
    let next = begin_login(&storage, &random);
    assert_eq!(take(&storage, NOW, ORIGIN, &next.state), Ok(next));
    assert_eq!(take(&storage, NOW, ORIGIN, &abandoned.state), Ok(abandoned));
}

/// Cases: ST-03.
#[test]
fn a_login_whose_record_cannot_be_stored_is_not_begun() {
    for (fault, expected) in [
        (Fault::Blocked, StorageError::Blocked),
        (Fault::Unreadable, StorageError::Blocked),
        (Fault::Full, StorageError::Full),
        (Fault::Ignoring, StorageError::NotKept),
        (Fault::Truncating, StorageError::NotKept),
    ] {
        let storage = FaultyStorage::with(fault);
        let begun =
            create(&storage, &CountingRandom::default(), NOW, ORIGIN, ReturnTo::parse("/"), Intent::LogIn);
        assert_eq!(begun, Err(CreateError::Storage(expected)), "{fault:?}");
        assert!(storage.contents().is_empty(), "{fault:?}: {:?}", storage.contents());
    }
}
