//! Unlinking an identity: the question, the request, its outcome.

use auth0_spa::Clock;
use auth0_spa::linking::{UnlinkAnswer, UnlinkQuestion, unlink};
use auth0_spa::login;
use auth0_spa::management::Identity;
use auth0_spa::session::Answer;
use auth0_spa_web::Browser;
use leptos::prelude::*;

use super::{AccountContext, Unlinking};
use crate::contexts::session::Readiness;
use crate::i18n::outcomes;
use crate::notice::Notice;

impl AccountContext {
    /// Opens the dialog that asks before unlinking.
    pub fn ask_unlink(self, identity: Identity) {
        let Some(session) = self.session.active() else { return };
        let question = UnlinkQuestion::new(identity, &session, &self.session.config(), Browser.now());
        self.unlinking.update(|unlinking| {
            if matches!(unlinking, Unlinking::No) {
                *unlinking = Unlinking::Asking(question);
            }
        });
    }

    /// Closes the dialog. A request that is under way goes on.
    pub fn cancel_unlink(self) {
        self.unlinking.update(|unlinking| {
            if matches!(unlinking, Unlinking::Asking(_)) {
                *unlinking = Unlinking::No;
                login::cancel_waiting(&Browser);
            }
        });
    }

    /// Unlinks the identity that the dialog shows.
    pub fn unlink(self) {
        let Unlinking::Asking(question) = self.unlinking.get_untracked() else { return };
        if self.session.is_offline_now() {
            return;
        }
        let Readiness::Ready(session) = self.session.check_before_change() else {
            self.unlinking.set(Unlinking::No);
            return;
        };
        let identity = question.identity.clone();
        let plan = match question.confirm(&session, Browser.now()) {
            UnlinkAnswer::Send(plan) => plan,
            UnlinkAnswer::LogIn(waiting) => return self.session.reauthenticate(waiting),
            UnlinkAnswer::Outdated(question) => return self.unlinking.set(Unlinking::Asking(*question)),
        };
        self.notices.clear();
        self.unlinking.set(Unlinking::Running(identity.clone()));
        let config = self.session.config();
        let checking = move || {
            self.unlinking.update(|unlinking| {
                if let Unlinking::Running(identity) = unlinking {
                    *unlinking = Unlinking::Checking(identity.clone());
                }
            });
        };
        let answer = async move { unlink(&Browser.throttled(), &Browser, &config, &plan, &checking).await };
        self.session.request(&session, &session.access_token, answer, move |answer| {
            self.unlinking.update(|unlinking| {
                if matches!(unlinking, Unlinking::Running(_) | Unlinking::Checking(_)) {
                    *unlinking = Unlinking::No;
                }
            });
            match answer {
                Answer::Current(Ok(left)) => {
                    self.set_identities(left);
                    self.session.announce_change();
                    self.notices.show(Notice::Unlinked(identity));
                }
                Answer::Late(Ok(_)) => self.notices.show(Notice::status(outcomes::UNLINKED_AFTER_THE_END)),
                Answer::Current(Err(error)) => {
                    self.notices.show(Notice::NotUnlinked { identity, error, late: false });
                }
                Answer::Late(Err(error)) => {
                    self.notices.show(Notice::NotUnlinked { identity, error, late: true });
                }
                Answer::SessionRejected(_) => {}
            }
        });
    }
}
