//! What is stored between leaving for the tenant and coming back: one record per `state`, used once.
//!
//! What a callback is for is never inferred from anything but the record of its `state` (RFC 9700 section 4.7).

mod intent;

use thiserror::Error;

pub use intent::Intent;

use super::authorize::scopes;
use super::callback::Callback;
use super::pkce;
use super::reauthentication::Reauthentication;
use super::retention::{self, MAX_RECORDS};
use super::return_to::ReturnTo;
use super::scopes::ScopeSet;
use crate::clock::{LEEWAY, UnixTime};
use crate::config::{Application, AuthConfig};
use crate::encoding::digest;
use crate::json::{self, Value};
use crate::random::{self, Random};
use crate::secret::{CodeVerifier, Nonce, State};
use crate::session::SessionRef;
use crate::storage::{CreateError, Storage, StorageError, set_checked};

/// Lifetime of a started login, in seconds.
pub const LIFETIME: i64 = 600;

/// The status of a record that waits for its callback. A new field of [`Transaction`] needs a new version here: older
/// records are refused.
const PENDING: &str = "pending_v2";

/// The status of a record that was used.
const HANDLED: &str = "handled_v1";

/// The status of a record whose session ended before its callback came.
const ENDED: &str = "ended_v1";

const PREFIX: &str = "account-linking.transaction.";

/// A login that was begun here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transaction {
    /// Comes back in the callback.
    pub state: State,
    /// Comes back in the ID token, see [`nonce`](Self::nonce).
    pub nonce: Nonce,
    /// Goes into the token request.
    pub code_verifier: CodeVerifier,
    /// Where it was begun. The code goes there and nowhere else (RFC 9700 section 4.4.2).
    pub application: Application,
    /// The scopes that were asked for.
    pub scopes: ScopeSet,
    /// As sent in the authorization request; the token request repeats it.
    pub redirect_uri: String,
    /// When it was begun.
    pub created_at: UnixTime,
    /// Which path to show afterwards.
    pub return_to: ReturnTo,
    /// What the login is for.
    pub intent: Intent,
}

impl Transaction {
    /// The `nonce` of the authorization request. That of a [`Reauthentication`] is a hash over what waits for it, so that
    /// the ID token is signed for this change and no other: an edited record does not fit it.
    pub fn nonce(&self) -> Nonce {
        match &self.intent {
            Intent::Reauthenticate(waiting) => {
                Nonce::new(digest(&[self.nonce.secret(), &json::write(&waiting.to_json())].concat()))
            }
            Intent::LogIn | Intent::SwitchAccount | Intent::Link { .. } => self.nonce.clone(),
        }
    }

    /// When it expires: after [`LIFETIME`], or with the change that waits for it.
    fn expires_at(&self) -> UnixTime {
        let end = self.created_at.plus(LIFETIME);
        match &self.intent {
            Intent::Reauthenticate(waiting) => end.min(waiting.expires_at),
            Intent::LogIn | Intent::SwitchAccount | Intent::Link { .. } => end,
        }
    }

    fn to_json(&self) -> Value {
        Value::object(vec![
            ("status", PENDING.into()),
            ("state", self.state.secret().into()),
            ("nonce", self.nonce.secret().into()),
            ("code_verifier", self.code_verifier.secret().into()),
            ("application", self.application.to_json()),
            ("scopes", self.scopes.name().into()),
            ("redirect_uri", self.redirect_uri.as_str().into()),
            ("created_at", self.created_at.to_json()),
            ("return_to", self.return_to.as_str().into()),
            ("intent", self.intent.to_json()),
        ])
    }

    fn read(record: &Value) -> Option<Self> {
        if record.text("status") != Some(PENDING) {
            return None;
        }
        let text = |name| record.owned_text(name);
        Some(Self {
            state: State::new(text("state")?),
            nonce: Nonce::new(text("nonce")?),
            code_verifier: CodeVerifier::new(text("code_verifier")?),
            application: Application::read(record.get("application")?)?,
            scopes: ScopeSet::named(record.text("scopes")?)?,
            redirect_uri: text("redirect_uri")?,
            created_at: UnixTime::read(record, "created_at")?,
            // It may have been edited, so the path is checked again.
            return_to: ReturnTo::parse(&text("return_to")?),
            intent: Intent::read(record.get("intent")?)?,
        })
    }

