//! Sending a confirmed link: both accounts are read again, then the metadata is copied, then the link is sent, each
//! once.

use futures_util::future::join;
use thiserror::Error;

use super::account::AuthenticatedAccount;
use super::check::LinkRefusal;
use super::confirm::{Confirmation, LinkPlan};
use super::pending::{PendingRequest, Step};
use super::reconcile::{BACKOFF, Finding, MetadataLeft, read_back};
use crate::clock::Clock;
use crate::config::AuthConfig;
use crate::http::HttpClient;
use crate::login::id_token::Claims;
use crate::login::token::Tokens;
use crate::management::metadata::MetadataPatch;
use crate::management::rate_limit::Timer;
use crate::management::{Identity, LinkRejection, Management, ManagementError, User};
use crate::secret::{AccessToken, IdToken};
use crate::session::TokenRejection;
use crate::storage::Storage;
use crate::tabs::SharedStorage;
use crate::user_id::UserId;

/// The accounts are linked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Linked {
    /// The primary account, with all of its identities.
    pub user: User,
    /// How the account that joined logs in.
    pub joined: Option<Identity>,
    /// The session to go on with, if the user chose the second account as the primary.
    pub new_session: Option<(Claims, Tokens)>,
}

/// The accounts are not linked, or it is unknown whether they are.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum LinkError {
    /// They are not linked: the request was refused or never sent.
    #[error("not linked: {}", .0.cause)]
    NotLinked(LinkFailure),
    /// Unknown: the response is missing, and for a while they were not linked. Copied metadata stays, because removing
    /// it could lose what only the primary holds by now.
    #[error("not known whether linked: {}", .0.cause)]
    Unclear(LinkFailure),
    /// An account is no longer what the user confirmed. Nothing was sent; this is the confirmation of what it is now.
    #[error("an account has changed")]
    Changed(Box<Confirmation>),
    /// An account has changed so that it may not be linked, or the session is over. Nothing was sent, or it was rolled
    /// back.
    #[error(transparent)]
    Refused(LinkRefusal),
}

/// Why an attempt did not link, and what it left behind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkFailure {
    /// Why. [`ManagementError::TokenRejected`] is about the session's own token.
    pub cause: ManagementError,
    /// What the attempt left in the primary's metadata.
    pub metadata: MetadataLeft,
}

impl LinkError {
    /// Whether reading the account again may tell more.
    pub fn is_open(&self) -> bool {
        match self {
            Self::Unclear(_) => true,
            Self::NotLinked(failure) => matches!(failure.metadata, MetadataLeft::Unknown(_)),
            Self::Changed(_) | Self::Refused(_) => false,
        }
    }
}

impl TokenRejection for LinkError {
    fn is_token_rejected(&self) -> bool {
        matches!(self, Self::NotLinked(LinkFailure { cause: ManagementError::TokenRejected, .. }))
    }
}

/// Carries out the plan, as the primary. Calls `checking` when a response is missing, before it waits.
///
/// A record of what is sent stays in storage until the outcome is known. A logout, here or in another tab, stops what
/// was not sent yet.
///
/// # Errors
///
/// [`LinkError`].
pub async fn execute<P: Storage + SharedStorage + Timer + Clock>(
    http: &impl HttpClient,
    platform: &P,
    config: &AuthConfig,
    plan: LinkPlan,
    checking: &dyn Fn(),
) -> Result<Linked, LinkError> {
    let request = plan.pending_request();
    let plan = match look_again(http, config, plan).await? {
        Recheck::Same(plan) => *plan,
        Recheck::Linked(linked) => {
            request.done(platform);
            return Ok(*linked);
        }
    };
    let LinkPlan { primary, secondary, patch, swapped, access_token, link_with, .. } = plan;
    let api = Management::new(http, config, &access_token);
    let mut attempt = Attempt {
        api,
        platform,
        primary: &primary,
        secondary: &secondary,
        link_with,
        patch,
        request,
        checking,
    };
    let result = attempt.run().await;
    if !result.as_ref().is_err_and(LinkError::is_open) {
        attempt.request.done(platform);
    }
    match result {
        Ok(user) => Ok(linked(user, primary, &secondary, swapped)),
        Err(LinkError::NotLinked(LinkFailure { cause, metadata })) => {
            Err(LinkError::NotLinked(LinkFailure { cause: of_session(cause, !swapped), metadata }))
        }
        Err(other) => Err(other),
    }
}

