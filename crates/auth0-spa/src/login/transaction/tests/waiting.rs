//! A change that waits in the record of a login.

use super::*;
use crate::login::Waiting;
use crate::login::scopes::ScopeSet;
use crate::user_id::UserId;

/// A login for a change that can be carried out for five minutes.
fn waiting() -> (FaultyStorage, Transaction) {
    let change = r#"{"link": {"id_token": "the id token", "n": 1.50, "a": [null, true, "\u2028"]}}"#;
    let intent = Intent::Reauthenticate(Box::new(Reauthentication {
        session: session("auth0|alice").reference(),
        subject: UserId::new("auth0|alice"),
        scopes: ScopeSet::Metadata,
        login_hint: Some("alice@example.com".into()),
        expires_at: NOW.plus(300),
        change: Waiting(crate::json::read(change).unwrap()),
    }));
    let storage = FaultyStorage::default();
    let return_to = ReturnTo::parse("/settings");
    let transaction = create(&storage, &CountingRandom::default(), NOW, ORIGIN, return_to, intent).unwrap();
    (storage, transaction)
}

/// Cases: SU-08, SU-11.
#[test]
fn it_comes_back_once_as_it_was_stored_and_leaves_nothing() {
    let (storage, transaction) = waiting();
    let nonce = transaction.nonce();
    assert_ne!(nonce, transaction.nonce);
    let taken = take(&storage, NOW.plus(299), ORIGIN, &transaction.state).unwrap();
    assert_eq!(taken.nonce(), nonce, "what was signed is what comes back");
    assert_eq!(taken, transaction);
    assert!(!format!("{:?}", storage.contents()).contains("the id token"));
    assert!(!format!("{taken:?}").contains("the id token"));
    assert_eq!(take(&storage, NOW, ORIGIN, &transaction.state), Err(TakeError::AlreadyHandled));
}

/// Cases: SU-07.
#[test]
fn it_expires_with_the_change_and_is_removed_then() {
    let (storage, transaction) = waiting();
    assert_eq!(take(&storage, NOW.plus(301), ORIGIN, &transaction.state), Err(TakeError::Expired));
    assert!(storage.contents().is_empty());
    let (storage, _) = waiting();
    purge(&storage, NOW.plus(300)).unwrap();
    assert_eq!(storage.contents().len(), 1);
    purge(&storage, NOW.plus(301)).unwrap();
    assert!(storage.contents().is_empty());
    let (storage, transaction) = waiting();
    abandon_all(&storage, NOW).unwrap();
    assert!(!format!("{:?}", storage.contents()).contains("the id token"));
    assert_eq!(take(&storage, NOW, ORIGIN, &transaction.state), Err(TakeError::SessionEnded));
}

/// Cases: SU-09.
#[test]
fn the_nonce_is_of_everything_that_waits() {
    let nonce = waiting().1.nonce();
    let edits: [fn(&mut Value); 7] = [
        |waiting| waiting["subject"] = json!("auth0|eve"),
        |waiting| waiting["session"]["subject"] = json!("auth0|eve"),
        |waiting| waiting["session"]["session_id"] = json!("another"),
        |waiting| waiting["scopes"] = json!("read"),
        |waiting| waiting["expires_at"] = json!(NOW.0 + 600),
        |waiting| waiting["login_hint"] = json!(null),
        |waiting| waiting["change"]["link"]["id_token"] = json!("another"),
    ];
    for edit in edits {
        let (storage, transaction) = waiting();
        let key = key(&transaction.state);
        let mut record: Value = serde_json::from_str(&storage.contents()[&key]).unwrap();
        edit(&mut record["intent"]["reauthenticate"]);
        storage.put(&key, &record.to_string());
        let taken = take(&storage, NOW, ORIGIN, &transaction.state).unwrap();
        assert_ne!(taken.nonce(), nonce, "{taken:?}");
    }
}
