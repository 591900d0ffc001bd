//! What the tabs of one browser know of each other: which account is logged in here, and that it changed.
//!
//! Owns one mark in storage that every tab sees. It is a state, not a message: a tab that was frozen, closed or deaf to
//! messages finds the truth when it looks. It holds no token and no name (a fingerprint tells accounts apart), and it
//! logs nobody in: a tab's session is the tab's own.

use thiserror::Error;

use crate::encoding::{DIGEST_LENGTH, digest};
use crate::random::{self, Random};
use crate::storage::{CreateError, Storage, StorageError, set_checked};
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
        // No issuer and no user id holds a line break, so that no two pairs are the same text.
        Self(digest(&format!("{issuer}\n{}", subject.as_str())))
    }
}

/// What the mark says of a tab's session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Status {
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

/// Judges a tab's session by the mark, by the account that it is of. A mark that is missing, damaged or out of reach ends no
/// session.
pub fn status(shared: &impl Storage, of: &Fingerprint) -> Status {
    match Mark::read(shared) {
        None => Status::Current { revision: None },
        Some(Mark { account: None, .. }) => Status::LoggedOut,
        Some(Mark { account: Some(account), revision }) if account == *of => {
            Status::Current { revision: Some(revision) }
        }
        Some(_) => Status::OtherAccount,
    }
}

/// Which account this browser belongs to, as far as its tabs know: until somebody logs out, also after its session ended.
/// Without a mark it is this tab's own.
pub fn account(shared: &impl Storage, own: impl FnOnce() -> Option<Fingerprint>) -> Option<Fingerprint> {
    match Mark::read(shared) {
        Some(mark) => mark.account,
        None => own(),
    }
}

/// The mark as a login finds it when it comes back. What other tabs do from then on wins over that login: it may still take
/// seconds, and the person has gone on elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snapshot(Option<Mark>);

/// What was done in another tab since a login came back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Overtaken {
    /// Somebody logged out.
    #[error("somebody logged out in another tab meanwhile")]
    LoggedOut,
    /// Another account logged in.
    #[error("another account logged in in another tab meanwhile")]
    OtherAccount,
}

impl Snapshot {
    /// A page that may be a callback is loaded now.
    pub fn take(shared: &impl Storage) -> Self {
        Self(Mark::read(shared))
    }

    /// Whether a session of `account` may still begin. A mark that is missing, damaged or out of reach by now tells of
    /// nothing; a change of the account that was there before is no login.
    ///
    /// # Errors
    ///
    /// [`Overtaken`] when a logout or the login of another account came first.
    pub fn check(&self, shared: &impl Storage, account: &Fingerprint) -> Result<(), Overtaken> {
        let Some(now) = Mark::read(shared) else { return Ok(()) };
        if self.0.as_ref() == Some(&now) {
            return Ok(());
        }
        let before = self.0.as_ref().and_then(|mark| mark.account.as_ref());
        match &now.account {
            None => Err(Overtaken::LoggedOut),
            Some(now) if now == account || Some(now) == before => Ok(()),
            Some(_) => Err(Overtaken::OtherAccount),
        }
    }
}

impl Status {
    /// Whether another tab changed the account since the change of this name, the last one that this tab knows of.
    pub fn changed_since(&self, known: Option<&str>) -> bool {
        matches!(self, Self::Current { revision: Some(revision) } if Some(revision.as_str()) != known)
    }

    /// What ended a session of this standing, if anything did.
    ///
    /// # Errors
    ///
    /// [`Overtaken`] when it is not the browser's account any more.
    pub fn check(self) -> Result<(), Overtaken> {
        match self {
            Self::Current { .. } => Ok(()),
            Self::LoggedOut => Err(Overtaken::LoggedOut),
            Self::OtherAccount => Err(Overtaken::OtherAccount),
        }
    }
}

/// An account has logged in.
///
/// # Errors
///
/// [`CreateError`] when the other tabs cannot be told.
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

/// The browser's account has changed at the tenant: the other tabs should read it again.
///
/// # Errors
///
/// [`CreateError`] when the other tabs cannot be told.
pub fn announce_change(
    shared: &impl Storage,
    random: &impl Random,
    account: Fingerprint,
) -> Result<(), CreateError> {
    let revision = random::token(random)?;
    Ok(Mark { account: Some(account), revision }.write(shared)?)
}

/// Somebody logged out: no tab of this browser stays logged in.
///
/// # Errors
///
/// [`StorageError`] when the other tabs cannot be told.
pub fn announce_logout(shared: &impl Storage, random: &impl Random) -> Result<(), StorageError> {
    // A logout counts without a revision too: it only tells one from the one before.
    let revision = random::token(random).unwrap_or_default();
    Mark { account: None, revision }.write(shared)
}

#[derive(Debug, Clone, PartialEq, Eq)]
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
        let account = match account {
            NOBODY => None,
            // Any other text would be another account than every session's, and end them all.
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
