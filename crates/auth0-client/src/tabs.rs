//! What the tabs of one browser know of each other: which account is logged in here, and that it changed.
//!
//! Owns one mark in storage that every tab sees. It is a state, not a message: a tab that was frozen, closed or deaf to
//! messages finds the truth when it looks. It holds no token and no name (a fingerprint tells accounts apart), and it
//! logs nobody in: a tab's session is the tab's own.

use sha2::{Digest as _, Sha256};

use crate::encoding::base64url;
use crate::random::{self, Random};
use crate::session::{Session, SessionError};
use crate::storage::{Storage, StorageError, set_checked};
use crate::user_id::UserId;

/// Where the mark lies, for those who want to hear of its changes.
pub const KEY: &str = "account-linking.browser";

const NOBODY: &str = "nobody";

/// Storage that every tab of this browser sees, as `localStorage` is.
pub trait SharedStorage {
    /// That storage.
    fn shared(&self) -> &impl Storage;
}

/// Tells one account of one tenant from every other without naming it: the SHA-256 of `iss` and `sub`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fingerprint(String);

impl Fingerprint {
    /// Of the account with this `iss` and `sub`.
    pub fn of(issuer: &str, subject: &UserId) -> Self {
        let mut hash = Sha256::new();
        hash.update(issuer);
        // No issuer and no user id holds a line break, so that no two pairs are the same text.
        hash.update("\n");
        hash.update(subject.as_str());
        Self(base64url(&hash.finalize()))
    }
}

/// What the mark says of a tab's session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// It is the browser's account, or there is no mark to say otherwise. `revision` differs from the one seen before
    /// when another tab changed the account.
    Current {
        /// Names the last change.
        revision: Option<String>,
    },
    /// Somebody logged out in another tab.
    LoggedOut,
    /// Another account logged in in another tab.
    OtherAccount,
}

/// Judges a tab's session by the mark. A mark that is missing, damaged or out of reach ends no session.
pub fn standing(shared: &impl Storage, session: &Session) -> Standing {
    match Mark::read(shared) {
        None => Standing::Current { revision: None },
        Some(Mark { account: None, .. }) => Standing::LoggedOut,
        Some(Mark { account: Some(account), revision }) if account == session.fingerprint() => {
            Standing::Current { revision: Some(revision) }
        }
        Some(_) => Standing::OtherAccount,
    }
}

/// Which account this browser belongs to, as far as its tabs know: until somebody logs out, also after its session ended.
pub fn account(shared: &impl Storage) -> Option<Fingerprint> {
    Mark::read(shared)?.account
}

/// An account has logged in.
///
/// # Errors
///
/// [`SessionError`] when the other tabs cannot be told.
pub fn logged_in(
    shared: &impl Storage,
    random: &impl Random,
    account: Fingerprint,
) -> Result<(), SessionError> {
    if self::account(shared).as_ref() == Some(&account) {
        return Ok(());
    }
    changed(shared, random, account)
}

/// The browser's account has changed at the tenant: the other tabs should read it again.
///
/// # Errors
///
/// [`SessionError`] when the other tabs cannot be told.
pub fn changed(
    shared: &impl Storage,
    random: &impl Random,
    account: Fingerprint,
) -> Result<(), SessionError> {
    let revision = random::token(random)?;
    Ok(Mark { account: Some(account), revision }.write(shared)?)
}

/// Somebody logged out: no tab of this browser stays logged in.
///
/// # Errors
///
/// [`StorageError`] when the other tabs cannot be told.
pub fn logged_out(shared: &impl Storage) -> Result<(), StorageError> {
    Mark { account: None, revision: String::new() }.write(shared)
}

struct Mark {
    account: Option<Fingerprint>,
    revision: String,
}

impl Mark {
    fn read(shared: &impl Storage) -> Option<Self> {
        let text = shared.get(KEY).ok()??;
        let (version, rest) = text.split_once(' ')?;
        let (account, revision) = rest.split_once(' ')?;
        if version != "1" {
            return None;
        }
        let account = (account != NOBODY).then(|| Fingerprint(account.to_owned()));
        Some(Self { account, revision: revision.to_owned() })
    }

    fn write(self, shared: &impl Storage) -> Result<(), StorageError> {
        let account = self.account.map_or_else(|| NOBODY.to_owned(), |account| account.0);
        set_checked(shared, KEY, &format!("1 {account} {}", self.revision))
    }
}

#[cfg(test)]
mod tests;
