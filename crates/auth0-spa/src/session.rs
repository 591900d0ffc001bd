//! Who is logged in: one record in the tab's storage, of one version, with an end.
//!
//! Only a login may write here. The second login of a link never does (its tokens stay in memory).

mod answer;

use thiserror::Error;

pub use self::answer::{Answer, SessionRequest, TokenRejection};
use crate::clock::UnixTime;
use crate::json::{self, Value};
use crate::login::id_token::{Claims, Profile};
use crate::login::token::{Scope, Tokens};
use crate::login::transaction;
use crate::random::{self, Random, RandomError};
use crate::record;
use crate::secret::{AccessToken, IdToken};
use crate::storage::{CreateError, Storage, StorageError, put_back, set_checked};
use crate::tabs::{self, Fingerprint, Overtaken, SharedStorage, Snapshot};
use crate::user_id::UserId;

const KEY: &str = "account-linking.session";
/// Marks the form in storage. A new field of [`Session`] needs a new version: an older record is refused.
const VERSION: &str = "1";
const LOGIN_NOTE: &str = "account-linking.login-under-way";
const LOGOUT_NOTE: &str = "account-linking.logged-out";

/// A logged-in person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Tells this session from every other one, also of the same person.
    id: String,
    /// Who it is.
    pub claims: Claims,
    /// For the Management API.
    pub access_token: AccessToken,
    /// When the access token ends, and the session with it: there is no renewal.
    pub expires_at: UnixTime,
    /// What the access token may do.
    pub scope: Scope,
    /// For `link_with`, when this account becomes the secondary.
    pub id_token: IdToken,
}

/// Names a session without its secrets. A link is bound to it over the second login.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionRef {
    /// `iss` of the primary.
    pub issuer: String,
    /// `sub` of the primary.
    pub subject: String,
    /// The session's own id.
    pub session_id: String,
}

/// What the storage knew of a session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Restored {
    /// There was none.
    Nothing,
    /// It is still valid.
    Active(Box<Session>),
    /// It ended; the record is gone.
    Expired,
    /// The record was not one that this release wrote; it is gone.
    Damaged,
}

impl SessionRef {
    /// As a part of a record.
    pub(crate) fn record(&self) -> Value {
        Value::object(vec![
            ("issuer", self.issuer.as_str().into()),
            ("subject", self.subject.as_str().into()),
            ("session_id", self.session_id.as_str().into()),
        ])
    }

    /// Reads one out of a record.
    pub(crate) fn read(record: &Value) -> Option<Self> {
        let text = |name| record::text(record, name);
        Some(Self { issuer: text("issuer")?, subject: text("subject")?, session_id: text("session_id")? })
    }

    /// Tells the session's account from every other one.
    pub fn fingerprint(&self) -> Fingerprint {
        Fingerprint::of(&self.issuer, &UserId::new(&self.subject))
    }
}

impl Session {
    fn record(&self) -> Value {
        Value::object(vec![
            ("version", VERSION.into()),
            ("id", self.id.as_str().into()),
            ("claims", self.claims.record()),
            ("access_token", self.access_token.secret().into()),
            ("expires_at", record::of_time(self.expires_at)),
            ("scope", self.scope.as_str().into()),
            ("id_token", self.id_token.secret().into()),
        ])
    }

    /// `None` for anything that this release did not write.
    fn parse(text: &str) -> Option<Self> {
        let record = json::read(text).ok()?;
        if !record::is_marked(&record, "version", VERSION) {
            return None;
        }
        let text = |name| record::text(&record, name);
        Some(Self {
            id: text("id")?,
            claims: Claims::read(record.get("claims")?)?,
            access_token: AccessToken::new(text("access_token")?),
            expires_at: record::time(&record, "expires_at")?,
            scope: Scope::new(text("scope")?),
            id_token: IdToken::new(text("id_token")?),
        })
    }

    /// A new session from a completed login.
    ///
    /// # Errors
    ///
    /// [`RandomError`] when it cannot be given an id.
    pub fn new(random: &impl Random, claims: Claims, tokens: Tokens) -> Result<Self, RandomError> {
        Ok(Self {
            id: random::token(random)?,
            claims,
            access_token: tokens.access_token,
            expires_at: tokens.expires_at,
            scope: tokens.scope,
            id_token: tokens.id_token,
        })
    }

    /// The user's id.
    pub fn subject(&self) -> &UserId {
        &self.claims.subject
    }

    /// What to show of the person.
    pub fn profile(&self) -> &Profile {
        &self.claims.profile
    }

    /// Names this session.
    pub fn reference(&self) -> SessionRef {
        SessionRef {
            issuer: self.claims.issuer.clone(),
            subject: self.claims.subject.as_str().to_owned(),
            session_id: self.id.clone(),
        }
    }