fn linked(
    user: User,
    primary: AuthenticatedAccount,
    secondary: &AuthenticatedAccount,
    swapped: bool,
) -> Linked {
    let joined = secondary.user.main_identity();
    let new_session = if swapped { primary.into_login() } else { None };
    Linked { user, joined, new_session }
}

/// A rejected token that is not the session's own says nothing about the session.
fn of_session(cause: ManagementError, own_token: bool) -> ManagementError {
    match cause {
        ManagementError::TokenRejected if !own_token => ManagementError::Refused(LinkRejection::InvalidToken),
        other => other,
    }
}

/// Reads the accounts again, each with its own token: up to five minutes passed, and other apps write too. The
/// secondary, because linking discards what only it holds, unless its token was not kept through a redirect; the primary
/// where it is to hold what the secondary loses, also where it does already: somebody may have removed it there.
async fn look_again(
    http: &impl HttpClient,
    config: &AuthConfig,
    plan: LinkPlan,
) -> Result<Recheck, LinkError> {
    let read = async |token: &AccessToken, id: &UserId| Management::new(http, config, token).user(id).await;
    let read_primary = || read(&plan.access_token, &plan.primary.user.id);
    let is_unread = plan.secondary.access_token().is_none();
    let secondary = async {
        match plan.secondary.access_token() {
            None => Ok(plan.secondary.user.clone()),
            Some(token) => read(token, &plan.secondary.user.id).await,
        }
    };
    let primary =
        async { if plan.keeps_metadata() || is_unread { Some(read_primary().await) } else { None } };
    let (secondary, primary) = join(secondary, primary).await;
    let secondary = match secondary {
        // Gone: perhaps because it was linked already, in another tab.
        Err(ManagementError::UserNotFound) => None,
        Err(cause) => return Err(not_linked(of_session(cause, plan.swapped))),
        Ok(secondary) => Some(secondary),
    };
    let primary = match primary {
        // What was read of it at the same time may be older than that.
        _ if secondary.is_none() => Some(read_primary().await),
        primary => primary,
    };
    let primary = match primary {
        None => plan.primary.user.clone(),
        // It is part of the secondary: another tab linked the two the other way round.
        Some(Err(ManagementError::UserNotFound))
            if secondary.as_ref().is_some_and(|user| user.has_identity_of(&plan.primary.user.id)) =>
        {
            return Err(LinkError::Refused(LinkRefusal::AlreadyLinked));
        }
        Some(primary) => primary.map_err(|cause| not_linked(of_session(cause, !plan.swapped)))?,
    };
    let is_linked = primary.has_identity_of(&plan.secondary.user.id);
    match secondary.filter(|_| !(is_unread && is_linked)) {
        None if is_linked => {
            let LinkPlan { primary: account, secondary, swapped, .. } = plan;
            Ok(Recheck::Linked(Box::new(linked(primary, account, &secondary, swapped))))
        }
        None => Err(not_linked(ManagementError::Refused(LinkRejection::SecondaryNotFound))),
        Some(secondary) if primary.is_as(&plan.primary.user) && secondary.is_as(&plan.secondary.user) => {
            Ok(Recheck::Same(Box::new(plan)))
        }
        Some(secondary) => {
            let confirmation = plan.ask_again(primary, secondary).map_err(LinkError::Refused)?;
            Err(LinkError::Changed(Box::new(confirmation)))
        }
    }
}

/// What the reading before the first change found.
enum Recheck {
    /// The accounts are what the user confirmed.
    Same(Box<LinkPlan>),
    /// Another tab linked them first.
    Linked(Box<Linked>),
}

/// Nothing was changed.
fn not_linked(cause: ManagementError) -> LinkError {
    LinkError::NotLinked(LinkFailure { cause, metadata: MetadataLeft::Nothing })
}

