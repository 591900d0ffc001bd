//! The confirmation: two accounts that both logged in, which of them is the primary, and what becomes of their
//! metadata.
//!
//! A value of this type is the only thing from which a link can be made, and making it consumes it.

use super::check::{self, LinkRefusal};
use super::deadline::{Deadline, Expiry, LIFETIME};
use super::decisions::{Decisions, Feedback, SwapRefusal};
use super::pending::PendingRequest;
use crate::clock::UnixTime;
use crate::login::SecondLogin;
use crate::login::id_token::Claims;
use crate::login::token::{Scope, Tokens};
use crate::management::User;
use crate::management::metadata::{Choice, MergePlan, Merged, MetadataPatch, Source};
use crate::secret::{AccessToken, IdToken};
use crate::session::{Session, SessionRef};

/// One of the two accounts, with the tokens that prove its login.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuthenticatedAccount {
    /// The account as the tenant describes it now.
    pub user: User,
    claims: Claims,
    access_token: AccessToken,
    access_expires_at: UnixTime,
    scope: Scope,
    id_token: IdToken,
}

/// Two accounts side by side, waiting for the user to confirm.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Confirmation {
    primary: AuthenticatedAccount,
    secondary: AuthenticatedAccount,
    pub(super) swapped: bool,
    merge: Option<MergePlan>,
    feedback: Option<Feedback>,
    session: SessionRef,
    /// The connection asked for.
    connection: Option<String>,
    returned_at: UnixTime,
}

/// Everything that will be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkPlan {
    /// The account that stays. The requests use its access token.
    pub primary: AuthenticatedAccount,
    /// The account that is linked. Its ID token is the `link_with` of the body.
    pub secondary: AuthenticatedAccount,
    /// Sent to the primary before the link.
    pub patch: MetadataPatch,
    /// Whether the user chose the second account as the primary, so that the session becomes its session.
    pub swapped: bool,
    merge: Option<MergePlan>,
    session: SessionRef,
    connection: Option<String>,
    returned_at: UnixTime,
}

impl AuthenticatedAccount {
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

    /// The access token for calls of the Management API as this account.
    pub fn access_token(&self) -> &AccessToken {
        &self.access_token
    }

    /// The ID token that `link_with` takes for this account.
    pub(super) fn id_token(&self) -> &IdToken {
        &self.id_token
    }

    /// The claims and tokens for a session of this account.
    pub(super) fn into_login(self) -> (Claims, Tokens) {
        let Self { claims, access_token, access_expires_at: expires_at, scope, id_token, .. } = self;
        (claims, Tokens { access_token, id_token, expires_at, scope })
    }
}

