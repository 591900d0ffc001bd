//! The confirmation: two proven accounts, which of them stays, and what becomes of their metadata.
//!
//! A value of this type is the only thing from which a link can be made, and making it consumes it.

use thiserror::Error;

use super::LIFETIME;
use super::check::{self, LinkRefusal};
use super::under_way::UnderWay;
use crate::authentication::id_token::Claims;
use crate::authentication::sign_in::SecondLogin;
use crate::authentication::token::{Scope, Tokens};
use crate::clock::UnixTime;
use crate::management::User;
use crate::management::metadata::{MergePlan, MetadataPatch, Source};
use crate::secret::{AccessToken, IdToken};
use crate::session::{Session, SessionRef};

/// One of the two accounts, with the proofs that its owner is here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// The account as the tenant describes it now.
    pub user: User,
    claims: Claims,
    access_token: AccessToken,
    access_expires_at: UnixTime,
    scope: Scope,
    id_token: IdToken,
}

/// Two accounts side by side, waiting for the person's word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Confirmation {
    primary: Account,
    secondary: Account,
    swapped: bool,
    merge: Option<MergePlan>,
    session: SessionRef,
    /// The connection asked for.
    connection: Option<String>,
    landed_at: UnixTime,
}

/// What will be done, decided to the last detail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkPlan {
    /// The account that stays; its access token calls.
    pub primary: Account,
    /// The account that joins; its ID token is in the body.
    pub secondary: Account,
    /// Sent to the primary before.
    pub patch: MetadataPatch,
    /// Whether the session is to become the primary's, because the person chose the second account.
    pub swapped: bool,
    merge: Option<MergePlan>,
    session: SessionRef,
    connection: Option<String>,
    landed_at: UnixTime,
}

impl Account {
    /// The account of the session.
    pub fn of_session(session: &Session, user: User) -> Self {
        Self {
            user,
            claims: session.claims.clone(),
            access_token: session.access_token.clone(),
            access_expires_at: session.expires_at,
            scope: session.scope.clone(),
            id_token: session.id_token.clone(),
        }
    }

    /// The account of the second login.
    pub fn of_second_login(second: SecondLogin, user: User) -> Self {
        let SecondLogin { claims, tokens: Tokens { access_token, id_token, expires_at, scope }, .. } = second;
        Self { user, claims, access_token, access_expires_at: expires_at, scope, id_token }
    }

    /// Calls the Management API as this account.
    pub fn access_token(&self) -> &AccessToken {
        &self.access_token
    }

    /// Proves this account in `link_with`.
    pub(super) fn id_token(&self) -> &IdToken {
        &self.id_token
    }

    /// What a session of this account is made of.
    pub(super) fn into_login(self) -> (Claims, Tokens) {
        let Self { claims, access_token, access_expires_at: expires_at, scope, id_token, .. } = self;
        (claims, Tokens { access_token, id_token, expires_at, scope })
    }
}

impl Confirmation {
    /// Puts two accounts side by side. The account of the session is the primary at first.
    ///
    /// # Errors
    ///
    /// [`LinkRefusal`] when the two may not be linked.
    pub fn new(
        session: &Session,
        user: User,
        second: SecondLogin,
        second_user: User,
        merge_metadata: bool,
        now: UnixTime,
    ) -> Result<Self, LinkRefusal> {
        check::second_login(Some(session), &second, now)?;
        check::accounts(&user, &second_user)?;
        check::connection(second.connection.as_deref(), &second_user)?;
        let merge = merge_metadata.then(|| MergePlan::new(&user.metadata, &second_user.metadata));
        let (connection, landed_at) = (second.connection.clone(), second.landed_at);
        Ok(Self {
            primary: Account::of_session(session, user),
            secondary: Account::of_second_login(second, second_user),
            swapped: false,
            merge,
            session: session.reference(),
            connection,
            landed_at,
        })
    }

    /// The account that stays.
    pub fn primary(&self) -> &Account {
        &self.primary
    }

    /// The account that joins.
    pub fn secondary(&self) -> &Account {
        &self.secondary
    }

    /// The merged metadata; `None` when it is not merged, and the secondary's is lost.
    pub fn merge(&self) -> Option<&MergePlan> {
        self.merge.as_ref()
    }

    /// Whether the secondary has metadata that linking will lose, because it is not merged.
    pub fn loses_metadata(&self) -> bool {
        self.merge.is_none() && !self.secondary.user.metadata.is_empty()
    }

    /// Whether the second account is the primary now.
    pub fn is_swapped(&self) -> bool {
        self.swapped
    }

    /// When this confirmation ends by itself: five minutes after the second login, or with the first of the two tokens
    /// that it needs.
    pub fn expires_at(&self) -> UnixTime {
        let tokens = self.primary.access_expires_at.min(self.secondary.claims.expires_at);
        self.landed_at.plus(LIFETIME).min(tokens)
    }

