//! What is remembered between leaving for the tenant and coming back: one record per `state`, used once.
//!
//! Owns the record, its place in storage and its end. Never infers what a callback is for from anything but the
//! record found by its `state` (RFC 9700 section 4.7, and the cross-user attacks on linking).

use thiserror::Error;

use super::pkce;
use super::retention::{self, MAX_RECORDS};
use super::return_to::ReturnTo;
use crate::clock::{LEEWAY, UnixTime};
use crate::json::{self, Value};
use crate::random::{self, Random};
use crate::secret::{CodeVerifier, Nonce, State};
use crate::session::SessionRef;
use crate::storage::{CreateError, Storage, StorageError, set_checked};

/// Seconds after which a started login can no longer be finished.
pub const LIFETIME: i64 = 600;

/// Marks a record that waits for its callback. A new field of [`Transaction`] needs a new version here: an older record
/// is refused, not guessed at.
const PENDING: &str = "pending_v1";

/// Marks what is left of a used record.
const HANDLED: &str = "handled_v1";

/// Marks what is left of a record whose session ended before its callback came.
const ENDED: &str = "ended_v1";

const PREFIX: &str = "account-linking.transaction.";

/// One login that was started here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transaction {
    /// Comes back in the callback.
    pub state: State,
    /// Comes back in the ID token.
    pub nonce: Nonce,
    /// Goes into the token request.
    pub code_verifier: CodeVerifier,
    /// As sent; the token request repeats it.
    pub redirect_uri: String,
    /// When the person pressed the button.
    pub created_at: UnixTime,
    /// Where to go afterwards.
    pub return_to: ReturnTo,
    /// What the login is for.
    pub intent: Intent,
}

impl Transaction {
    fn to_json(&self) -> Value {
        Value::object(vec![
            ("status", PENDING.into()),
            ("state", self.state.secret().into()),
            ("nonce", self.nonce.secret().into()),
            ("code_verifier", self.code_verifier.secret().into()),
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
        let text = |name| record.text(name).map(str::to_owned);
        Some(Self {
            state: State::new(text("state")?),
            nonce: Nonce::new(text("nonce")?),
            code_verifier: CodeVerifier::new(text("code_verifier")?),
            redirect_uri: text("redirect_uri")?,
            created_at: UnixTime::read(record.get("created_at")?)?,
            // It may have been edited: the path is judged again.
            return_to: ReturnTo::parse(&text("return_to")?),
            intent: Intent::read(record.get("intent")?)?,
        })
    }

    /// Whether this is a record as [`create`] makes it, for this callback. One that was edited or moved is not.
    fn fits(&self, state: &State, redirect_uri: &str) -> bool {
        let secrets = [self.state.secret(), self.nonce.secret(), self.code_verifier.secret()];
        secrets.iter().all(|secret| secret.len() == random::TOKEN_LENGTH)
            && self.state == *state
            && self.redirect_uri == redirect_uri
    }
}

/// What a login is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Intent {
    /// To have a session.
    LogIn,
    /// To have a session of another account than the one that the tenant's own session stands for.
    SwitchAccount,
    /// To prove a second account that shall be linked.
    Link {
        /// The session that asked for it. On return it must still be the same.
        primary: SessionRef,
        /// The connection asked for; `None` leaves the choice to the login page.
        connection: Option<String>,
    },
}

impl Intent {
    fn to_json(&self) -> Value {
        match self {
            Self::LogIn => "log_in".into(),
            Self::SwitchAccount => "switch_account".into(),
            Self::Link { primary, connection } => {
                let link = vec![("primary", primary.to_json()), ("connection", connection.as_deref().into())];
                Value::object(vec![("link", Value::object(link))])
            }
        }
    }

