//! Cases TB: what tabs know of each other.

use super::*;
use crate::random::RandomError;
use crate::test_support::memory::CountingRandom;
use crate::test_support::samples::{ISSUER, session};
use crate::test_support::storage::{Fault, FaultyStorage};

const ALICE: &str = "auth0|alice";

const BOB: &str = "auth0|bob";

/// A browser in which Alice logged in.
fn browser(random: &CountingRandom) -> FaultyStorage {
    let shared = FaultyStorage::default();
    announce_login(&shared, random, session(ALICE).fingerprint()).unwrap();
    shared
}

fn revision(shared: &FaultyStorage) -> String {
    match status(shared, &session(ALICE).fingerprint()) {
        Status::Current { revision: Some(revision) } => revision,
        other => panic!("{other:?}"),
    }
}

/// Cases: TB-02.
#[test]
fn a_logout_is_seen_by_every_tab() {
    let shared = browser(&CountingRandom::default());
    announce_logout(&shared, &CountingRandom::default()).unwrap();
    assert_eq!(status(&shared, &session(ALICE).fingerprint()), Status::LoggedOut);
    assert_eq!(account(&shared, || None), None);
}

/// Cases: TB-04.
#[test]
fn another_account_in_another_tab_is_seen() {
    let random = CountingRandom::default();
    let shared = browser(&random);
    announce_login(&shared, &random, session(BOB).fingerprint()).unwrap();
    assert_eq!(status(&shared, &session(ALICE).fingerprint()), Status::OtherAccount);
}

/// Cases: TB-01.
#[test]
fn a_login_of_the_same_account_in_another_tab_changes_nothing() {
    let random = CountingRandom::default();
    let shared = browser(&random);
    let before = revision(&shared);
    announce_login(&shared, &random, session(ALICE).fingerprint()).unwrap();
    assert_eq!(revision(&shared), before);
}

/// Cases: TB-06, TB-08.
#[test]
fn a_change_of_the_account_has_a_new_revision() {
    let random = CountingRandom::default();
    let shared = browser(&random);
    let before = revision(&shared);
    announce_change(&shared, &random, session(ALICE).fingerprint()).unwrap();
    assert_ne!(revision(&shared), before);
}

/// Cases: TB-06, TB-08.
#[test]
fn only_a_revision_that_this_tab_does_not_know_counts_as_a_change() {
    let current = |revision: Option<&str>| Status::Current { revision: revision.map(str::to_owned) };
    for (status, known, news) in [
        (current(Some("B")), Some("A"), true),
        (current(Some("A")), None, true),
        (current(Some("A")), Some("A"), false),
        (current(None), Some("A"), false),
        (current(None), None, false),
        (Status::LoggedOut, Some("A"), false),
        (Status::OtherAccount, Some("A"), false),
    ] {
        assert_eq!(status.changed_since(known), news, "{status:?} after {known:?}");
    }
}

