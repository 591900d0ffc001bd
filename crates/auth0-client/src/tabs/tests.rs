//! Cases TB: what one tab can know of another.

use super::*;
use crate::random::RandomError;
use crate::test_support::memory::CountingRandom;
use crate::test_support::samples::{ISSUER, session};
use crate::test_support::storage::{Fault, FaultyStorage};

const ALICE: &str = "auth0|alice";

/// A browser in which Alice logged in.
fn browser(random: &CountingRandom) -> FaultyStorage {
    let shared = FaultyStorage::default();
    logged_in(&shared, random, session(ALICE).fingerprint()).unwrap();
    shared
}

fn revision(shared: &FaultyStorage) -> String {
    match standing(shared, &session(ALICE)) {
        Standing::Current { revision: Some(revision) } => revision,
        other => panic!("{other:?}"),
    }
}

#[test]
fn tb_02_a_logout_is_seen_by_every_tab() {
    let shared = browser(&CountingRandom::default());
    logged_out(&shared).unwrap();
    assert_eq!(standing(&shared, &session(ALICE)), Standing::LoggedOut);
    assert_eq!(account(&shared), None);
}

#[test]
fn tb_04_another_account_in_another_tab_is_seen() {
    let random = CountingRandom::default();
    let shared = browser(&random);
    logged_in(&shared, &random, session("auth0|bob").fingerprint()).unwrap();
    assert_eq!(standing(&shared, &session(ALICE)), Standing::OtherAccount);
}

#[test]
fn tb_01_the_same_account_in_another_tab_disturbs_nobody() {
    let random = CountingRandom::default();
    let shared = browser(&random);
    let before = revision(&shared);
    logged_in(&shared, &random, session(ALICE).fingerprint()).unwrap();
    assert_eq!(revision(&shared), before);
}

#[test]
fn tb_06_08_a_change_of_the_account_has_a_new_revision() {
    let random = CountingRandom::default();
    let shared = browser(&random);
    let before = revision(&shared);
    changed(&shared, &random, session(ALICE).fingerprint()).unwrap();
    assert_ne!(revision(&shared), before);
}

#[test]
fn tb_09_a_mark_that_tells_nothing_ends_no_session() {
    let current = Standing::Current { revision: None };
    assert_eq!(standing(&FaultyStorage::default(), &session(ALICE)), current);
    for damaged in ["", "1", "1 nobody", "2 nobody ", "nobody", "{}"] {
        let shared = FaultyStorage::default();
        shared.plant(KEY, damaged);
        assert_eq!(standing(&shared, &session(ALICE)), current, "{damaged:?}");
        assert_eq!(account(&shared), None, "{damaged:?}");
    }
    let shared = browser(&CountingRandom::default());
    shared.fail(Fault::Blocked);
    assert_eq!(standing(&shared, &session(ALICE)), current);
}

#[test]
fn st_03_a_mark_that_is_not_kept_is_an_error() {
    let account = || session(ALICE).fingerprint();
    for (fault, expected) in
        [(Fault::Blocked, StorageError::Blocked), (Fault::Ignoring, StorageError::NotKept)]
    {
        let shared = FaultyStorage::with(fault);
        let random = CountingRandom::default();
        assert_eq!(logged_in(&shared, &random, account()), Err(expected.into()));
        assert_eq!(changed(&shared, &random, account()), Err(expected.into()));
        assert_eq!(logged_out(&shared), Err(expected));
    }
}

#[test]
fn no_randomness_is_an_error() {
    struct Empty;
    impl Random for Empty {
        fn fill(&self, _: &mut [u8]) -> Result<(), RandomError> {
            Err(RandomError)
        }
    }
    let shared = FaultyStorage::default();
    assert_eq!(changed(&shared, &Empty, session(ALICE).fingerprint()), Err(RandomError.into()));
}

#[test]
fn lo_15_the_mark_names_nobody() {
    let shared = browser(&CountingRandom::default());
    let mark = &shared.contents()[KEY];
    assert!(!mark.contains("alice") && !mark.contains("acme"), "{mark}");
}

#[test]
fn accounts_of_two_tenants_or_two_users_are_told_apart() {
    let of = |issuer: &str, id: &str| Fingerprint::of(issuer, &UserId::new(id));
    assert_eq!(of(ISSUER, ALICE), session(ALICE).fingerprint());
    assert_ne!(of("https://other.eu.auth0.com/", ALICE), of(ISSUER, ALICE));
    assert_ne!(of(ISSUER, "auth0|bob"), of(ISSUER, ALICE));
}
