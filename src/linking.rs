//! The link flow as components use it: a signal of the core's [`LinkFlow`], and its steps.

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

use crate::account::{self, AccountContext};
use crate::handles::use_handles;
use crate::notice::{Notice, NoticeContext};
use crate::session::{Press, SessionContext};
use crate::words;
use auth0_spa_web::{Browser, events};

/// The handle to the link flow.
#[derive(Debug, Clone, Copy)]
pub struct LinkContext {
    flow: RwSignal<LinkFlow>,
    session: SessionContext,
    account: AccountContext,
    notices: NoticeContext,
    /// The connection that was asked for, for another try.
    connection: StoredValue<Option<String>>,
    /// Counts the readings: only the answers of the last one are used.
    reading: StoredValue<u32>,
}

/// The handle, in a component.
pub fn use_linking() -> LinkContext {
    use_handles().linking
}

impl LinkContext {
    /// Begins with the second login that the start of the app brought, if any. Created once, above the router.
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
        // From the back-forward cache the confirm page comes back whole; leaving it was a Cancel all the same.
        events::on_restored(move || context.cancel());
        context.read();
        context
    }

    /// Where the link stands.
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
        let answer =
            async move { account::read_user(self.session, &asked.access_token, asked.subject()).await };
        self.session.ask(&session.clone(), &session.access_token.clone(), answer, move |answer| {
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
        let answer = async move {
            account::read_user(self.session, &second.tokens.access_token, &second.claims.subject).await
        };
        self.session.ask(session, &token, answer, move |answer| {
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

    /// Reads the accounts once more, because the person tries again, or because a reading that is under way may have seen them
    /// before a change.
    pub fn read_again(self) {
        if self.is_waiting() {
            self.flow.update(|flow| *flow = std::mem::take(flow).read_again());
            self.read();
        }
    }

    /// Another tab changed the account: what is on its way or on the page is read once more, and what the person was looking
    /// at does not change without a word. Says whether there was anything to read.
    pub fn read_changed(self) -> bool {
        let (reads, shown) =
            self.flow.with_untracked(|flow| (flow.is_waiting(), matches!(flow, LinkFlow::Confirming(_))));
        if shown {
            self.notices.show(Notice::alert(words::CHANGED_ELSEWHERE));
        }
        self.read_again();
        reads
    }

    /// Whose value of a metadata key is kept.
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
                // What came of it, either way, is a part of what is shown.
                let _said = confirmation.swap(Browser.now());
            }
        });
    }

    /// Forgets the second login. Says so only when there was something to forget.
    pub fn cancel(self) {
        if self.is_waiting() {
            self.stop();
            self.notices.show(Notice::note(words::LINK_CANCELLED));
        }
    }

    /// Whether there is a second login that could be lost.
    pub fn is_waiting(self) -> bool {
        self.flow.with_untracked(LinkFlow::is_waiting)
    }

    /// Looks at the clock: ends what is over, and says what is about to end.
    pub fn look_at_clock(self) -> Option<Expiry> {
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

    /// The session is over or another one: whatever was under way stops.
    pub fn stop(self) {
        self.flow.update(|flow| *flow = std::mem::take(flow).cancel());
    }

    /// The person's word on what was `shown`: sends the plan, once.
    pub fn confirm(self, shown: &Confirmation) {
        // Nothing would be sent, and the second login would be lost.
        if self.session.is_offline_now() {
            return;
        }
        let current = match self.session.press() {
            Press::Go(session) => Some(session),
            Press::Changed => return,
            Press::Over => None,
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
        self.session.ask(&session, &session.access_token, answer, move |answer| {
            match answer {
                Answer::Current(Ok(linked)) => self.linked(linked),
                Answer::Late(Ok(_)) => self.notices.show(Notice::status(words::LINKED_AFTER_THE_END)),
                Answer::Current(Err(LinkError::Changed(confirmation))) => {
                    self.notices.show(Notice::alert(words::CHANGED_MEANWHILE));
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
        self.session.tell_change();
        self.account.set_user(user);
        self.notices.show(Notice::Linked { joined, swapped });
    }

    fn not_linked(self, error: LinkError, swapped: bool, late: bool) {
        let (failure, unclear) = match error {
            LinkError::NotLinked(failure) => (failure, false),
            LinkError::Unclear(failure) => (failure, true),
            // Nothing was sent, and the page says that the session is over.
            LinkError::Changed(_) | LinkError::Refused(_) => return,
        };
        let rejected = LinkFailure { cause: ManagementError::TokenRejected, metadata: MetadataLeft::Nothing };
        // The page says that the session is over.
        if failure != rejected {
            let connection = self.connection.get_value();
            self.notices.show(Notice::NotLinked { failure, unclear, swapped, connection, late });
        }
    }

    /// One step of the flow; a refusal ends it and is said.
    fn step(self, step: impl FnOnce(LinkFlow) -> Result<LinkFlow, LinkRefusal>) {
        // Taken out without a notification: nobody sees the flow without a state.
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
