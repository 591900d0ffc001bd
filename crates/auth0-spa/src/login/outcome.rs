//! How a login ends: with a session, with another account, as the second login of a link, or with an error.

use thiserror::Error;

use crate::clock::UnixTime;
use crate::login::callback::Refusal;
use crate::login::id_token::{Claims, IdTokenError, Profile};
use crate::login::jwks::JwksError;
use crate::login::reauthentication::Reauthentication;
use crate::login::return_to::ReturnTo;
use crate::login::token::{TokenError, Tokens};
use crate::login::transaction::{Intent, TakeError};
use crate::random::Random;
use crate::session::{self, Session, SessionError, SessionRef};
use crate::storage::Storage;
use crate::tabs::{Fingerprint, Overtaken, SharedStorage, Snapshot};

/// A successful login.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LoginOutcome {
    /// There is a session now, and it is stored.
    Session {
        /// The new session.
        session: Session,
        /// Which path the user wanted to see.
        return_to: ReturnTo,
    },
    /// Another account than this browser's logged in: the tenant may have chosen it without asking. It is not a session
    /// until the user confirms it.
    OtherAccount(OtherAccount),
    /// A second account logged in. Its tokens exist only in this value.
    SecondLogin(SecondLogin),
    /// An account logged in once more, and a change waits for it. Its tokens exist only in this value.
    Reauthenticated(Reauthenticated),
}

/// A login of another account than this browser's. Its tokens exist only in this value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OtherAccount {
    pub(super) claims: Claims,
    pub(super) tokens: Tokens,
    pub(super) snapshot: Snapshot,
}

impl OtherAccount {
    /// The profile to show.
    pub fn profile(&self) -> &Profile {
        &self.claims.profile
    }

    /// Whether it can still be accepted.
    ///
    /// # Errors
    ///
    /// [`Overtaken`] after a logout or a login of yet another account in another tab.
    pub fn check(&self, shared: &impl Storage) -> Result<(), Overtaken> {
        self.snapshot.check(shared, &Fingerprint::of(&self.claims.issuer, &self.claims.subject))
    }

    /// The user confirmed: goes on with a session of this account.
    ///
    /// # Errors
    ///
    /// [`SessionError`] when it was overtaken or could not be stored.
    pub fn accept<P: Random + Storage + SharedStorage>(self, platform: &P) -> Result<Session, SessionError> {
        session::establish(platform, self.claims, self.tokens, &self.snapshot)
    }
}

/// The second account of a link, just logged in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecondLogin {
    /// Who logged in.
    pub claims: Claims,
    /// Its tokens, to read the account and to link it.
    pub tokens: Tokens,
    /// The session that asked for it.
    pub primary: SessionRef,
    /// The connection that was asked for.
    pub connection: Option<String>,
    /// When its callback arrived.
    pub returned_at: UnixTime,
}

/// An account that logged in once more, with the scopes that the change needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reauthenticated {
    /// Who logged in: the account that was to.
    pub claims: Claims,
    /// Its tokens.
    pub tokens: Tokens,
    /// What waited for it.
    pub waiting: Reauthentication,
    /// When the page was left for it.
    pub begun_at: UnixTime,
}

/// A login that failed. `started` is known once the callback was found to be ours.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{cause}")]
pub struct LoginError {
    /// What happened.
    pub cause: LoginFailure,
    /// What the login was for, and the path that it was begun at.
    pub started: Option<(Intent, ReturnTo)>,
}

/// Why a login failed, in the order of its steps.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum LoginFailure {
    /// There is no record for this callback.
    #[error(transparent)]
    Transaction(#[from] TakeError),
    /// The tenant refused, or the user cancelled.
    #[error("the tenant refused the login")]
    Refused(Refusal),
    /// The token request failed.
    #[error(transparent)]
    Token(#[from] TokenError),
    /// There are no keys to verify the ID token with.
    #[error(transparent)]
    Keys(#[from] JwksError),
    /// The ID token is not valid.
    #[error(transparent)]
    IdToken(#[from] IdTokenError),
    /// The application or its tenant is another one than when the login was begun.
    #[error("the configuration has changed")]
    ConfigurationChanged,
    /// Another account logged in than the one that was to confirm a change.
    #[error("another account logged in")]
    WrongAccount,
    /// The tenant did not grant this scope, which the change needs.
    #[error("the tenant did not grant {0}")]
    NotGranted(&'static str),
    /// The session was not established: it could not be stored, or another tab was faster.
    #[error(transparent)]
    Session(#[from] SessionError),
}