/// What other tabs do while a login is being finished.
#[derive(Debug, Clone, Copy)]
enum Step {
    LogsIn(&'static str),
    Changes(&'static str),
    LogsOut,
    Clears,
}

impl Step {
    fn apply(self, shared: &FaultyStorage, random: &CountingRandom) {
        match self {
            Self::LogsIn(id) => announce_login(shared, random, session(id).fingerprint()).unwrap(),
            Self::Changes(id) => announce_change(shared, random, session(id).fingerprint()).unwrap(),
            Self::LogsOut => announce_logout(shared, random).unwrap(),
            Self::Clears => shared.remove(KEY).unwrap(),
        }
    }
}

/// Alice's login comes back after `before`, and begins a session after `meanwhile`.
fn begins_after(before: &[Step], meanwhile: &[Step]) -> Result<(), Overtaken> {
    let (shared, random) = (FaultyStorage::default(), CountingRandom::default());
    for step in before {
        step.apply(&shared, &random);
    }
    let snapshot = Snapshot::take(&shared);
    for step in meanwhile {
        step.apply(&shared, &random);
    }
    snapshot.check(&shared, &session(ALICE).fingerprint())
}

/// Cases: TB-15.
#[test]
fn changes_by_other_tabs_after_a_callback_win_over_the_login() {
    use Overtaken::{LoggedOut, OtherAccount};
    use Step::{Changes, Clears, LogsIn, LogsOut};
    const CAROL: &str = "auth0|carol";
    for (before, meanwhile, expected) in [
        // Nothing happens.
        (&[][..], &[][..], Ok(())),
        (&[LogsIn(ALICE)], &[], Ok(())),
        (&[LogsIn(BOB)], &[], Ok(())),
        (&[LogsIn(ALICE), LogsOut], &[], Ok(())),
        // A logout, whoever was logged in; a second logout counts too.
        (&[], &[LogsOut], Err(LoggedOut)),
        (&[LogsIn(ALICE)], &[LogsOut], Err(LoggedOut)),
        (&[LogsIn(BOB)], &[LogsOut], Err(LoggedOut)),
        (&[LogsIn(ALICE), LogsOut], &[LogsIn(BOB), LogsOut], Err(LoggedOut)),
        (&[LogsIn(ALICE), LogsOut], &[LogsOut], Err(LoggedOut)),
        // Another account.
        (&[], &[LogsIn(BOB)], Err(OtherAccount)),
        (&[LogsIn(ALICE), LogsOut], &[LogsIn(BOB)], Err(OtherAccount)),
        (&[LogsIn(ALICE)], &[LogsOut, LogsIn(BOB)], Err(OtherAccount)),
        (&[LogsIn(BOB)], &[LogsIn(CAROL)], Err(OtherAccount)),
        // The same account in another tab.
        (&[], &[LogsIn(ALICE)], Ok(())),
        (&[LogsIn(ALICE)], &[LogsOut, LogsIn(ALICE)], Ok(())),
        (&[LogsIn(BOB)], &[LogsIn(ALICE)], Ok(())),
        // The account that was there before is asked about, whatever it changed at the tenant.
        (&[LogsIn(ALICE)], &[Changes(ALICE)], Ok(())),
        (&[LogsIn(BOB)], &[Changes(BOB)], Ok(())),
        // A missing record reports nothing.
        (&[LogsIn(BOB)], &[Clears], Ok(())),
        (&[LogsIn(ALICE), LogsOut], &[Clears], Ok(())),
    ] {
        assert_eq!(begins_after(before, meanwhile), expected, "{before:?}, then {meanwhile:?}");
    }
}

/// Cases: TB-15.
#[test]
fn an_unreadable_record_does_not_stop_a_login() {
    let random = CountingRandom::default();
    let alice = session(ALICE).fingerprint();
    let shared = browser(&random);
    let snapshot = Snapshot::take(&shared);
    announce_logout(&shared, &random).unwrap();
    shared.fail(Fault::Blocked);
    assert_eq!(snapshot.check(&shared, &alice), Ok(()));
    let blind = Snapshot::take(&shared);
    shared.fail(Fault::None);
    assert_eq!(blind.check(&shared, &alice), Err(Overtaken::LoggedOut), "nobody knows since when");
}

/// Cases: TB-09.
#[test]
fn a_missing_or_damaged_record_ends_no_session() {
    let current = Status::Current { revision: None };
    assert_eq!(status(&FaultyStorage::default(), &session(ALICE).fingerprint()), current);
    for damaged in ["", "1", "1 nobody", "2 nobody ", "nobody", "{}", "1  ", "1 NOBODY x", "1 AKzeSWA8 x"] {
        let shared = FaultyStorage::default();
        shared.put(KEY, damaged);
        assert_eq!(status(&shared, &session(ALICE).fingerprint()), current, "{damaged:?}");
        assert_eq!(account(&shared, || None), None, "{damaged:?}");
    }
    let shared = browser(&CountingRandom::default());
    shared.fail(Fault::Blocked);
    assert_eq!(status(&shared, &session(ALICE).fingerprint()), current);
}

/// Cases: ST-03.
#[test]
fn a_record_that_is_not_stored_is_an_error() {
    let account = || session(ALICE).fingerprint();
    for (fault, expected) in
        [(Fault::Blocked, StorageError::Blocked), (Fault::Ignoring, StorageError::NotKept)]
    {
        let shared = FaultyStorage::with(fault);
        let random = CountingRandom::default();
        assert_eq!(announce_login(&shared, &random, account()), Err(expected.into()));
        assert_eq!(announce_change(&shared, &random, account()), Err(expected.into()));
        assert_eq!(announce_logout(&shared, &CountingRandom::default()), Err(expected));
    }
}

#[test]
fn a_change_cannot_be_announced_without_randomness() {
    struct Empty;
    impl Random for Empty {
        fn fill(&self, _: &mut [u8]) -> Result<(), RandomError> {
            Err(RandomError)
        }
    }
    let shared = FaultyStorage::default();
    assert_eq!(announce_change(&shared, &Empty, session(ALICE).fingerprint()), Err(RandomError.into()));
}

/// Cases: LO-15.
#[test]
fn the_shared_record_names_no_account() {
    let shared = browser(&CountingRandom::default());
    let record = &shared.contents()[KEY];
    assert!(!record.contains("alice") && !record.contains("acme"), "{record}");
}

#[test]
fn accounts_of_two_tenants_or_two_users_are_told_apart() {
    let of = |issuer: &str, id: &str| Fingerprint::of(issuer, &UserId::new(id));
    assert_eq!(of(ISSUER, ALICE), session(ALICE).fingerprint());
    assert_ne!(of("https://other.eu.auth0.com/", ALICE), of(ISSUER, ALICE));
    assert_ne!(of(ISSUER, "auth0|bob"), of(ISSUER, ALICE));
}
