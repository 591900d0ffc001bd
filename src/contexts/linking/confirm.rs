//! Sending the link that the user confirmed, and its outcome.

use auth0_spa::Clock;
use auth0_spa::linking::execute::execute;
use auth0_spa::linking::{Confirmation, Confirmed, LinkError, LinkFailure, Linked, MetadataLeft};
use auth0_spa::management::ManagementError;
use auth0_spa::session::{Answer, Session};
use auth0_spa_web::Browser;
use leptos::prelude::*;

use super::LinkContext;
use crate::contexts::session::Readiness;
use crate::i18n::outcomes;
use crate::notice::Notice;

impl LinkContext {
    /// Carries out what the user confirmed before the login that was missing.
    pub fn confirm_shown(self) {
        if let Some(shown) = self.shown.get_untracked() {
            self.confirm(&shown);
        }
    }

    /// The user confirmed what was `shown`. Sends the plan once, or leaves for the login that is missing.
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
        let mut confirmed = None;
        self.step(|flow| {
            let (flow, next) = flow.confirm(shown, current.as_ref(), Browser.now())?;
            confirmed = next;
            Ok(flow)
        });
        let plan = match confirmed {
            None => return,
            Some(Confirmed::Send(plan)) => plan,
            Some(Confirmed::LogIn(waiting)) => {
                self.left.set_value(true);
                return self.session.reauthenticate(waiting);
            }
        };
        let Some(session) = current else { return };
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
            self.flow.update(|flow| *flow = std::mem::take(flow).finish());
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
        // Before the list, which marks what the notice reports.
        self.notices.show(Notice::Linked { joined, swapped });
        self.account.set_user(user);
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
}
