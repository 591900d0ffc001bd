//! The confirmation: two accounts that both logged in, which of them is the primary, and what becomes of their
//! metadata.
//!
//! A value of this type is the only thing from which a link can be made, and making it consumes it.

use super::account::{Access, AuthenticatedAccount};
use super::check::{self, LinkRefusal};
use super::deadline::{Deadline, Expiry, LIFETIME};
use super::decisions::{Decisions, Feedback, SwapRefusal};
use super::pending::PendingRequest;
use super::proof::{Change, NextLogin, Party, Rules};
use crate::clock::UnixTime;
use crate::config::{AuthConfig, Scopes};
use crate::login::SecondLogin;
use crate::login::scopes::ScopeSet;
use crate::management::User;
use crate::management::metadata::{Choice, MergePlan, Merged, MetadataPatch, Source};
use crate::secret::{AccessToken, IdToken};
use crate::session::{Session, SessionRef};

/// Two accounts side by side, waiting for the user to confirm.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Confirmation {
    pub(super) primary: AuthenticatedAccount,
    pub(super) secondary: AuthenticatedAccount,
    pub(super) swapped: bool,
    pub(super) merge: Option<MergePlan>,
    pub(super) feedback: Option<Feedback>,
    pub(super) session: SessionRef,
    /// The connection asked for.
    pub(super) connection: Option<String>,
    pub(super) returned_at: UnixTime,
    pub(super) rules: Rules,
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
    /// The primary's.
    pub(super) access_token: AccessToken,
    /// The secondary's.
    pub(super) link_with: IdToken,
    merge: Option<MergePlan>,
    session: SessionRef,
    connection: Option<String>,
    returned_at: UnixTime,
    rules: Rules,
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
        config: &AuthConfig,
        now: UnixTime,
    ) -> Result<Self, LinkRefusal> {
        check::second_login(Some(session), &second, now)?;
        check::accounts(&user, &second_user)?;
        check::connection(second.connection.as_deref(), &second_user)?;
        let merge = config.merge_metadata.then(|| MergePlan::new(&user.metadata, &second_user.metadata));
        let (connection, returned_at) = (second.connection.clone(), second.returned_at);
        let mut confirmation = Self {
            primary: AuthenticatedAccount::of_session(session, user),
            secondary: AuthenticatedAccount::of_second_login(second, second_user),
            swapped: false,
            merge,
            feedback: None,
            session: session.reference(),
            connection,
            returned_at,
            rules: Rules::of(config),
        };
        confirmation.refresh(now);
        Ok(confirmation)
    }

    /// Judges the age of the logins again. It is a part of what is shown and confirmed. Returns whether it has changed.
    pub fn refresh(&mut self, now: UnixTime) -> bool {
        let primary = self.primary.refresh(self.rules, now);
        self.secondary.refresh(self.rules, now) || primary
    }

    /// Which account has to log in once more before the accounts are linked; `None` if the link can be sent at once.
    pub fn next_login(&self) -> Option<NextLogin> {
        let copies = self.merged().is_some_and(|merged| !merged.patch().is_empty());
        let stays = if self.swapped { Party::Second } else { Party::Session };
        let second = self.account(Party::Second).proof();
        self.rules.next_login(Change::Link { second, stays, copies }, self.account(Party::Session).proof())
    }

    /// The account of one of the logins.
    pub fn account(&self, party: Party) -> &AuthenticatedAccount {
        if (party == Party::Second) == self.swapped { &self.primary } else { &self.secondary }
    }

    /// The account that stays.
    pub fn primary(&self) -> &AuthenticatedAccount {
        &self.primary
    }

    /// The account that joins.
    pub fn secondary(&self) -> &AuthenticatedAccount {
        &self.secondary
    }

    /// The connection that was asked for.
    pub fn connection(&self) -> Option<&str> {
        self.connection.as_deref()
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
        let waited = Deadline { at: self.returned_at.plus(LIFETIME), why: Expiry::Waited };
        let access = self.primary.access.as_ref();
        let waited =
            access.map_or(waited, |access| waited.or(Deadline { at: access.expires_at, why: calls }));
        waited.or(Deadline { at: self.secondary.claims.expires_at, why: is_sent })
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
    /// token is sent. A login that is missing for it is asked for later.
    ///
    /// # Errors
    ///
    /// [`SwapRefusal`] with the reason.
    pub fn can_swap(&self, now: UnixTime) -> Result<(), SwapRefusal> {
        let needed = if self.merge.is_some() { ScopeSet::Metadata } else { ScopeSet::Identities };
        let asked_for = self.rules.scopes() == Scopes::AtLogin;
        if let Some(Access { expires_at, scope, .. }) = &self.secondary.access {
            if asked_for && needed.missing_from(scope).is_some() {
                return Err(SwapRefusal::NotGranted);
            }
            if *expires_at <= now {
                return Err(SwapRefusal::LoginTooOld);
            }
        }
        if self.primary.claims.expires_at <= now { Err(SwapRefusal::LoginTooOld) } else { Ok(()) }
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
        // A login that was made to confirm the one direction is not one for the other.
        self.primary.judged();
        self.secondary.judged();
        self.refresh(now);
        let (stays, joins) = (&self.primary.user.metadata, &self.secondary.user.metadata);
        self.merge = self.merge.as_ref().map(|_| MergePlan::new(stays, joins));
        self.feedback = Some(Feedback::Swapped { choices_lost });
        Ok(())
    }

    /// Back to the second login, to read both accounts again, and the decisions to make again. `None` if its access token
    /// was not kept: the account of the session is read again before the link in any case.
    pub(super) fn to_second_login(&self) -> Option<(SecondLogin, Decisions)> {
        let decisions = Decisions { swapped: self.swapped, choices: self.choices() };
        let (claims, tokens) = self.account(Party::Second).clone().into_login()?;
        let (primary, connection) = (self.session.clone(), self.connection.clone());
        let second = SecondLogin { claims, tokens, primary, connection, returned_at: self.returned_at };
        Some((second, decisions))
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

    pub(super) fn choices(&self) -> Vec<Choice> {
        self.merge.as_ref().map(MergePlan::choices).unwrap_or_default()
    }

    /// The user confirmed. Yields the plan, if the session is still the one that was shown.
    ///
    /// # Errors
    ///
    /// [`LinkRefusal`]: nothing was sent, and the second login is gone.
    pub fn confirm(mut self, session: Option<&Session>, now: UnixTime) -> Result<LinkPlan, LinkRefusal> {
        self.refresh(now);
        self.check(session, now)?;
        let access_token = match self.next_login() {
            None => self.primary.access_token().cloned().ok_or(LinkRefusal::LoginNeeded)?,
            Some(_) => return Err(LinkRefusal::LoginNeeded),
        };
        let link_with = self.secondary.id_token().cloned().ok_or(LinkRefusal::LoginNeeded)?;
        let patch = self.merged().map(|merged| merged.patch()).unwrap_or_default();
        let Self { primary, secondary, swapped, merge, session, connection, returned_at, rules, .. } = self;
        Ok(LinkPlan {
            primary,
            secondary,
            patch,
            swapped,
            access_token,
            link_with,
            merge,
            session,
            connection,
            returned_at,
            rules,
        })
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
        let Self { primary, secondary, swapped, session, connection, returned_at, rules, .. } = self;
        let feedback = None;
        let mut again = Confirmation {
            primary,
            secondary,
            swapped,
            merge,
            feedback,
            session,
            connection,
            returned_at,
            rules,
        };
        again.choose_again(choices, None);
        Ok(again)
    }
}

#[cfg(test)]
mod tests;
