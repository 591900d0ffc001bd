//! How a login ends: right, as another account, as the second login of a link, or wrong.

use thiserror::Error;

use crate::clock::UnixTime;
use crate::login::callback::Refusal;
use crate::login::id_token::{Claims, IdTokenError, Profile};
use crate::login::jwks::JwksError;
use crate::login::return_to::ReturnTo;
use crate::login::token::{TokenError, Tokens};
use crate::login::transaction::{Intent, TakeError};
use crate::random::Random;
use crate::session::{self, Session, SessionError, SessionRef};
use crate::storage::Storage;
use crate::tabs::{Fingerprint, Overtaken, SharedStorage, Snapshot};

/// A login that came back right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LoginOutcome {
    /// There is a session now, and it is kept.
    Session {
        /// The new session.
        session: Session,
        /// Where the person wanted to go.
        return_to: ReturnTo,
    },
    /// Another account than this browser's logged in: the tenant may have chosen it without asking anybody. It is no
    /// session before the person says so.
    OtherAccount(OtherAccount),
    /// A second account proved itself. Nothing of it is kept anywhere but here.
    SecondLogin(SecondLogin),
}

/// A login that is not this browser's account. Nothing of it is kept anywhere but here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OtherAccount {
    pub(super) claims: Claims,
    pub(super) tokens: Tokens,
    pub(super) snapshot: Snapshot,
}

impl OtherAccount {
    /// What to show of the person.
    pub fn profile(&self) -> &Profile {
        &self.claims.profile
    }

    /// Whether the question is still there to be answered.
    ///
    /// # Errors
    ///
    /// [`Overtaken`] when another tab has answered it, by a logout or by the login of yet another account.
    pub fn check(&self, shared: &impl Storage) -> Result<(), Overtaken> {
        self.snapshot.check(shared, &Fingerprint::of(&self.claims.issuer, &self.claims.subject))
    }

    /// The person's word: this account's session, from now on.
    ///
    /// # Errors
    ///
    /// [`SessionError`] when it was overtaken or could not be kept.
    pub fn accept<P: Random + Storage + SharedStorage>(self, platform: &P) -> Result<Session, SessionError> {
        session::establish(platform, self.claims, self.tokens, &self.snapshot)
    }
}

/// The second account of a link, fresh from its login.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecondLogin {
    /// Who logged in.
    pub claims: Claims,
    /// Its tokens: to read that account, and to link it.
    pub tokens: Tokens,
    /// The session that asked for it.
    pub primary: SessionRef,
    /// The connection asked for.
    pub connection: Option<String>,
    /// When it came back.
    pub returned_at: UnixTime,
}

/// A login that came back wrong. `intent` is known once the callback was found to be ours.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{cause}")]
pub struct LoginError {
    /// What happened.
    pub cause: LoginFailure,
    /// What the login was for and where it came from.
    pub started: Option<(Intent, ReturnTo)>,
}

/// What can happen to a login, in the order of the steps.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum LoginFailure {
    /// There is no record for this callback.
    #[error(transparent)]
    Transaction(#[from] TakeError),
    /// The tenant refused, or the person cancelled there.
    #[error("the tenant refused the login")]
    Refused(Refusal),
    /// No tokens.
    #[error(transparent)]
    Token(#[from] TokenError),
    /// No keys to verify the ID token with.
    #[error(transparent)]
    Keys(#[from] JwksError),
    /// The ID token is not believed.
    #[error(transparent)]
    IdToken(#[from] IdTokenError),
    /// The session did not begin: it could not be kept, or another tab was faster.
    #[error(transparent)]
    Session(#[from] SessionError),
}
