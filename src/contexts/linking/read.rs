//! Reading both accounts, each with its own token.

use auth0_spa::Clock;
use auth0_spa::linking::{self, LinkFlow};
use auth0_spa::management::{ManagementError, User};
use auth0_spa::session::Answer;
use auth0_spa_web::Browser;
use leptos::prelude::*;

use super::LinkContext;
use crate::i18n::outcomes;
use crate::notice::Notice;

impl LinkContext {
    /// Reads both accounts at the same time.
    pub(super) fn read(self) {
        let LinkFlow::Reading { second, .. } = self.flow.get_untracked() else { return };
        let Some(session) = self.session.current() else { return };
        let this = self.next_reading();
        let asked = session.clone();
        let answer =
            async move { linking::read(&Browser.throttled(), &self.session.config(), &asked, &second).await };
        self.session.request(&session, &session.access_token, answer, move |answer| {
            if self.reading.get_value() != this {
                return;
            }
            match answer {
                Answer::Current(Ok((user, other))) => {
                    self.account.set_user(user.clone());
                    self.have_read(other.map(|other| (user, other)));
                }
                Answer::Current(Err(error)) => self.have_read(Err(error)),
                Answer::SessionRejected(_) | Answer::Late(_) => self.stop(),
            }
        });
    }

    fn have_read(self, accounts: Result<(User, User), ManagementError>) {
        let config = self.session.config();
        let current = self.session.current();
        self.step(|flow| flow.read(current.as_ref(), accounts, &config, Browser.now()));
    }

    /// Reads the accounts again: the user tries again, or the response in flight may be older than a change.
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
}