    /// Tells the session's account from every other one.
    pub fn fingerprint(&self) -> Fingerprint {
        Fingerprint::of(&self.claims.issuer, &self.claims.subject)
    }

    /// Whether this is the session that a link was started from.
    pub fn is(&self, reference: &SessionRef) -> bool {
        self.reference() == *reference
    }

    /// Whether its access token was granted what linking and unlinking need.
    pub fn may_link(&self) -> bool {
        self.scope.has("update:current_user_identities")
    }

    /// Whether the session has ended.
    pub fn is_expired(&self, now: UnixTime) -> bool {
        self.expires_at <= now
    }
}

/// A completed login becomes this tab's session and this browser's account, unless it was overtaken since its `snapshot`.
/// Kept, or there is none.
///
/// # Errors
///
/// [`SessionError`]; then nothing has changed: the session and the account that were there before are there still.
pub fn establish<P: Random + Storage + SharedStorage>(
    platform: &P,
    claims: Claims,
    tokens: Tokens,
    snapshot: &Snapshot,
) -> Result<Session, SessionError> {
    let session = Session::new(platform, claims, tokens)?;
    let shared = platform.shared();
    snapshot.check(shared, &session.fingerprint())?;
    let (own, mark) = (platform.get(KEY)?, shared.get(tabs::KEY)?);
    let begun = store(platform, &session)
        .map_err(SessionError::from)
        // A session that the other tabs cannot hear of could not be ended by them either.
        .and_then(|()| Ok(tabs::announce_login(shared, platform, session.fingerprint())?));
    if begun.is_err() {
        put_back(platform, KEY, own.as_deref());
        put_back(shared, tabs::KEY, mark.as_deref());
    }
    begun.map(|()| session)
}

/// Keeps the session over a page load.
///
/// # Errors
///
/// [`StorageError`] when it was not kept.
pub fn store(storage: &impl Storage, session: &Session) -> Result<(), StorageError> {
    set_checked(storage, KEY, &json::write(&session.record()))
}

/// The account of this tab's session, whether its time is up or not.
pub(crate) fn account(storage: &impl Storage, issuer: &str) -> Option<Fingerprint> {
    let session = Session::parse(&storage.get(KEY).ok()??)?;
    (session.claims.issuer == issuer).then(|| session.fingerprint())
}

/// Finds the session of this tab for one issuer. A record that cannot be used is removed.
///
/// # Errors
///
/// [`StorageError`] when storage is blocked.
pub fn restore(storage: &impl Storage, issuer: &str, now: UnixTime) -> Result<Restored, StorageError> {
    let Some(text) = storage.get(KEY)? else { return Ok(Restored::Nothing) };
    let restored = match Session::parse(&text) {
        Some(session) if session.claims.issuer != issuer => Restored::Nothing,
        Some(session) if session.is_expired(now) => Restored::Expired,
        Some(session) => return Ok(Restored::Active(Box::new(session))),
        None => Restored::Damaged,
    };
    storage.remove(KEY)?;
    Ok(restored)
}

/// Forgets the session, and gives up every started login. Goes on after a failure, and reports the first.
///
/// # Errors
///
/// [`StorageError`] when something may have stayed.
pub fn forget(storage: &impl Storage, now: UnixTime) -> Result<(), StorageError> {
    let session = storage.remove(KEY);
    let transactions = transaction::give_up_all(storage, now);
    session.and(transactions)
}

/// Leaves a note for the page that the tenant returns to after a logout.
///
/// # Errors
///
/// [`StorageError`] when it was not kept; the next page then says nothing of the logout.
pub fn note_logout(storage: &impl Storage) -> Result<(), StorageError> {
    storage.set(LOGOUT_NOTE, "1")
}

/// Takes the note: `true` once after a logout.
pub fn take_logout_note(storage: &impl Storage) -> bool {
    matches!(storage.get(LOGOUT_NOTE), Ok(Some(_))) && storage.remove(LOGOUT_NOTE).is_ok()
}

/// Leaves a note that a login is being completed, so that the next page can tell of one that was interrupted.
pub fn note_login(storage: &impl Storage) {
    // Only a sentence depends on it.
    let _kept = storage.set(LOGIN_NOTE, "1");
}

/// Takes the note away: `true` if a login was being completed.
pub fn take_login_note(storage: &impl Storage) -> bool {
    matches!(storage.get(LOGIN_NOTE), Ok(Some(_))) && storage.remove(LOGIN_NOTE).is_ok()
}

/// Why a login did not become a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum SessionError {
    /// See [`RandomError`].
    #[error(transparent)]
    Random(#[from] RandomError),
    /// The session could not be kept.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// Another tab was faster.
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
