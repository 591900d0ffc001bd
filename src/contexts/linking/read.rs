//! Reading both accounts, each with its own token.

use auth0_spa::Clock;
use auth0_spa::linking::LinkFlow;
use auth0_spa::login::SecondLogin;
use auth0_spa::management::{ManagementError, User};
use auth0_spa::session::{Answer, Session};
use auth0_spa_web::Browser;
use leptos::prelude::*;

use super::LinkContext;
use crate::contexts::account::read_user;
use crate::i18n::outcomes;
use crate::notice::Notice;

impl LinkContext {
    /// Reads both accounts, the session's first.
    pub(super) fn read(self) {
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
