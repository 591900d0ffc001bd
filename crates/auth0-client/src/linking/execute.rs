//! Doing it: the metadata first, then the link, each request once; the truth is read back when an answer is missing.

use thiserror::Error;

use super::confirm::{Account, LinkPlan};
use crate::authentication::id_token::Claims;
use crate::authentication::token::Tokens;
use crate::config::AuthConfig;
use crate::http::HttpClient;
use crate::management::metadata::MetadataPatch;
use crate::management::{Identity, Management, ManagementError, User};

/// The accounts are one now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Linked {
    /// The account that stays, with every way to log in to it.
    pub user: User,
    /// What to show of the account that joined.
    pub joined: Option<String>,
    /// The session is to become this one, because the person chose the second account as the primary.
    pub new_session: Option<(Claims, Tokens)>,
}

/// The accounts are not linked.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{cause}")]
pub struct LinkError {
    /// Why.
    pub cause: ManagementError,
    /// Whether it is certain that nothing was linked. `false`: the answer is missing, and so is the one after it.
    pub certain: bool,
    /// What the attempt left in the primary's metadata.
    pub metadata: MetadataLeft,
}

/// What a failed attempt left in the metadata.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MetadataLeft {
    /// As it was before.
    Untouched,
    /// Merged values that could not be taken back.
    Merged,
}

/// Carries out the plan, as the primary.
///
/// # Errors
///
/// [`LinkError`]. Values already merged were taken back, or the error says that they were not.
pub async fn execute(
    http: &impl HttpClient,
    config: &AuthConfig,
    plan: LinkPlan,
) -> Result<Linked, LinkError> {
    let LinkPlan { primary, secondary, patch, swapped } = plan;
    let api = Management::new(http, config, primary.access_token());

    let mut user = primary.user.clone();
    if !patch.is_empty() {
        match merge(&api, &primary, &patch).await {
            Ok(patched) => user = patched,
            Err(cause) => {
                // A refused PATCH changed nothing; one without an answer may have.
                let metadata = if cause.outcome_unknown() {
                    undo(&api, &primary, &patch).await
                } else {
                    MetadataLeft::Untouched
                };
                return Err(LinkError { cause, certain: true, metadata });
            }
        }
    }

    let answer = api.link(&primary.user.id, secondary.id_token()).await;
    let joined = secondary.user.profile.label().map(str::to_owned);
    let linked = match answer {
        Ok(identities) if contains(&identities, &secondary) => Ok(identities),
        Ok(_) => Err((ManagementError::UnexpectedAnswer { status: 201 }, true)),
        Err(cause) => Err((cause, cause.outcome_unknown())),
    };
    match linked {
        Ok(identities) => user.identities = identities,
        Err((cause, false)) => {
            let metadata = undo(&api, &primary, &patch).await;
            return Err(LinkError { cause, certain: true, metadata });
        }
        Err((cause, true)) => match api.user(&primary.user.id).await {
            Ok(now) if now.has_identity_of(&secondary.user.id) => user = now,
            Ok(_) => {
                let metadata = undo(&api, &primary, &patch).await;
                return Err(LinkError { cause, certain: true, metadata });
            }
            // Nobody knows: taking the metadata back could lose what only the primary holds now.
            Err(_) => {
                let metadata = if patch.is_empty() { MetadataLeft::Untouched } else { MetadataLeft::Merged };
                return Err(LinkError { cause, certain: false, metadata });
            }
        },
    }
    let new_session = swapped.then(|| primary.into_login());
    Ok(Linked { user, joined, new_session })
}

/// Sends the new values, and looks whether the tenant has each of them whole: linking discards the only other copy.
async fn merge<H: HttpClient>(
    api: &Management<'_, H>,
    primary: &Account,
    patch: &MetadataPatch,
) -> Result<User, ManagementError> {
    let id = &primary.user.id;
    let patched = api.patch_user_metadata(id, &patch.changes).await?;
    if patch.is_in(&patched.metadata) {
        return Ok(patched);
    }
    // An answer that leaves metadata out says nothing of it.
    match api.user(id).await {
        Ok(user) if patch.is_in(&user.metadata) => Ok(user),
        _ => Err(ManagementError::MetadataAltered),
    }
}

fn contains(identities: &[Identity], account: &Account) -> bool {
    identities.iter().any(|identity| identity.is_user(&account.user.id))
}

async fn undo<H: HttpClient>(
    api: &Management<'_, H>,
    primary: &Account,
    patch: &MetadataPatch,
) -> MetadataLeft {
    if patch.is_empty() {
        return MetadataLeft::Untouched;
    }
    match api.patch_user_metadata(&primary.user.id, &patch.undo).await {
        Ok(_) => MetadataLeft::Untouched,
        Err(_) => MetadataLeft::Merged,
    }
}

#[cfg(test)]
mod tests;