    /// Whether this is a record that [`create`] made for this callback. An edited or moved one is not.
    fn fits(&self, state: &State, redirect_uri: &str) -> bool {
        let secrets = [self.state.secret(), self.nonce.secret(), self.code_verifier.secret()];
        secrets.iter().all(|secret| secret.len() == random::TOKEN_LENGTH)
            && self.state == *state
            && self.redirect_uri == redirect_uri
    }
}

/// A record in any status. `at` is when this status was written.
enum Record {
    Pending(Box<Transaction>),
    /// A used record, so that a reload of the callback is told apart from a forged one.
    Handled {
        at: UnixTime,
    },
    /// A record that was abandoned because its session ended.
    Ended {
        at: UnixTime,
    },
}

impl Record {
    /// `None` for anything that this release did not write.
    fn read(text: &str) -> Option<Self> {
        let record = &json::read(text).ok()?;
        if record.text("status") == Some(HANDLED) {
            return Some(Self::Handled { at: UnixTime::read(record, "at")? });
        }
        if record.text("status") == Some(ENDED) {
            return Some(Self::Ended { at: UnixTime::read(record, "at")? });
        }
        Transaction::read(record).map(|transaction| Self::Pending(Box::new(transaction)))
    }

    /// When it began to count as [`LIFETIME`] seconds old or less.
    fn time(&self) -> UnixTime {
        match self {
            Self::Pending(transaction) => transaction.expires_at().plus(-LIFETIME),
            Self::Handled { at } | Self::Ended { at } => *at,
        }
    }
}

/// Creates and stores the record of a login and reads it back. Only then may the page navigate.
///
/// # Errors
///
/// [`CreateError`] when there is no randomness or the record was not stored; then no login was started.
pub fn create(
    storage: &impl Storage,
    random: &impl Random,
    config: &AuthConfig,
    now: UnixTime,
    redirect_uri: &str,
    return_to: ReturnTo,
    intent: Intent,
) -> Result<Transaction, CreateError> {
    tidy(storage, now, MAX_RECORDS - 1)?;
    if matches!(intent, Intent::Reauthenticate(_)) {
        abandon_waiting(storage, now)?;
    }
    let transaction = Transaction {
        state: State::new(random::token(random)?),
        nonce: Nonce::new(random::token(random)?),
        code_verifier: pkce::code_verifier(random)?,
        application: config.application.clone(),
        scopes: scopes(config, &intent),
        redirect_uri: redirect_uri.to_owned(),
        created_at: now,
        return_to,
        intent,
    };
    write(storage, &key(&transaction.state), &transaction.to_json())?;
    Ok(transaction)
}

/// Consumes the record of a callback: replaces it by its status before anything else is done with the callback.
///
/// # Errors
///
/// [`TakeError`] when there is no record to use; other records are not touched.
pub fn take(
    storage: &impl Storage,
    now: UnixTime,
    redirect_uri: &str,
    callback: &Callback,
) -> Result<Transaction, TakeError> {
    let state = &callback.state;
    let key = key(state);
    let Some(text) = storage.get(&key)? else { return Err(TakeError::NotStartedHere) };
    let transaction = match Record::read(&text) {
        Some(Record::Pending(transaction)) => transaction,
        Some(Record::Handled { .. }) => return Err(TakeError::AlreadyHandled),
        Some(Record::Ended { .. }) => return Err(TakeError::SessionEnded),
        None => {
            storage.remove(&key)?;
            return Err(TakeError::Damaged);
        }
    };
    // The login that was begun may still come back from its own tenant.
    if callback.issuer.as_ref().is_some_and(|issuer| *issuer != transaction.application.issuer()) {
        return Err(TakeError::OtherIssuer);
    }
    if now.since(transaction.created_at) < -LEEWAY || now > transaction.expires_at() {
        storage.remove(&key)?;
        return Err(TakeError::Expired);
    }
    write(storage, &key, &tombstone(HANDLED, now))?;
    if transaction.fits(state, redirect_uri) { Ok(*transaction) } else { Err(TakeError::Damaged) }
}

