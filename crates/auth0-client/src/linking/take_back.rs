//! Taking copied metadata back after a refusal: only what is still ours, and not believed before it is seen.
//!
//! Between the look and the PATCH another app may write all the same: the Management API has no conditional requests.

use super::execute::{Attempt, Failure, LinkError};
use super::find_out::{Finding, MetadataLeft};
use super::under_way::Step;
use crate::clock::Clock;
use crate::http::HttpClient;
use crate::management::ManagementError;
use crate::management::rate_limit::Timer;
use crate::storage::Storage;

impl<H: HttpClient, P: Storage + Timer + Clock> Attempt<'_, H, P> {
    /// The link was refused, or not sent, because of `cause`.
    pub(super) async fn take_back(&mut self, cause: ManagementError) -> LinkError {
        let metadata = if self.patch.is_empty() { MetadataLeft::Nothing } else { self.restore().await };
        LinkError::NotLinked(Failure { cause, metadata })
    }

    async fn restore(&mut self) -> MetadataLeft {
        let id = &self.primary.user.id;
        self.note.keep(self.platform, Step::TakingBack, self.platform.now());
        let Ok(user) = self.api.user(id).await else { return MetadataLeft::copied(self.note.keys()) };
        let old = self.patch.to_take_back(&user.metadata);
        if old.is_empty() {
            return MetadataLeft::Nothing;
        }
        let keys = || old.keys().cloned().collect();
        let now = match self.api.patch_user_metadata(id, &old).await {
            Ok(user) if !user.metadata.is_empty() => user,
            // An answer that leaves metadata out says nothing of it.
            Ok(_) => match self.api.user(id).await {
                Ok(user) => user,
                Err(_) => return MetadataLeft::unknown(keys()),
            },
            Err(cause) if cause.outcome_unknown() => {
                return match self.find_out().await {
                    Ok(Finding::NotDone(MetadataLeft::Nothing)) => MetadataLeft::Nothing,
                    _ => MetadataLeft::unknown(keys()),
                };
            }
            Err(_) => return MetadataLeft::copied(keys()),
        };
        MetadataLeft::copied(self.patch.to_take_back(&now.metadata).into_keys().collect())
    }
}