impl Confirmation {
    /// Puts two accounts side by side, with the session's account as the primary.
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
        let (connection, returned_at) = (second.connection.clone(), second.returned_at);
        Ok(Self {
            primary: AuthenticatedAccount::of_session(session, user),
            secondary: AuthenticatedAccount::of_second_login(second, second_user),
            swapped: false,
            merge,
            feedback: None,
            session: session.reference(),
            connection,
            returned_at,
        })
    }

    /// The account that stays.
    pub fn primary(&self) -> &AuthenticatedAccount {
        &self.primary
    }

    /// The account that joins.
    pub fn secondary(&self) -> &AuthenticatedAccount {
        &self.secondary
    }

    /// The merged metadata, as it is shown and will be sent; `None` when it is not merged, and the secondary's is
    /// lost.
    pub fn merged(&self) -> Option<Merged> {
        self.merge.as_ref().map(MergePlan::merged)
    }

    /// What to say about the user's last step.
    pub fn feedback(&self) -> Option<&Feedback> {
        self.feedback.as_ref()
    }

    /// Whether the secondary has metadata that linking will lose, because it is not merged.
    pub fn loses_metadata(&self) -> bool {
        self.merge.is_none() && !self.secondary.user.metadata.is_empty()
    }

    /// When this confirmation expires: five minutes after the second login, or with the first of the two tokens that
    /// it needs.
    pub fn deadline(&self) -> Deadline {
        let (first, second) = (Expiry::FirstLogin, Expiry::SecondLogin);
        let (calls, is_sent) = if self.swapped { (second, first) } else { (first, second) };
        Deadline { at: self.returned_at.plus(LIFETIME), why: Expiry::Waited }
            .or(Deadline { at: self.primary.access_expires_at, why: calls })
            .or(Deadline { at: self.secondary.claims.expires_at, why: is_sent })
    }

    /// Chooses whose value of a conflicting key is kept. What that changes for other keys becomes the [`Feedback`].
    pub fn choose(&mut self, key: &str, source: Source) {
        let Some(merge) = &mut self.merge else { return };
        let before = merge.merged();
        let chosen = merge.choose(key, source);
        let after = merge.merged();
        let mut no_room = before.available_beyond(&after);
        if !chosen && source == Source::Secondary {
            no_room.push(key.to_owned());
        }
        let room_again = after.available_beyond(&before);
        let changed = !(no_room.is_empty() && room_again.is_empty());
        self.feedback = changed.then_some(Feedback::RoomChanged { no_room, room_again });
    }

    /// Whether the secondary may become the primary: its access token is then used for the calls, and the other's ID
    /// token is sent.
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

    /// Swaps the roles. Choices about metadata are reset, because they were made about other defaults. The
    /// [`Feedback`] says what happened.
    ///
    /// # Errors
    ///
    /// [`SwapRefusal`]; then nothing else changed.
    pub fn swap(&mut self, now: UnixTime) -> Result<(), SwapRefusal> {
        if let Err(refusal) = self.can_swap(now) {
            self.feedback = Some(Feedback::NotSwapped(refusal));
            return Err(refusal);
        }
        let choices_lost = !self.choices().is_empty();
        std::mem::swap(&mut self.primary, &mut self.secondary);
        self.swapped = !self.swapped;
        let (stays, joins) = (&self.primary.user.metadata, &self.secondary.user.metadata);
        self.merge = self.merge.as_ref().map(|_| MergePlan::new(stays, joins));
        self.feedback = Some(Feedback::Swapped { choices_lost });
        Ok(())
    }

    /// Back to the second login, to read both accounts again, and the decisions to make again.
    pub(super) fn into_second_login(self) -> (SecondLogin, Decisions) {
        let decisions = Decisions { swapped: self.swapped, choices: self.choices() };
        let Self { primary, secondary, swapped, session, connection, returned_at, .. } = self;
        let (claims, tokens) = if swapped { primary.into_login() } else { secondary.into_login() };
        (SecondLogin { claims, tokens, primary: session, connection, returned_at }, decisions)
    }

    /// Makes the same decisions again, as far as they are still possible; the [`Feedback`] names the rest.
    pub(super) fn decide_again(&mut self, decisions: Decisions, now: UnixTime) {
        let Decisions { swapped, choices } = decisions;
        let swap = if swapped { self.swap(now).err() } else { None };
        self.choose_again(choices, swap);
    }

    /// Makes the same choices again. The roles are as before, unless there is a `swap` refusal.
    fn choose_again(&mut self, choices: Vec<Choice>, swap: Option<SwapRefusal>) {
        let merge = &mut self.merge;
        let is_lost = |choice: &Choice| !merge.as_mut().is_some_and(|merge| merge.choose_again(choice));
        let choices: Vec<_> = choices.into_iter().filter(is_lost).map(|choice| choice.key).collect();
        let all = swap.is_none() && choices.is_empty();
        self.feedback = (!all).then_some(Feedback::DecisionsLost { swap, choices });
    }

    /// The user confirmed something other than what is shown.
    pub(super) fn outdated(mut self) -> Self {
        self.feedback = Some(Feedback::Outdated);
        self
    }

    fn choices(&self) -> Vec<Choice> {
        self.merge.as_ref().map(MergePlan::choices).unwrap_or_default()
    }

    /// The user confirmed. Yields the plan, if the session is still the one that was shown.
    ///
    /// # Errors
    ///
    /// [`LinkRefusal`]: nothing was sent, and the second login is gone.
    pub fn confirm(self, session: Option<&Session>, now: UnixTime) -> Result<LinkPlan, LinkRefusal> {
        self.check(session, now)?;
        let patch = self.merged().map(|merged| merged.patch()).unwrap_or_default();
        let Self { primary, secondary, swapped, merge, session, connection, returned_at, .. } = self;
        Ok(LinkPlan { primary, secondary, patch, swapped, merge, session, connection, returned_at })
    }

    /// Whether this may still be confirmed.
    pub(super) fn check(&self, session: Option<&Session>, now: UnixTime) -> Result<(), LinkRefusal> {
        match session {
            None => return Err(LinkRefusal::NoSession),
            Some(session) if session.is_expired(now) => return Err(LinkRefusal::NoSession),
            Some(session) if !session.is(&self.session) => return Err(LinkRefusal::PrimaryChanged),
            Some(_) => {}
        }
        let deadline = self.deadline();
        if deadline.is_over(now) { Err(LinkRefusal::ConfirmationExpired(deadline.why)) } else { Ok(()) }
    }
}

impl LinkPlan {
    /// Whether the primary must have the secondary's metadata, sent now or already there.
    pub(super) fn keeps_metadata(&self) -> bool {
        self.merge.is_some() && !self.secondary.user.metadata.is_empty()
    }

    /// The record to store before the requests are sent.
    pub(super) fn pending_request(&self) -> PendingRequest {
        let (primary, secondary) = (self.primary.user.id.clone(), self.secondary.user.id.clone());
        PendingRequest::link(self.session.clone(), primary, secondary, &self.patch.changes)
    }

    /// The accounts have changed since the user confirmed: asks again about the current ones.
    ///
    /// # Errors
    ///
    /// [`LinkRefusal`] when they may not be linked any more.
    pub(super) fn ask_again(mut self, primary: User, secondary: User) -> Result<Confirmation, LinkRefusal> {
        let (first, second) = if self.swapped { (&secondary, &primary) } else { (&primary, &secondary) };
        check::accounts(first, second)?;
        check::connection(self.connection.as_deref(), second)?;
        let choices = self.merge.as_ref().map(MergePlan::choices).unwrap_or_default();
        let merge = self.merge.map(|_| MergePlan::new(&primary.metadata, &secondary.metadata));
        (self.primary.user, self.secondary.user) = (primary, secondary);
        let Self { primary, secondary, swapped, session, connection, returned_at, .. } = self;
        let feedback = None;
        let mut again =
            Confirmation { primary, secondary, swapped, merge, feedback, session, connection, returned_at };
        again.choose_again(choices, None);
        Ok(again)
    }
}

#[cfg(test)]
mod tests;