/// Removes records that can no longer be used.
///
/// # Errors
///
/// [`StorageError`] when storage cannot be read or written.
pub fn purge(storage: &impl Storage, now: UnixTime) -> Result<(), StorageError> {
    tidy(storage, now, MAX_RECORDS)
}

fn tidy(storage: &impl Storage, now: UnixTime, most: usize) -> Result<(), StorageError> {
    let time = |text: &str| Record::read(text).map(|record| record.time());
    retention::tidy(storage, PREFIX, now, LIFETIME, most, time)
}

/// The change of this session that waits for a login, if one does. It goes on waiting.
pub(crate) fn waiting(
    storage: &impl Storage,
    session: &SessionRef,
    now: UnixTime,
) -> Option<Box<Reauthentication>> {
    storage.keys().ok()?.into_iter().filter(|key| key.starts_with(PREFIX)).find_map(|key| match Record::read(
        &storage.get(&key).ok()??,
    )? {
        Record::Pending(transaction) if now <= transaction.expires_at() => match transaction.intent {
            Intent::Reauthenticate(waiting) if waiting.session == *session => Some(waiting),
            _ => None,
        },
        _ => None,
    })
}

/// Gives up a change that waits for a login: the user cancelled it, or confirmed another. One change waits at a time.
///
/// # Errors
///
/// [`StorageError`] when it may still wait.
pub(super) fn abandon_waiting(storage: &impl Storage, now: UnixTime) -> Result<(), StorageError> {
    for key in storage.keys()?.into_iter().filter(|key| key.starts_with(PREFIX)) {
        let record = storage.get(&key)?.as_deref().and_then(Record::read);
        if let Some(Record::Pending(transaction)) = record
            && matches!(transaction.intent, Intent::Reauthenticate(_))
        {
            storage.remove(&key)?;
            write(storage, &key, &tombstone(HANDLED, now))?;
        }
    }
    Ok(())
}

/// Abandons every started login, because the session has ended, and removes its secrets. Continues after a
/// failure, and reports the first. The callback of a login that the page is already leaving for then reports that the
/// session ended.
///
/// # Errors
///
/// [`StorageError`] when something may have stayed.
pub fn abandon_all(storage: &impl Storage, now: UnixTime) -> Result<(), StorageError> {
    let own = storage.keys()?.into_iter().filter(|key| key.starts_with(PREFIX));
    own.map(|key| give_up(storage, now, &key)).fold(Ok(()), Result::and)
}

fn give_up(storage: &impl Storage, now: UnixTime, key: &str) -> Result<(), StorageError> {
    // What cannot be read is removed too.
    let record = storage.get(key).ok().flatten().as_deref().and_then(Record::read);
    if matches!(record, Some(Record::Ended { .. })) {
        return Ok(());
    }
    storage.remove(key)?;
    if matches!(record, Some(Record::Pending(_))) {
        // Only a message depends on it.
        let _kept = write(storage, key, &tombstone(ENDED, now));
    }
    Ok(())
}

fn key(state: &State) -> String {
    retention::key(PREFIX, state)
}

fn tombstone(status: &'static str, at: UnixTime) -> Value {
    Value::object(vec![("status", status.into()), ("at", at.to_json())])
}

fn write(storage: &impl Storage, key: &str, record: &Value) -> Result<(), StorageError> {
    set_checked(storage, key, &json::write(record))
}

/// Why a callback finds no record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum TakeError {
    /// No login with this `state` was begun in this tab.
    #[error("this login was not started here")]
    NotStartedHere,
    /// The callback was used before: a reload, Back, a duplicated tab.
    #[error("this login was already handled")]
    AlreadyHandled,
    /// The response names another issuer than that of the tenant where the login was begun (RFC 9207).
    #[error("the response comes from another issuer")]
    OtherIssuer,
    /// It was begun more than ten minutes ago.
    #[error("this login took too long")]
    Expired,
    /// The session of this tab ended after the login was begun, by a logout or by expiry.
    #[error("the session ended while this login was under way")]
    SessionEnded,
    /// The record is not one that this release wrote.
    #[error("the record of this login is damaged")]
    Damaged,
    /// Storage refused.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

#[cfg(test)]
mod tests;
