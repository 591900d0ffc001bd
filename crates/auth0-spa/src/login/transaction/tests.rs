//! Cases TX: the record of a login that was started.

mod begin;
mod damaged;
mod take;
mod waiting;

use serde_json::{Value, json};

use super::*;
use crate::test_support::memory::CountingRandom;
use crate::test_support::samples::{NOW, ORIGIN, session};
use crate::test_support::storage::{Fault, FaultyStorage};

fn begin_login(storage: &FaultyStorage, random: &CountingRandom) -> Transaction {
    create(storage, random, NOW, ORIGIN, ReturnTo::parse("/settings"), Intent::LogIn).unwrap()
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
    storage.put(&key, &record.to_string());
    (storage, transaction.state)
}

/// Takes a record of this age and returns the result.
fn take_at(age: i64) -> Result<(), TakeError> {
    let (storage, transaction) = started();
    take(&storage, NOW.plus(age), ORIGIN, &transaction.state).map(drop)
}
