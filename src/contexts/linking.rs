//! The link in progress: a signal of the core's [`LinkFlow`], and its steps.

use auth0_spa::Clock;
use auth0_spa::linking::execute::execute;
use auth0_spa::linking::{
    Confirmation, Expiry, LinkError, LinkFailure, LinkFlow, LinkRefusal, Linked, MetadataLeft, TimeLeft,
};
use auth0_spa::login::SecondLogin;
use auth0_spa::management::metadata::Source;
use auth0_spa::management::{ManagementError, User};
use auth0_spa::session::{Answer, Session};
use leptos::prelude::*;

use super::account::{AccountContext, read_user};
use super::notices::NoticeContext;
use super::session::{Readiness, SessionContext};
use crate::i18n::outcomes;
use crate::notice::Notice;
use auth0_spa_web::{Browser, events};

/// The link in progress.
#[derive(Debug, Clone, Copy)]
pub struct LinkContext {
    flow: RwSignal<LinkFlow>,
    session: SessionContext,
    account: AccountContext,
    notices: NoticeContext,
    /// The connection that the user chose, for another try.
    connection: StoredValue<Option<String>>,
    /// Counts how often the accounts were read: only the answers of the last time are used.
    reading: StoredValue<u32>,
}

impl LinkContext {
    /// Starts with the second login that just came back, if any. Created once.
    pub fn new(
        session: SessionContext,
        account: AccountContext,
        notices: NoticeContext,
        flow: LinkFlow,
    ) -> Self {
        let connection = match &flow {
            LinkFlow::Reading { second, .. } => second.connection.clone(),
            _ => None,
        };
        let connection = StoredValue::new(connection);
        let (flow, reading) = (RwSignal::new(flow), StoredValue::new(0));
        let context = Self { flow, session, account, notices, connection, reading };
        // The back-forward cache restores the confirm page whole, but leaving it was a Cancel.
        events::on_restored(move || context.cancel());
        context.read();
        context
    }

    /// How far the link has come.
    pub fn flow(self) -> ReadSignal<LinkFlow> {
        self.flow.read_only()
    }

    /// Reads both accounts, each with its own token, the session's first.
    fn read(self) {
        let LinkFlow::Reading { second, .. } = self.flow.get_untracked() else { return };
        let Some(session) = self.session.current() else { return };
        self.reading.update_value(|reading| *reading = reading.wrapping_add(1));
        let this = self.reading.get_value();
        let asked = session.clone();
        let answer = async move { read_user(self.session, &asked.access_token, asked.subject()).await };
        self.session.request(&session.clone(), &session.access_token.clone(), answer, move |answer| {
            if self.reading.get_value() != this {
                return;
            }
            match answer {
                Answer::Current(Ok(user)) => {
                    self.account.set_user(user.clone());
                    self.read_second(this, &session, second, user);
                }
                Answer::Current(Err(error)) => self.have_read(Err(error)),
                Answer::SessionRejected(_) | Answer::Late(_) => self.stop(),
            }
        });
    }

    fn read_second(self, this: u32, session: &Session, second: Box<SecondLogin>, user: User) {
        let token = second.tokens.access_token.clone();
        let answer =
            async move { read_user(self.session, &second.tokens.access_token, &second.claims.subject).await };
        self.session.request(session, &token, answer, move |answer| {
            if self.reading.get_value() != this {
                return;
            }
            match answer {
                Answer::Current(other) => self.have_read(other.map(|other| (user, other))),
                Answer::SessionRejected(_) | Answer::Late(_) => self.stop(),
            }
        });
    }

    fn have_read(self, accounts: Result<(User, User), ManagementError>) {
        let merge = self.session.config().merge_metadata;
        let current = self.session.current();
        self.step(|flow| flow.read(current.as_ref(), accounts, merge, Browser.now()));
    }

    /// Reads the accounts again: the user tries again, or the answer that is under way may be older than a change.
    pub fn read_again(self) {
        if self.is_waiting() {
            self.flow.update(|flow| *flow = std::mem::take(flow).read_again());
            self.read();
        }
    }

    /// Reads the accounts again after another tab changed one, and says so if the user was looking at them. Returns
    /// whether there was anything to read.
    pub fn read_after_change(self) -> bool {
        let (reads, shown) =
            self.flow.with_untracked(|flow| (flow.is_waiting(), matches!(flow, LinkFlow::Confirming(_))));
        if shown {
            self.notices.show(Notice::alert(outcomes::CHANGED_ELSEWHERE));
        }
        self.read_again();
        reads
    }

    /// Chooses whose value of a metadata key is kept.
    pub fn choose(self, key: &str, source: Source) {
        self.flow.update(|flow| {
            if let LinkFlow::Confirming(confirmation) = flow {
                confirmation.choose(key, source);
            }
        });
    }

