//! The session record, and cases ST: storage failures.

use serde_json::{Value, json};

use super::*;
use crate::config::{Application, Domain, Scopes};
use crate::display_text::DisplayText;
use crate::login::callback::{Callback, Outcome};
use crate::login::return_to::ReturnTo;
use crate::login::scopes::Scope;
use crate::login::transaction::{Intent, TakeError, Transaction};
use crate::secret::{AuthorizationCode, State};
use crate::session::SessionRef;
use crate::test_support::memory::CountingRandom;
use crate::test_support::samples::{NOW, ORIGIN, config, login, session};
use crate::test_support::storage::{Fault, FaultyStorage};

/// A storage with Alice's session in it.
fn logged_in() -> FaultyStorage {
    let storage = FaultyStorage::default();
    store(&storage, &session("auth0|alice")).unwrap();
    storage
}

fn start_login(storage: &FaultyStorage, random: &CountingRandom) -> Transaction {
    transaction::create(storage, random, &config(), NOW, ORIGIN, ReturnTo::parse("/"), Intent::LogIn).unwrap()
}

fn callback(state: State) -> Callback {
    Callback { state, issuer: None, outcome: Outcome::Code(AuthorizationCode::new("C")) }
}

#[test]
fn a_session_is_restored_as_it_was_stored() {
    let restored = restore(&logged_in(), &config(), NOW);
    assert_eq!(restored, Ok(Restored::Active(Box::new(session("auth0|alice")))));
    assert_eq!(session("auth0|alice").profile().label(), DisplayText::new("alice@example.com"));
}

#[test]
fn without_a_record_nothing_is_restored() {
    assert_eq!(restore(&FaultyStorage::default(), &config(), NOW), Ok(Restored::Nothing));
}

#[test]
fn a_reference_matches_only_its_own_session() {
    let random = CountingRandom::default();
    let new = || {
        let (claims, tokens) = login("auth0|alice");
        Session::new(&random, claims, tokens).unwrap()
    };
    let (first, second) = (new(), new());
    assert!(first.is(&first.reference()));
    assert!(!second.is(&first.reference()));
}

#[test]
fn a_reference_depends_on_every_part_of_a_session() {
    let session = session("auth0|alice");
    for change in [
        |reference: &mut SessionRef| reference.issuer.push('x'),
        |reference: &mut SessionRef| reference.subject.push('x'),
        |reference: &mut SessionRef| reference.session_id.push('x'),
    ] {
        let mut reference = session.reference();
        change(&mut reference);
        assert!(!session.is(&reference), "{reference:?}");
    }
}

/// Cases: ST-01, ST-02, ST-05.
#[test]
fn blocked_storage_is_an_error_and_no_crash() {
    let storage = logged_in();
    storage.fail(Fault::Unreadable);
    assert_eq!(
        restore(&storage, &config(), NOW),
        Err(StorageError::Blocked),
        "the app then starts without a session"
    );
    storage.fail(Fault::Blocked);
    assert_eq!(restore(&storage, &config(), NOW), Err(StorageError::Blocked));
    assert_eq!(store(&storage, &session("auth0|alice")), Err(StorageError::Blocked));
    assert_eq!(forget(&storage, NOW), Err(StorageError::Blocked));
}

/// Cases: ST-03.
#[test]
fn a_session_that_was_not_stored_is_an_error() {
    for (fault, expected) in [
        (Fault::Full, StorageError::Full),
        (Fault::Ignoring, StorageError::NotKept),
        (Fault::Truncating, StorageError::NotKept),
        (Fault::Unreadable, StorageError::Blocked),
    ] {
        let storage = FaultyStorage::with(fault);
        assert_eq!(store(&storage, &session("auth0|alice")), Err(expected), "{fault:?}");
        assert!(storage.contents().is_empty(), "{fault:?}");
    }
}

/// Cases: ST-03.
#[test]
fn a_session_that_was_not_replaced_is_removed() {
    let storage = logged_in();
    storage.fail(Fault::Ignoring);
    assert_eq!(store(&storage, &session("auth0|bob")), Err(StorageError::NotKept));
    assert!(storage.contents().is_empty());
}

