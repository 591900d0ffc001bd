//! The link in progress: a signal of the core's [`LinkFlow`], and its steps.

mod confirm;
mod read;

use auth0_spa::Clock;
use auth0_spa::linking::{Confirmation, Expiry, LinkFlow, LinkRefusal, TimeLeft};
use auth0_spa::login;
use auth0_spa::management::metadata::Source;
use auth0_spa_web::{Browser, events};
use leptos::prelude::*;

use super::account::AccountContext;
use super::notices::NoticeContext;
use super::session::SessionContext;
use crate::dom::effect::effect;
use crate::i18n::outcomes;
use crate::notice::Notice;

/// The link in progress.
#[derive(Debug, Clone, Copy)]
pub struct LinkContext {
    flow: RwSignal<LinkFlow>,
    shown: RwSignal<Option<Confirmation>>,
    session: SessionContext,
    account: AccountContext,
    notices: NoticeContext,
    /// The connection that the user chose, for another try.
    connection: StoredValue<Option<String>>,
    /// Whether the page was left for a login for which the link waits.
    left: StoredValue<bool>,
    /// Counts the reads of the accounts: only the responses of the last one are used.
    reading: StoredValue<u32>,
}

impl LinkContext {
    /// Starts with the second login that just completed, if any. Created once.
    pub fn new(
        session: SessionContext,
        account: AccountContext,
        notices: NoticeContext,
        flow: LinkFlow,
    ) -> Self {
        let connection = match &flow {
            LinkFlow::Reading { second, .. } => second.connection.clone(),
            LinkFlow::Confirming(confirmation) => confirmation.connection().map(str::to_owned),
            _ => None,
        };
        let connection = StoredValue::new(connection);
        let shown = RwSignal::new(flow.confirmation().cloned());
        let (flow, left, reading) = (RwSignal::new(flow), StoredValue::new(false), StoredValue::new(0));
        let context = Self { flow, shown, session, account, notices, connection, left, reading };
        effect(move || match &*flow.read() {
            LinkFlow::Confirming(confirmation) => shown.set(Some(confirmation.as_ref().clone())),
            // The two accounts stay on the page while they are being linked.
            LinkFlow::Linking | LinkFlow::Checking => {}
            _ => shown.set(None),
        });
        // The back-forward cache restores the confirm page whole, but leaving it cancelled the link; unless it was left
        // for a login for which the link still waits. If that login came back, the link went on from there, and a later
        // page said what became of it.
        events::on_restored(move || {
            if session.current().is_some_and(|session| login::is_change_waiting(&Browser, &session)) {
                return;
            }
            if left.get_value() { context.stop() } else { context.cancel() }
        });
        context.read();
        context
    }

    /// The state of the link.
    pub fn flow(self) -> ReadSignal<LinkFlow> {
        self.flow.read_only()
    }

    /// The two accounts as the page draws them, and as the user confirms them.
    pub fn shown(self) -> RwSignal<Option<Confirmation>> {
        self.shown
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
            login::cancel_waiting(&Browser);
            self.notices.show(Notice::note(outcomes::LINK_CANCELLED));
        }
    }

    /// Whether there is a second login to lose.
    pub fn is_waiting(self) -> bool {
        self.flow.with_untracked(LinkFlow::is_waiting)
    }

    /// Ends the link if its deadline has passed, and says so if a login has become too old. Returns what is about to expire
    /// in the last minute.
    pub fn check_deadline(self) -> Option<Expiry> {
        let now = Browser.now();
        let judged = self.flow.try_update_untracked(|flow| match flow {
            LinkFlow::Confirming(confirmation) => confirmation.refresh(now),
            _ => false,
        });
        if judged == Some(true) {
            self.flow.notify();
        }
        let session = self.session.current()?;
        let deadline = self.flow.with_untracked(|flow| flow.deadline(&session))?;
        match deadline.left(now) {
            TimeLeft::Enough => None,
            TimeLeft::LastMinute(why) => Some(why),
            TimeLeft::Over(why) => {
                self.refuse(LinkRefusal::ConfirmationExpired(why));
                None
            }
        }
    }

    /// Drops the second login and all pending work, because the session ended or was replaced. What was read so far is not
    /// used: the account may be read again before the last response comes.
    pub fn stop(self) {
        self.next_reading();
        self.flow.update(|flow| *flow = std::mem::take(flow).cancel());
    }

    /// Takes one step of the flow. A refusal ends it and is shown.
    fn step(self, step: impl FnOnce(LinkFlow) -> Result<LinkFlow, LinkRefusal>) {
        // Taken without a notification, so that no view sees the flow without a state.
        let flow = self.flow.try_update_untracked(std::mem::take).unwrap_or_default();
        match step(flow) {
            Ok(next) => self.flow.set(next),
            Err(refusal) => self.refuse(refusal),
        }
    }

    fn next_reading(self) -> u32 {
        self.reading.update_value(|reading| *reading = reading.wrapping_add(1));
        self.reading.get_value()
    }

    fn refuse(self, refusal: LinkRefusal) {
        self.stop();
        self.notices.show(Notice::LinkRefused { refusal, connection: self.connection.get_value() });
    }
}