    /// Whose value of a conflicting key is kept.
    pub fn choose(&mut self, key: &str, source: Source) {
        if let Some(merge) = &mut self.merge {
            merge.choose(key, source);
        }
    }

    /// Whether the secondary may become the primary: then its access token calls, and the other's ID token is sent.
    ///
    /// # Errors
    ///
    /// [`SwapRefusal`] with the reason.
    pub fn can_swap(&self, now: UnixTime) -> Result<(), SwapRefusal> {
        let new_primary = &self.secondary;
        let needed: &[&str] = match &self.merge {
            Some(_) => &["update:current_user_identities", "update:current_user_metadata"],
            None => &["update:current_user_identities"],
        };
        if !needed.iter().all(|scope| new_primary.scope.has(scope)) {
            return Err(SwapRefusal::NotGranted);
        }
        if new_primary.access_expires_at <= now || self.primary.claims.expires_at <= now {
            return Err(SwapRefusal::LoginTooOld);
        }
        Ok(())
    }

    /// Swaps the roles. Choices about metadata start anew: they were made about other defaults.
    ///
    /// # Errors
    ///
    /// [`SwapRefusal`]; then nothing changed.
    pub fn swap(&mut self, now: UnixTime) -> Result<(), SwapRefusal> {
        self.can_swap(now)?;
        std::mem::swap(&mut self.primary, &mut self.secondary);
        self.swapped = !self.swapped;
        let (stays, joins) = (&self.primary.user.metadata, &self.secondary.user.metadata);
        self.merge = self.merge.as_ref().map(|_| MergePlan::new(stays, joins));
        Ok(())
    }

    /// Back to the second login, to look at both accounts anew.
    pub(super) fn into_second_login(self) -> SecondLogin {
        let Self { primary, secondary, swapped, session, connection, landed_at, .. } = self;
        let (claims, tokens) = if swapped { primary.into_login() } else { secondary.into_login() };
        SecondLogin { claims, tokens, primary: session, connection, landed_at }
    }

    /// The person's word. Judges once more that the session is still the one that was shown.
    ///
    /// # Errors
    ///
    /// [`LinkRefusal`]: nothing was sent, and the second login is gone.
    pub fn confirm(self, session: Option<&Session>, now: UnixTime) -> Result<LinkPlan, LinkRefusal> {
        self.check(session, now)?;
        let patch = self.merge.as_ref().map(MergePlan::patch).unwrap_or_default();
        let Self { primary, secondary, swapped, merge, session, connection, landed_at } = self;
        Ok(LinkPlan { primary, secondary, patch, swapped, merge, session, connection, landed_at })
    }

    /// Whether this may be asked and answered now.
    pub(super) fn check(&self, session: Option<&Session>, now: UnixTime) -> Result<(), LinkRefusal> {
        match session {
            None => return Err(LinkRefusal::NoSession),
            Some(session) if session.is_expired(now) => return Err(LinkRefusal::NoSession),
            Some(session) if !session.is(&self.session) => return Err(LinkRefusal::PrimaryChanged),
            Some(_) => {}
        }
        if self.expires_at() <= now { Err(LinkRefusal::ConfirmationExpired) } else { Ok(()) }
    }
}

impl LinkPlan {
    /// A note that this is about to be sent.
    pub(super) fn note(&self) -> UnderWay {
        let (primary, secondary) = (self.primary.user.id.clone(), self.secondary.user.id.clone());
        UnderWay::link(self.session.clone(), primary, secondary, &self.patch.changes)
    }

    /// The accounts are not what the person decided about: the same question about what they are now.
    ///
    /// # Errors
    ///
    /// [`LinkRefusal`] when they may not be linked any more.
    pub(super) fn ask_again(mut self, primary: User, secondary: User) -> Result<Confirmation, LinkRefusal> {
        let (first, second) = if self.swapped { (&secondary, &primary) } else { (&primary, &secondary) };
        check::accounts(first, second)?;
        check::connection(self.connection.as_deref(), second)?;
        let merge = self.merge.map(|merge| merge.renewed(&primary.metadata, &secondary.metadata));
        (self.primary.user, self.secondary.user) = (primary, secondary);
        let Self { primary, secondary, swapped, session, connection, landed_at, .. } = self;
        Ok(Confirmation { primary, secondary, swapped, merge, session, connection, landed_at })
    }
}

/// Why the second account cannot become the primary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum SwapRefusal {
    /// Its login was not granted the scopes that linking needs.
    #[error("the second login was not granted the scopes")]
    NotGranted,
    /// The first account's ID token has ended, so it cannot be sent any more.
    #[error("the first login is too old")]
    LoginTooOld,
}

#[cfg(test)]
mod tests;