/// Cases: ST-06.
#[test]
fn a_session_that_cannot_be_removed_is_not_used() {
    let storage = logged_in();
    storage.fail(Fault::Unremovable);
    assert_eq!(restore(&storage, &config(), NOW.plus(86_400)), Err(StorageError::Blocked));
    assert_eq!(forget(&storage, NOW), Err(StorageError::Blocked));
}

/// Cases: ST-08, ST-14.
#[test]
fn records_of_other_versions_and_damaged_ones_are_removed() {
    let whole: Value = serde_json::from_str(&logged_in().contents()[KEY]).unwrap();
    let with = |name: &str, value: Value| {
        let mut record = whole.clone();
        record[name] = value;
        record.to_string()
    };
    let versions = [json!("1"), json!("2"), json!("4"), json!(3)];
    let mut damaged: Vec<_> = versions.into_iter().map(|version| with("version", version)).collect();
    damaged.extend([
        with("expires_at", json!("soon")),
        with("expires_at", json!(-1)),
        with("expires_at", json!(1_800_000_000.5)),
        with("expires_at", json!(253_402_300_800_i64)),
        with("claims", json!({})),
        with("access_token", json!(null)),
    ]);
    damaged.extend(["", "{", "null", "[]"].map(str::to_owned));
    for name in ["version", "id", "claims", "access_token", "expires_at", "scope", "id_token"] {
        let mut record = whole.clone();
        record.as_object_mut().unwrap().remove(name).unwrap();
        damaged.push(record.to_string());
    }
    for text in damaged {
        let storage = FaultyStorage::default();
        storage.put(KEY, &text);
        assert_eq!(restore(&storage, &config(), NOW), Ok(Restored::Damaged), "{text}");
        assert!(storage.contents().is_empty(), "{text}");
    }
}

/// Cases: JS-03.
#[test]
fn a_session_record_with_a_repeated_member_is_removed() {
    let whole = logged_in().contents()[KEY].clone();
    for twice in [r#""scope":"openid""#, r#""id":"x""#, r#""x":{"y":1,"y":1}"#] {
        let storage = FaultyStorage::default();
        storage.put(KEY, &whole.replacen('{', &format!("{{{twice},"), 1));
        assert_eq!(restore(&storage, &config(), NOW), Ok(Restored::Damaged), "{twice}");
        assert!(storage.contents().is_empty(), "{twice}");
    }
}

/// Cases: ST-09.
#[test]
fn keys_of_other_scripts_are_never_touched() {
    let storage = logged_in();
    let foreign = ["theme", "account-linking", "account-linking.sessions", "x.account-linking.session", ""];
    for key in foreign {
        storage.put(key, "theirs");
    }
    start_login(&storage, &CountingRandom::default());
    let started = storage.only_key("account-linking.transaction.");

    assert_eq!(restore(&storage, &config(), NOW.plus(86_400)), Ok(Restored::Expired));
    store(&storage, &session("auth0|bob")).unwrap();
    forget(&storage, NOW).unwrap();
    let mut left: Vec<_> = storage.contents().into_keys().filter(|key| *key != started).collect();
    left.sort_by_key(|key| foreign.iter().position(|other| other == key));
    assert_eq!(left, foreign);
}

/// Cases: ST-11, ST-15.
#[test]
fn an_expired_session_is_removed() {
    for (age, expected) in [(86_400, Restored::Expired), (90_000, Restored::Expired)] {
        let storage = logged_in();
        assert_eq!(restore(&storage, &config(), NOW.plus(age)), Ok(expected));
        assert!(storage.contents().is_empty());
    }
    let last_second = restore(&logged_in(), &config(), NOW.plus(86_399));
    assert!(matches!(last_second, Ok(Restored::Active(_))), "{last_second:?}");
}

