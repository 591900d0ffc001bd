//! Unlinking an identity: one request, and its outcome when the response is missing.

use thiserror::Error;

use super::pending::{PendingRequest, Step};
use super::reconcile::{BACKOFF, Finding, ONCE, read_back};
use crate::clock::Clock;
use crate::config::AuthConfig;
use crate::http::HttpClient;
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
    session: &Session,
    identity: &Identity,
    checking: &dyn Fn(),
) -> Result<Vec<Identity>, UnlinkError> {
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
