//! Records that were edited or damaged in storage.

use super::*;

/// Cases: TX-15.
#[test]
fn a_record_without_one_of_its_parts_is_refused_and_removed() {
    for part in [
        "state",
        "nonce",
        "code_verifier",
        "application",
        "scopes",
        "redirect_uri",
        "created_at",
        "return_to",
        "intent",
        "status",
    ] {
        let (storage, state) = edited(|record| {
            record.as_object_mut().unwrap().remove(part).unwrap();
        });
        assert_eq!(take(&storage, NOW, ORIGIN, &state), Err(TakeError::Damaged), "{part}");
        assert!(storage.contents().is_empty(), "{part}");
    }
}

/// Cases: TX-15.
#[test]
fn a_record_with_an_empty_or_short_secret_is_refused() {
    for part in ["state", "nonce", "code_verifier"] {
        for value in [json!(""), json!("short"), json!(null), json!(7)] {
            let (storage, state) = edited(|record| record[part] = value.clone());
            assert_eq!(take(&storage, NOW, ORIGIN, &state), Err(TakeError::Damaged), "{part} {value}");
        }
    }
}

/// Cases: TX-16.
#[test]
fn a_record_of_another_version_is_removed_and_refused() {
    for status in ["pending", "pending_v1", "pending_v3", "handled_v2"] {
        let (storage, state) = edited(|record| record["status"] = json!(status));
        assert_eq!(take(&storage, NOW, ORIGIN, &state), Err(TakeError::Damaged), "{status}");
        assert!(storage.contents().is_empty(), "{status}");
    }
}

/// Cases: TX-17.
#[test]
fn damaged_records_are_removed_and_the_next_login_works() {
    for text in ["", "{", "null", "[]", "7", "\"\"", "<html>"] {
        let (storage, transaction) = started();
        storage.put(&key(&transaction.state), text);
        assert_eq!(take(&storage, NOW, ORIGIN, &transaction.state), Err(TakeError::Damaged), "{text}");
        assert!(storage.contents().is_empty(), "{text}");
        let next = begin_login(&storage, &CountingRandom::default());
        assert_eq!(take(&storage, NOW, ORIGIN, &next.state), Ok(next), "{text}");
    }
}

/// Cases: JS-03.
#[test]
fn a_record_with_a_repeated_member_is_damaged() {
    for twice in
        [r#""return_to":"/""#, r#""nonce":"n""#, r#""status":"handled_v1""#, r#""x":[{"y":1,"y":1}]"#]
    {
        let (storage, transaction) = started();
        let key = key(&transaction.state);
        let text = storage.contents()[&key].replacen('{', &format!("{{{twice},"), 1);
        storage.put(&key, &text);
        assert_eq!(take(&storage, NOW, ORIGIN, &transaction.state), Err(TakeError::Damaged), "{twice}");
        assert!(storage.contents().is_empty(), "{twice}");
    }
}

/// Cases: TX-21.
#[test]
fn a_return_path_edited_in_storage_is_checked_again() {
    let (storage, state) = edited(|record| record["return_to"] = json!("//evil.example"));
    assert_eq!(take(&storage, NOW, ORIGIN, &state).unwrap().return_to, ReturnTo::parse("/"));
}

/// Cases: ST-04.
#[test]
fn a_record_that_cannot_be_marked_as_used_is_not_used() {
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

/// Cases: ST-10.
#[test]
fn a_callback_after_storage_was_cleared_was_not_started_here() {
    let (storage, transaction) = started();
    storage.remove(&key(&transaction.state)).unwrap();
    assert_eq!(take(&storage, NOW, ORIGIN, &transaction.state), Err(TakeError::NotStartedHere));
}