/// Cases: CF-11.
#[test]
fn a_session_of_another_application_is_not_restored() {
    let application = config().application;
    for other in [
        Application { domain: Domain::parse("other.eu.auth0.com").unwrap(), ..application.clone() },
        Application { client_id: "another-client-id".to_owned(), ..application },
    ] {
        let storage = logged_in();
        let config = AuthConfig { application: other, ..config() };
        assert_eq!(restore(&storage, &config, NOW), Ok(Restored::Nothing));
        assert!(storage.contents().is_empty());
    }
}

/// Cases: SU-10.
#[test]
fn a_record_whose_token_only_reads_has_no_id_token_and_with_when_needed_there_is_no_other() {
    let config = AuthConfig { scopes: Scopes::WhenNeeded, ..config() };
    for (scope, is_stored) in [
        ("openid profile email read:current_user", true),
        ("read:current_user offline_access", true),
        ("read:current_user update:current_user_identities", false),
        ("update:current_user_metadata", false),
        ("create:current_user_device_credentials", false),
        ("delete:current_user_metadata", false),
    ] {
        let storage = FaultyStorage::default();
        let mut session = session("auth0|alice");
        session.scope = Scope::new(scope);
        store(&storage, &session).unwrap();
        let links = scope.contains("identities");
        assert_eq!(storage.contents()[KEY].contains("id auth0|alice"), links, "{scope}");
        let restored = match restore(&storage, &config, NOW) {
            Ok(Restored::Active(restored)) => Some((restored.id_token.is_some(), restored.scope)),
            Ok(Restored::Expired) => None,
            other => panic!("{other:?}"),
        };
        assert_eq!(restored, is_stored.then(|| (false, Scope::new(scope))), "{scope}");
    }
}

/// Cases: LO-01, LO-10.
#[test]
fn forgetting_a_session_removes_every_secret_of_its_logins() {
    let storage = logged_in();
    let random = CountingRandom::default();
    let started = [start_login(&storage, &random), start_login(&storage, &random)];
    forget(&storage, NOW).unwrap();
    let left = format!("{:?}", storage.contents());
    assert!(!left.contains("account-linking.session"), "{left}");
    for Transaction { state, nonce, code_verifier, .. } in &started {
        for secret in [state.secret(), nonce.secret(), code_verifier.secret()] {
            assert!(!left.contains(secret), "{left}");
        }
    }
}

/// Cases: TB-16.
#[test]
fn a_callback_whose_session_ended_is_not_reported_as_forged() {
    let storage = logged_in();
    let random = CountingRandom::default();
    let [used, pending] = [start_login(&storage, &random), start_login(&storage, &random)];
    transaction::take(&storage, NOW, ORIGIN, &callback(used.state)).unwrap();
    forget(&storage, NOW).unwrap();
    assert_eq!(storage.contents().len(), 1, "nothing is left of a login that was completed");
    forget(&storage, NOW.plus(1)).unwrap();
    let taken = transaction::take(&storage, NOW.plus(2), ORIGIN, &callback(pending.state));
    assert_eq!(taken, Err(TakeError::SessionEnded));
    transaction::purge(&storage, NOW.plus(transaction::LIFETIME + 1)).unwrap();
    assert!(storage.contents().is_empty());
}

/// Cases: LO-07.
#[test]
fn the_other_records_are_removed_even_if_one_cannot_be() {
    for stuck in 0..3 {
        let storage = logged_in();
        let random = CountingRandom::default();
        start_login(&storage, &random);
        start_login(&storage, &random);
        let before = storage.contents();
        let stuck = before.keys().nth(stuck).unwrap();
        storage.stick(stuck);
        assert_eq!(forget(&storage, NOW), Err(StorageError::Blocked));
        let left = storage.contents();
        let untouched: Vec<_> = left.iter().filter(|(key, text)| before[*key] == **text).collect();
        assert_eq!(untouched, [(stuck, &before[stuck])]);
    }
}

/// Cases: TX-29.
#[test]
fn debug_shows_no_token_of_a_session() {
    let shown = format!("{:?}", session("auth0|alice"));
    assert!(!shown.contains("access auth0") && !shown.contains("id auth0"), "{shown}");
}