    fn read(intent: &Value) -> Option<Self> {
        match intent.as_str() {
            Some("log_in") => Some(Self::LogIn),
            Some("switch_account") => Some(Self::SwitchAccount),
            Some(_) => None,
            None => {
                let link = intent.get("link")?;
                let primary = SessionRef::read(link.get("primary")?)?;
                let connection = match link.get("connection")? {
                    Value::Null => None,
                    name => Some(name.as_str()?.to_owned()),
                };
                Some(Self::Link { primary, connection })
            }
        }
    }
}

/// `at`: when it was put in the place of the login.
enum Record {
    Pending(Box<Transaction>),
    /// What is left of a used record, so that a reload of the callback is told apart from one that nobody here asked for.
    Handled {
        at: UnixTime,
    },
    /// What is left of a record that was given up, because its session ended.
    Ended {
        at: UnixTime,
    },
}

impl Record {
    /// `None` for anything that this release did not write.
    fn read(text: &str) -> Option<Self> {
        let record = json::read(text).ok()?;
        if record.text("status") == Some(HANDLED) {
            return Some(Self::Handled { at: UnixTime::read(record.get("at")?)? });
        }
        if record.text("status") == Some(ENDED) {
            return Some(Self::Ended { at: UnixTime::read(record.get("at")?)? });
        }
        Transaction::read(&record).map(|transaction| Self::Pending(Box::new(transaction)))
    }

    fn time(&self) -> UnixTime {
        match self {
            Self::Pending(transaction) => transaction.created_at,
            Self::Handled { at } | Self::Ended { at } => *at,
        }
    }
}

/// Starts a login: makes its secrets, keeps the record and reads it back. Only then may the page navigate.
///
/// # Errors
///
/// [`CreateError`] when there is no randomness or nothing was kept; then nothing was started.
pub fn create(
    storage: &impl Storage,
    random: &impl Random,
    now: UnixTime,
    redirect_uri: &str,
    return_to: ReturnTo,
    intent: Intent,
) -> Result<Transaction, CreateError> {
    tidy(storage, now, MAX_RECORDS - 1)?;
    let transaction = Transaction {
        state: State::new(random::token(random)?),
        nonce: Nonce::new(random::token(random)?),
        code_verifier: pkce::code_verifier(random)?,
        redirect_uri: redirect_uri.to_owned(),
        created_at: now,
        return_to,
        intent,
    };
    write(storage, &key(&transaction.state), &transaction.to_json())?;
    Ok(transaction)
}

/// Takes the record of `state` and leaves a tombstone, before anything else is done with the callback.
///
/// # Errors
///
/// [`TakeError`] when there is no record that may be used; other records are not touched.
pub fn take(
    storage: &impl Storage,
    now: UnixTime,
    redirect_uri: &str,
    state: &State,
) -> Result<Transaction, TakeError> {
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
    if !(-LEEWAY..=LIFETIME).contains(&now.since(transaction.created_at)) {
        storage.remove(&key)?;
        return Err(TakeError::Expired);
    }
    write(storage, &key, &tombstone(HANDLED, now))?;
    if transaction.fits(state, redirect_uri) { Ok(*transaction) } else { Err(TakeError::Damaged) }
}

/// Forgets records that can no longer be used, and nothing else.
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

/// Gives up every login under way, because the session has ended: its secrets go. Goes on after a failure, and reports the
/// first. The page may be leaving for one of them already, whose callback is then told so.
///
/// # Errors
///
/// [`StorageError`] when something may have stayed.
pub fn give_up_all(storage: &impl Storage, now: UnixTime) -> Result<(), StorageError> {
    let own = storage.keys()?.into_iter().filter(|key| key.starts_with(PREFIX));
    own.map(|key| give_up(storage, now, &key)).fold(Ok(()), Result::and)
}

fn give_up(storage: &impl Storage, now: UnixTime, key: &str) -> Result<(), StorageError> {
    // What cannot be read goes all the same.
    let record = storage.get(key).ok().flatten().as_deref().and_then(Record::read);
    if matches!(record, Some(Record::Ended { .. })) {
        return Ok(());
    }
    storage.remove(key)?;
    if matches!(record, Some(Record::Pending(_))) {
        // Only a sentence depends on it.
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
    /// Nothing with this `state` was started in this tab.
    #[error("this login was not started here")]
    NotStartedHere,
    /// The callback was used before: a reload, Back, a duplicated tab.
    #[error("this login was already handled")]
    AlreadyHandled,
    /// Started more than ten minutes ago.
    #[error("this login took too long")]
    Expired,
    /// The session of this tab ended after this was started, by logging out or by itself.
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
