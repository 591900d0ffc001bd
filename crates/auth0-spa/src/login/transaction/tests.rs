//! Cases TX: the record of a login that was started.

mod begin;
mod damaged;
mod take;
mod waiting;

use serde_json::{Value, json};

use super::*;
use crate::login::callback::Outcome;
use crate::secret::AuthorizationCode;
use crate::test_support::memory::CountingRandom;
use crate::test_support::samples::{NOW, ORIGIN, config, session};
use crate::test_support::storage::{Fault, FaultyStorage};

/// Creates the record of a login at our tenant.
fn create(
    storage: &FaultyStorage,
    random: &impl Random,
    now: UnixTime,
    redirect_uri: &str,
    return_to: ReturnTo,
    intent: Intent,
) -> Result<Transaction, CreateError> {
    super::create(storage, random, &config(), now, redirect_uri, return_to, intent)
}

fn begin_login(storage: &FaultyStorage, random: &CountingRandom) -> Transaction {
    create(storage, random, NOW, ORIGIN, ReturnTo::parse("/settings"), Intent::LogIn).unwrap()
}

/// Takes the record of a callback that names no issuer.
fn take(
    storage: &FaultyStorage,
    now: UnixTime,
    redirect_uri: &str,
    state: &State,
) -> Result<Transaction, TakeError> {
    let outcome = Outcome::Code(AuthorizationCode::new("C"));
    super::take(storage, now, redirect_uri, &Callback { state: state.clone(), issuer: None, outcome })
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
