//! Removing copied metadata after a refused link: only values that are still our copies, verified by reading the user
//! back.
//!
//! Another app may write between the reading and the PATCH: the Management API has no conditional requests.

use super::execute::{Attempt, LinkError, LinkFailure};
use super::pending::Step;
use super::reconcile::{Finding, MetadataLeft};
use crate::clock::Clock;
use crate::http::HttpClient;
use crate::management::rate_limit::Timer;
use crate::management::{LinkRejection, ManagementError, User};
use crate::storage::Storage;
use crate::tabs::SharedStorage;

impl<H: HttpClient, P: Storage + SharedStorage + Timer + Clock> Attempt<'_, H, P> {
    /// The link was refused, or not sent, because of `cause`. Returns the primary account if the two are linked after
    /// all: another tab linked them first, and the copies are all that is left of the secondary's metadata.
    pub(super) async fn rollback(&mut self, cause: ManagementError) -> Result<User, LinkError> {
        // Already linked: to this account, perhaps from another tab, or to a third one.
        let perhaps_linked = matches!(
            cause,
            ManagementError::AlreadyExists | ManagementError::Refused(LinkRejection::SecondaryNotFound)
        );
        if self.patch.is_empty() && !perhaps_linked {
            return Err(LinkError::NotLinked(LinkFailure { cause, metadata: MetadataLeft::Nothing }));
        }
        let Ok(user) = self.api.user(&self.primary.user.id).await else {
            let failure = LinkFailure { cause, metadata: MetadataLeft::copied(self.request.keys()) };
            return Err(if perhaps_linked {
                LinkError::Unclear(failure)
            } else {
                LinkError::NotLinked(failure)
            });
        };
        self.restore(user).await.map_err(|metadata| LinkError::NotLinked(LinkFailure { cause, metadata }))
    }

    /// Returns the user if it is linked, otherwise what is left of the copies.
    async fn restore(&mut self, user: User) -> Result<User, MetadataLeft> {
        if self.is_in(&user.identities) {
            return Ok(user);
        }
        let id = &self.primary.user.id;
        let old = self.patch.rollback(&user.metadata);
        if old.is_empty() {
            return Err(MetadataLeft::Nothing);
        }
        self.request.keep(self.platform, Step::RollingBack, self.platform.now());
        let keys = || old.keys().cloned().collect();
        let now = match self.api.patch_user_metadata(id, &old).await {
            Ok(user) if !user.metadata.is_empty() => user,
            // A response without metadata says nothing about it.
            Ok(_) => match self.api.user(id).await {
                Ok(user) => user,
                Err(_) => return Err(MetadataLeft::unknown(keys())),
            },
            Err(cause) if cause.outcome_unknown() => {
                return match self.reconcile().await {
                    Ok(Finding::Done(user)) => Ok(*user),
                    Ok(Finding::NotDone(MetadataLeft::Nothing)) => Err(MetadataLeft::Nothing),
                    _ => Err(MetadataLeft::unknown(keys())),
                };
            }
            Err(_) => return Err(MetadataLeft::copied(keys())),
        };
        if self.is_in(&now.identities) {
            return Ok(now);
        }
        Err(MetadataLeft::copied(self.patch.rollback(&now.metadata).into_keys().collect()))
    }
}
