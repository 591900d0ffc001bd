//! What the tabs of a browser share: which account is logged in, and a revision that changes with it.
//!
//! One record in the storage that every tab sees. It is a state and not a message, so that a tab that was frozen or
//! closed finds it later. It holds no token and no name, only the fingerprint of the account, and it logs nobody in:
//! each tab has its own session.

use thiserror::Error;

use crate::encoding::{DIGEST_LENGTH, digest};
use crate::random::{self, Random};
use crate::storage::{CreateError, Storage, StorageError, set_checked};
use crate::user_id::UserId;

/// The key of the record, for listeners to its changes.
pub const KEY: &str = "account-linking.browser";

const NOBODY: &str = "nobody";

/// Storage that every tab of this browser sees, as `localStorage` is.
pub trait SharedStorage {
    /// That storage.
    fn shared(&self) -> &impl Storage;
}

/// Identifies an account of a tenant without naming it: the SHA-256 of `iss` and `sub`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fingerprint(String);

impl Fingerprint {
    /// The fingerprint of the account with this `iss` and `sub`.
    pub fn of(issuer: &str, subject: &UserId) -> Self {
        // No issuer and no user id holds a line break, so no two pairs give the same text.
        Self(digest(&format!("{issuer}\n{}", subject.as_str())))
    }
}

/// What other tabs did to the session of this tab.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Status {
    /// It belongs to the browser's account, or there is no record. The `revision` changes when a tab changes the
    /// account.
    Current {
        /// Names the last change.
        revision: Option<String>,
    },
    /// The user logged out in another tab.
    LoggedOut,
    /// Another account logged in in another tab.
    OtherAccount,
}

/// The status of a session of the account `of`. A record that is missing, damaged or unreadable ends no session.
pub fn status(shared: &impl Storage, of: &Fingerprint) -> Status {
    match Record::read(shared) {
        None => Status::Current { revision: None },
        Some(Record { account: None, .. }) => Status::LoggedOut,
        Some(Record { account: Some(account), revision }) if account == *of => {
            Status::Current { revision: Some(revision) }
        }
        Some(_) => Status::OtherAccount,
    }
}

/// The account of this browser: until a logout, also after its session has expired. Without a record it is the tab's
/// `own`.
pub fn account(shared: &impl Storage, own: impl FnOnce() -> Option<Fingerprint>) -> Option<Fingerprint> {
    match Record::read(shared) {
        Some(record) => record.account,
        None => own(),
    }
}

/// The record at the moment when a callback arrives. What other tabs do from then on takes precedence over that
/// login, which may still take seconds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snapshot(Option<Record>);

/// What another tab did since the callback arrived.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Overtaken {
    /// The user logged out.
    #[error("somebody logged out in another tab meanwhile")]
    LoggedOut,
    /// Another account logged in.
    #[error("another account logged in in another tab meanwhile")]
    OtherAccount,
}

impl Snapshot {
    /// Takes the snapshot. To be called when a page is loaded, since it may be a callback.
    pub fn take(shared: &impl Storage) -> Self {
        Self(Record::read(shared))
    }

    /// Checks whether a session of `account` may still begin. A record that is missing, damaged or unreadable by now
    /// does not prevent it, nor does a change of the account that was there before.
    ///
    /// # Errors
    ///
    /// [`Overtaken`] when a logout or the login of another account came first.
    pub fn check(&self, shared: &impl Storage, account: &Fingerprint) -> Result<(), Overtaken> {
        let Some(now) = Record::read(shared) else { return Ok(()) };
        if self.0.as_ref() == Some(&now) {
            return Ok(());
        }
        let before = self.0.as_ref().and_then(|record| record.account.as_ref());
        match &now.account {
            None => Err(Overtaken::LoggedOut),
            Some(now) if now == account || Some(now) == before => Ok(()),
            Some(_) => Err(Overtaken::OtherAccount),
        }
    }
}

impl Status {
    /// Whether another tab changed the account since this revision, the last one that this tab knows.
    pub fn changed_since(&self, known: Option<&str>) -> bool {
        matches!(self, Self::Current { revision: Some(revision) } if Some(revision.as_str()) != known)
    }

    /// What ended the session, if anything did.
    ///
    /// # Errors
    ///
    /// [`Overtaken`] when it no longer belongs to the browser's account.
    pub fn check(self) -> Result<(), Overtaken> {
        match self {
            Self::Current { .. } => Ok(()),
            Self::LoggedOut => Err(Overtaken::LoggedOut),
            Self::OtherAccount => Err(Overtaken::OtherAccount),
        }
    }
}

/// Tells the other tabs that an account has logged in.
///
/// # Errors
///
/// [`CreateError`] when the record could not be written.
pub fn announce_login(
    shared: &impl Storage,
    random: &impl Random,
    account: Fingerprint,
) -> Result<(), CreateError> {
    if self::account(shared, || None).as_ref() == Some(&account) {
        return Ok(());
    }
    announce_change(shared, random, account)
}

/// Tells the other tabs that the account has changed at the tenant, so that they read it again.
///
/// # Errors
///
/// [`CreateError`] when the record could not be written.
pub fn announce_change(
    shared: &impl Storage,
    random: &impl Random,
    account: Fingerprint,
) -> Result<(), CreateError> {
    let revision = random::token(random)?;
    Ok(Record { account: Some(account), revision }.write(shared)?)
}

/// Tells the other tabs that the user logged out: no tab of this browser stays logged in.
///
/// # Errors
///
/// [`StorageError`] when the record could not be written.
pub fn announce_logout(shared: &impl Storage, random: &impl Random) -> Result<(), StorageError> {
    // A logout needs no revision: that only distinguishes changes of one account.
    let revision = random::token(random).unwrap_or_default();
    Record { account: None, revision }.write(shared)
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Record {
    account: Option<Fingerprint>,
    revision: String,
}

impl Record {
    fn read(shared: &impl Storage) -> Option<Self> {
        let text = shared.get(KEY).ok()??;
        let (version, rest) = text.split_once(' ')?;
        let (account, revision) = rest.split_once(' ')?;
        if version != "1" {
            return None;
        }
        let account = match account {
            NOBODY => None,
            // Any other text would differ from the account of every session, and end them all.
            _ if account.len() != DIGEST_LENGTH => return None,
            _ => Some(Fingerprint(account.to_owned())),
        };
        Some(Self { account, revision: revision.to_owned() })
    }

    fn write(self, shared: &impl Storage) -> Result<(), StorageError> {
        let account = self.account.map_or_else(|| NOBODY.to_owned(), |account| account.0);
        set_checked(shared, KEY, &format!("1 {account} {}", self.revision))
    }
}

#[cfg(test)]
mod tests;
