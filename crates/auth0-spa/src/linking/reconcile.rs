//! The outcome of a request whose response is missing: the user is read until it is known, for a limited time.
//!
//! A missing response is not a refusal: the tenant may still carry the request out.

use super::pending::{PendingRequest, Step};
use crate::clock::{Clock, UnixTime};
use crate::config::AuthConfig;
use crate::http::HttpClient;
use crate::management::rate_limit::Timer;
use crate::management::{Management, ManagementError, Remedy, User};
use crate::session::Session;
use crate::user_id::UserId;

/// Seconds to wait before each reading: fifteen in all.
pub const BACKOFF: &[u32] = &[0, 1, 2, 4, 8];
/// One reading, now.
pub const ONCE: &[u32] = &[0];

/// Seconds after which a request without an effect will not have one: no proxy holds a request that long (Cloudflare,
/// in front of Auth0, gives up after 100).
const FINAL_AFTER: i64 = 120;

/// The outcome of a request according to the tenant's data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finding {
    /// It was carried out.
    Done(Box<User>),
    /// It was carried out, and the account that asked is now part of the other one.
    Absorbed,
    /// It was not carried out, and will not be.
    NotDone(MetadataLeft),
    /// Unknown: it has not been carried out yet.
    Unclear(MetadataLeft),
}

/// Which of the secondary's values an attempt to link left in the primary's metadata.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MetadataLeft {
    /// No copied value is left.
    Nothing,
    /// The values of these keys.
    Copied(Vec<String>),
    /// Unknown, for the values of these keys.
    Unknown(Vec<String>),
}

impl MetadataLeft {
    /// These keys; [`Nothing`](Self::Nothing) if there are none.
    pub(super) fn copied(keys: Vec<String>) -> Self {
        if keys.is_empty() { Self::Nothing } else { Self::Copied(keys) }
    }

    /// These keys are unknown; [`Nothing`](Self::Nothing) if there are none.
    pub(super) fn unknown(keys: Vec<String>) -> Self {
        if keys.is_empty() { Self::Nothing } else { Self::Unknown(keys) }
    }
}

impl Finding {
    /// Whether reading again may resolve it.
    pub fn is_open(&self) -> bool {
        matches!(self, Self::Unclear(_) | Self::NotDone(MetadataLeft::Unknown(_)))
    }
}

/// Reads the session's user until it is known what became of the request, after each of these `pauses` (in seconds).
///
/// For the page after a reload, and for *Check again*.
///
/// # Errors
///
/// [`ManagementError`] when the user could not be read at all.
pub async fn reconcile(
    http: &impl HttpClient,
    platform: &(impl Timer + Clock),
    config: &AuthConfig,
    session: &Session,
    request: &PendingRequest,
    pauses: &[u32],
) -> Result<Finding, ManagementError> {
    let api = Management::new(http, config, &session.access_token);
    read_back(&api, platform, session.subject(), request, pauses).await
}

/// As [`reconcile`], with the token of `api`.
pub(super) async fn read_back<H: HttpClient>(
    api: &Management<'_, H>,
    platform: &(impl Timer + Clock),
    reader: &UserId,
    request: &PendingRequest,
    pauses: &[u32],
) -> Result<Finding, ManagementError> {
    let mut found = Err(ManagementError::UserNotFound);
    for (nth, pause) in pauses.iter().enumerate() {
        if *pause > 0 {
            platform.sleep(*pause).await;
        }
        let now = request.judge(api.user(reader).await, reader, platform.now());
        let is_final = match &now {
            Ok(finding) => !finding.is_open(),
            Err(cause) => cause.remedy() != Remedy::Retry,
        };
        // A reading that fails tells less than the one before it.
        if nth == 0 || is_final || now.is_ok() {
            found = now;
        }
        if is_final {
            break;
        }
    }
    found
}

impl PendingRequest {
    /// What the `reader`'s data say about the request. Pure.
    fn judge(
        &self,
        answer: Result<User, ManagementError>,
        reader: &UserId,
        now: UnixTime,
    ) -> Result<Finding, ManagementError> {
        let settled = now.since(self.sent_at) > FINAL_AFTER;
        let swapped = *reader != self.primary;
        let user = match answer {
            // Linking removes the account that joins.
            Err(ManagementError::UserNotFound) if swapped && self.step == Step::Linking => {
                return Ok(Finding::Absorbed);
            }
            Err(cause) => return Err(cause),
            Ok(user) => user,
        };
        let linked = !swapped && user.has_identity_of(&self.other);
        if linked != self.is_unlink() {
            return Ok(Finding::Done(Box::new(user)));
        }
        let held = if swapped { self.keys() } else { self.held_by(&user.metadata) };
        let known = match self.step {
            _ if swapped => false,
            Step::Copying => held.len() == self.keys().len(),
            Step::RollingBack => held.is_empty(),
            Step::Linking | Step::Unlinking => true,
        };
        let left = if known || settled && !swapped {
            MetadataLeft::copied(held)
        } else {
            MetadataLeft::unknown(self.keys())
        };
        Ok(match self.step {
            Step::Linking | Step::Unlinking if !settled => Finding::Unclear(left),
            _ => Finding::NotDone(left),
        })
    }
}

#[cfg(test)]
mod tests;
