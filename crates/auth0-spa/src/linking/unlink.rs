//! Unlinking an identity: one request, and its outcome when the response is missing.

use thiserror::Error;

use super::pending::{PendingRequest, Step};
use super::proof::{Change, NextLogin, Proof, Rules};
use super::reconcile::{BACKOFF, Finding, ONCE, read_back};
use crate::clock::{Clock, UnixTime};
use crate::config::AuthConfig;
use crate::http::HttpClient;
use crate::login::Reauthentication;
use crate::login::transaction::LIFETIME;
use crate::management::rate_limit::Timer;
use crate::management::{Identity, LinkRejection, Management, ManagementError};
use crate::session::{Session, TokenRejection};
use crate::storage::Storage;

/// The identity is still linked, or it is unknown whether it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum UnlinkError {
    /// It is still linked: the request was refused or never sent.
    #[error("not unlinked: {0}")]
    StillLinked(ManagementError),
    /// Unknown: the response is missing, and for a while it was still linked.
    #[error("not known whether unlinked: {0}")]
    Unclear(ManagementError),
}

impl TokenRejection for UnlinkError {
    fn is_token_rejected(&self) -> bool {
        *self == Self::StillLinked(ManagementError::TokenRejected)
    }
}

/// The question before an identity is unlinked, and whether the user has to log in once more before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnlinkQuestion {
    /// The identity to unlink.
    pub identity: Identity,
    next_login: Option<NextLogin>,
    /// The user has logged in once more to confirm this, which counts until then.
    reauthenticated: Option<UnixTime>,
    rules: Rules,
}

/// An identity that the user has confirmed to unlink, with a login that is fresh enough. Only an [`UnlinkQuestion`] makes
/// one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnlinkPlan {
    identity: Identity,
    session: Session,
}

/// What follows from an [`UnlinkQuestion`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UnlinkAnswer {
    /// The request is to be sent.
    Send(Box<UnlinkPlan>),
    /// The account has to log in once more first, and the unlink waits for it.
    LogIn(Box<Reauthentication>),
    /// What the question said about the login is no longer true. Nothing is sent; this is what to ask now.
    Outdated(Box<UnlinkQuestion>),
}

impl UnlinkQuestion {
    /// Asks about an identity of the session's account.
    pub fn new(identity: Identity, session: &Session, config: &AuthConfig, now: UnixTime) -> Self {
        let rules = Rules::of(config);
        Self { identity, next_login: None, reauthenticated: None, rules }.judged(session, now)
    }

    /// The user has logged in once more to confirm it. That counts until the unlink can no longer wait.
    pub(crate) fn reauthenticated(self, session: &Session, until: UnixTime, now: UnixTime) -> Self {
        Self { reauthenticated: Some(until), ..self }.judged(session, now)
    }

    /// The question as it is to be asked at this time.
    #[must_use]
    pub fn judged(self, session: &Session, now: UnixTime) -> Self {
        let confirmed = self.reauthenticated.is_some_and(|until| now < until);
        let fresh = confirmed || self.rules.is_fresh(&session.claims, now);
        let proof = Proof { fresh, scope: Some(&session.scope) };
        Self { next_login: self.rules.next_login(Change::Unlink, proof), ..self }
    }

    /// The login that is missing; `None` if the request can be sent at once.
    pub fn next_login(&self) -> Option<NextLogin> {
        self.next_login
    }

    /// The user confirmed.
    pub fn confirm(self, session: &Session, now: UnixTime) -> UnlinkAnswer {
        let judged = self.clone().judged(session, now);
        if judged.next_login != self.next_login {
            return UnlinkAnswer::Outdated(Box::new(judged));
        }
        match self.reauthentication(session, now.plus(LIFETIME)) {
            Some(login) => UnlinkAnswer::LogIn(Box::new(login)),
            None => {
                UnlinkAnswer::Send(Box::new(UnlinkPlan { identity: self.identity, session: session.clone() }))
            }
        }
    }
}

/// Unlinks one of the session user's secondary identities and returns those that are left, the primary first. Calls
/// `checking` before it waits for a missing response.
///
/// An identity that is already gone counts as unlinked: another tab may have done it. A record of the request stays
/// in storage until the outcome is known.
///
/// # Errors
///
/// [`UnlinkError`].
pub async fn unlink(
    http: &impl HttpClient,
    platform: &(impl Storage + Timer + Clock),
    config: &AuthConfig,
    plan: &UnlinkPlan,
    checking: &dyn Fn(),
) -> Result<Vec<Identity>, UnlinkError> {
    let UnlinkPlan { identity, session } = plan;
    let api = Management::new(http, config, &session.access_token);
    let mut request = PendingRequest::unlink(session, identity);
    request.keep(platform, Step::Unlinking, platform.now());
    let cause = match api.unlink(session.subject(), identity).await {
        Ok(left) if !left.iter().any(|other| other.is_same(identity)) => {
            request.done(platform);
            return Ok(left);
        }
        Ok(_) => ManagementError::UnexpectedAnswer { status: 200 },
        Err(cause) => cause,
    };
    let is_missing = cause.outcome_unknown();
    // Auth0 does not document what it answers for an identity that is not linked: 400 and 404 both may mean it.
    let perhaps_gone = matches!(
        cause,
        ManagementError::UserNotFound
            | ManagementError::Refused(LinkRejection::Other | LinkRejection::SecondaryNotFound)
    );
    let mut is_unclear = is_missing;
    if is_missing {
        checking();
    }
    if is_missing || perhaps_gone {
        let pauses = if is_missing { BACKOFF } else { ONCE };
        match read_back(&api, platform, session.subject(), &request, pauses).await {
            Ok(Finding::Done(user)) => {
                request.done(platform);
                return Ok(user.identities);
            }
            Err(ManagementError::UserNotFound) if perhaps_gone => {}
            // A refusal that may mean that it is gone, and the user could not be read.
            Err(_) => is_unclear = true,
            Ok(_) => {}
        }
    }
    if is_unclear {
        return Err(UnlinkError::Unclear(cause));
    }
    request.done(platform);
    Err(UnlinkError::StillLinked(cause))
}

#[cfg(test)]
mod tests;