/// A plan that is being carried out.
pub(super) struct Attempt<'a, H, P> {
    pub(super) api: Management<'a, H>,
    pub(super) platform: &'a P,
    pub(super) primary: &'a AuthenticatedAccount,
    secondary: &'a AuthenticatedAccount,
    link_with: IdToken,
    pub(super) patch: MetadataPatch,
    pub(super) request: PendingRequest,
    checking: &'a dyn Fn(),
}

impl<H: HttpClient, P: Storage + SharedStorage + Timer + Clock> Attempt<'_, H, P> {
    /// The primary account, or what happened instead.
    async fn run(&mut self) -> Result<User, LinkError> {
        let mut user = self.primary.user.clone();
        if !self.patch.is_empty() {
            if self.request.is_overtaken(self.platform.shared()) {
                return Err(LinkError::Refused(LinkRefusal::NoSession));
            }
            user = self.copy().await?;
            if self.is_in(&user.identities) {
                return Ok(user);
            }
        }
        if self.request.is_overtaken(self.platform.shared()) {
            return match self.rollback(ManagementError::TokenRejected).await {
                Err(error) if error == not_linked(ManagementError::TokenRejected) => {
                    Err(LinkError::Refused(LinkRefusal::NoSession))
                }
                other => other,
            };
        }
        self.request.keep(self.platform, Step::Linking, self.platform.now());
        let cause = match self.api.link(&self.primary.user.id, &self.link_with).await {
            Ok(identities) if self.is_in(&identities) => return Ok(User { identities, ..user }),
            Ok(_) => ManagementError::UnexpectedAnswer { status: 201 },
            Err(cause) => cause,
        };
        if cause.outcome_unknown() {
            let metadata = MetadataLeft::copied(self.request.keys());
            return match self.reconcile().await {
                Ok(Finding::Done(user)) => Ok(*user),
                _ => Err(LinkError::Unclear(LinkFailure { cause, metadata })),
            };
        }
        self.rollback(cause).await
    }

    /// Sends the new values, and checks that the tenant has each of them unchanged, because linking discards the only
    /// other copy. Returns the primary account as it is now, which another tab may have linked already.
    async fn copy(&mut self) -> Result<User, LinkError> {
        let id = &self.primary.user.id;
        self.request.keep(self.platform, Step::Copying, self.platform.now());
        let answer = match self.api.patch_user_metadata(id, &self.patch.changes).await {
            Ok(user) if self.patch.is_in(&user.metadata) => return Ok(user),
            Ok(answer) => answer,
            Err(cause) if cause.outcome_unknown() => {
                let found = self.reconcile().await;
                if found == Ok(Finding::NotDone(MetadataLeft::Copied(self.request.keys()))) {
                    let mut user = self.primary.user.clone();
                    user.metadata.extend(self.patch.changes.clone());
                    return Ok(user);
                }
                return match found {
                    Ok(Finding::Done(user)) => Ok(*user),
                    _ => Err(self.not_known_whether_copied(cause)),
                };
            }
            Err(cause) => return Err(not_linked(cause)),
        };
        // A response without metadata says nothing about it.
        match self.api.user(id).await {
            Ok(user) if self.patch.is_in(&user.metadata) => return Ok(user),
            // A later reading may show what another app wrote: only the response shows what became of our values.
            _ if answer.metadata.is_empty() => {
                return Err(self.not_known_whether_copied(ManagementError::MetadataAltered));
            }
            _ => {}
        }
        self.patch.stored_as(&answer.metadata);
        self.request.copied_as(&self.patch.changes);
        self.rollback(ManagementError::MetadataAltered).await
    }

    /// The link was not sent.
    fn not_known_whether_copied(&self, cause: ManagementError) -> LinkError {
        LinkError::NotLinked(LinkFailure { cause, metadata: MetadataLeft::unknown(self.request.keys()) })
    }

    pub(super) fn is_in(&self, identities: &[Identity]) -> bool {
        identities.iter().any(|identity| identity.is_user(&self.secondary.user.id))
    }

    /// A response is missing: reads the primary until it is known whether the request was carried out.
    pub(super) async fn reconcile(&self) -> Result<Finding, ManagementError> {
        (self.checking)();
        read_back(&self.api, self.platform, &self.primary.user.id, &self.request, BACKOFF).await
    }
}

#[cfg(test)]
mod tests;