    /// Makes the secondary the primary.
    pub fn swap(self) {
        self.flow.update(|flow| {
            if let LinkFlow::Confirming(confirmation) = flow {
                // The confirmation shows the result, either way.
                let _shown = confirmation.swap(Browser.now());
            }
        });
    }

    /// Forgets the second login, and says so if there was one.
    pub fn cancel(self) {
        if self.is_waiting() {
            self.stop();
            self.notices.show(Notice::note(outcomes::LINK_CANCELLED));
        }
    }

    /// Whether there is a second login to lose.
    pub fn is_waiting(self) -> bool {
        self.flow.with_untracked(LinkFlow::is_waiting)
    }

    /// Ends the link if its time is over. Returns what is about to end it in the last minute.
    pub fn check_deadline(self) -> Option<Expiry> {
        let session = self.session.current()?;
        let deadline = self.flow.with_untracked(|flow| flow.deadline(&session))?;
        match deadline.left(Browser.now()) {
            TimeLeft::Enough => None,
            TimeLeft::LastMinute(why) => Some(why),
            TimeLeft::Over(why) => {
                self.refuse(LinkRefusal::ConfirmationExpired(why));
                None
            }
        }
    }

    /// Drops the second login and everything under way, because the session is over or another one.
    pub fn stop(self) {
        self.flow.update(|flow| *flow = std::mem::take(flow).cancel());
    }

    /// The user confirmed what was `shown`. Sends the plan once.
    pub fn confirm(self, shown: &Confirmation) {
        // Offline nothing would be sent, and the second login would be lost.
        if self.session.is_offline_now() {
            return;
        }
        let current = match self.session.check_before_change() {
            Readiness::Ready(session) => Some(session),
            Readiness::Changed => return,
            Readiness::Ended => None,
        };
        let mut plan = None;
        self.step(|flow| {
            let (flow, confirmed) = flow.confirm(shown, current.as_ref(), Browser.now())?;
            plan = confirmed;
            Ok(flow)
        });
        let (Some(plan), Some(session)) = (plan, current) else { return };
        self.notices.clear();
        let (config, swapped) = (self.session.config(), plan.swapped);
        let checking = move || self.flow.update(|flow| *flow = std::mem::take(flow).check());
        let answer = async move { execute(&Browser.throttled(), &Browser, &config, *plan, &checking).await };
        self.session.request(&session, &session.access_token, answer, move |answer| {
            match answer {
                Answer::Current(Ok(linked)) => self.linked(linked),
                Answer::Late(Ok(_)) => self.notices.show(Notice::status(outcomes::LINKED_AFTER_THE_END)),
                Answer::Current(Err(LinkError::Changed(confirmation))) => {
                    self.notices.show(Notice::alert(outcomes::CHANGED_MEANWHILE));
                    let current = self.session.current();
                    self.step(|flow| flow.ask_again(current.as_ref(), confirmation, Browser.now()));
                    return;
                }
                Answer::Current(Err(LinkError::Refused(refusal))) => self.refuse(refusal),
                Answer::Current(Err(error)) => self.not_linked(error, swapped, false),
                Answer::SessionRejected(error) | Answer::Late(Err(error)) => {
                    self.not_linked(error, swapped, true);
                }
            }
            self.flow.update(|flow| *flow = std::mem::take(flow).settle());
        });
    }

    fn linked(self, linked: Linked) {
        let Linked { user, joined, new_session } = linked;
        let swapped = new_session.is_some();
        if let Some((claims, tokens)) = new_session
            && let Ok(session) = Session::new(&Browser, claims, tokens)
        {
            self.session.become_session(session);
        }
        self.session.announce_change();
        self.account.set_user(user);
        self.notices.show(Notice::Linked { joined, swapped });
    }

    fn not_linked(self, error: LinkError, swapped: bool, late: bool) {
        let (failure, unclear) = match error {
            LinkError::NotLinked(failure) => (failure, false),
            LinkError::Unclear(failure) => (failure, true),
            // Nothing was sent, and the page says that the session has ended.
            LinkError::Changed(_) | LinkError::Refused(_) => return,
        };
        let rejected = LinkFailure { cause: ManagementError::TokenRejected, metadata: MetadataLeft::Nothing };
        // The page says that the session has ended.
        if failure != rejected {
            let connection = self.connection.get_value();
            self.notices.show(Notice::NotLinked { failure, unclear, swapped, connection, late });
        }
    }

    /// Takes one step of the flow. A refusal ends it and is shown.
    fn step(self, step: impl FnOnce(LinkFlow) -> Result<LinkFlow, LinkRefusal>) {
        // Taken out without a notification, so that nobody sees the flow without a state.
        let flow = self.flow.try_update_untracked(std::mem::take).unwrap_or_default();
        match step(flow) {
            Ok(next) => self.flow.set(next),
            Err(refusal) => self.refuse(refusal),
        }
    }

    fn refuse(self, refusal: LinkRefusal) {
        self.stop();
        self.notices.show(Notice::LinkRefused { refusal, connection: self.connection.get_value() });
    }
}
