//! How a session begins, is restored and ends. There is one per tab, in the tab's own storage.
//!
//! Only a login writes here. The second login of a link never does: its tokens stay in memory.

use thiserror::Error;

use super::record::Session;
use crate::clock::UnixTime;
use crate::config::AuthConfig;
use crate::json;
use crate::login::id_token::Claims;
use crate::login::scopes::may_be_stored;
use crate::login::token::Tokens;
use crate::login::transaction;
use crate::random::{Random, RandomError};
use crate::storage::{CreateError, Storage, StorageError, put_back, set_checked};
use crate::tabs::{self, Fingerprint, Overtaken, SharedStorage, Snapshot};

const KEY: &str = "account-linking.session";

/// What was found in storage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Restored {
    /// There was no session.
    Nothing,
    /// A valid session.
    Active(Box<Session>),
    /// A session that has expired, or whose token may not be stored by now. It was removed.
    Expired,
    /// A record that could not be read, which was removed.
    Damaged,
}

/// Makes a finished login the session of this tab and the account of this browser, unless another tab acted first
/// since the `snapshot`.
///
/// # Errors
///
/// [`SessionError`]; then nothing has changed: the earlier session and account are still there.
pub fn establish<P: Random + Storage + SharedStorage>(
    platform: &P,
    claims: Claims,
    tokens: Tokens,
    snapshot: &Snapshot,
) -> Result<Session, SessionError> {
    let session = Session::new(platform, claims, tokens)?;
    let shared = platform.shared();
    snapshot.check(shared, &session.fingerprint())?;
    let (own, shared_record) = (platform.get(KEY)?, shared.get(tabs::KEY)?);
    let begun = store(platform, &session)
        .map_err(SessionError::from)
        // If other tabs do not know about a session, they cannot end it.
        .and_then(|()| Ok(tabs::announce_login(shared, platform, session.fingerprint())?));
    if begun.is_err() {
        put_back(platform, KEY, own.as_deref());
        put_back(shared, tabs::KEY, shared_record.as_deref());
    }
    begun.map(|()| session)
}

/// Stores the session. One that is to stay in memory only removes what was stored before.
///
/// # Errors
///
/// [`StorageError`] when it was not stored.
pub fn store(storage: &impl Storage, session: &Session) -> Result<(), StorageError> {
    if session.is_in_memory() {
        return storage.remove(KEY);
    }
    set_checked(storage, KEY, &json::write(&session.to_json()))
}

/// The account of this tab's session, expired or not.
pub(crate) fn account(storage: &impl Storage, issuer: &str) -> Option<Fingerprint> {
    let session = Session::read(&storage.get(KEY).ok()??)?;
    (session.claims.issuer == issuer).then(|| session.fingerprint())
}

/// Restores the session of this tab, if this application began it and would store it. A record that cannot be used is removed.
///
/// # Errors
///
/// [`StorageError`] when storage is blocked.
pub fn restore(storage: &impl Storage, config: &AuthConfig, now: UnixTime) -> Result<Restored, StorageError> {
    let Some(text) = storage.get(KEY)? else { return Ok(Restored::Nothing) };
    let restored = match Session::read(&text) {
        Some(session) if !session.claims.is_of(&config.application) => Restored::Nothing,
        Some(session) if session.is_expired(now) || !may_be_stored(config, &session.scope) => {
            Restored::Expired
        }
        Some(session) => return Ok(Restored::Active(Box::new(session))),
        None => Restored::Damaged,
    };
    storage.remove(KEY)?;
    Ok(restored)
}

/// Removes the session and abandons every started login. Continues after a failure, and reports the first.
///
/// # Errors
///
/// [`StorageError`] when something may have stayed.
pub fn forget(storage: &impl Storage, now: UnixTime) -> Result<(), StorageError> {
    let session = storage.remove(KEY);
    let transactions = transaction::abandon_all(storage, now);
    session.and(transactions)
}

/// Why a login did not become the session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum SessionError {
    /// See [`RandomError`].
    #[error(transparent)]
    Random(#[from] RandomError),
    /// The session could not be stored.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// Another tab logged out or logged in first.
    #[error(transparent)]
    Overtaken(#[from] Overtaken),
}

impl From<CreateError> for SessionError {
    fn from(error: CreateError) -> Self {
        match error {
            CreateError::Random(error) => Self::Random(error),
            CreateError::Storage(error) => Self::Storage(error),
        }
    }
}

#[cfg(test)]
mod tests;
