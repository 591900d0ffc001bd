//! Leaving the page for the tenant: to log in, to log in to a second account, to log out.
//!
//! What has to be remembered is stored first; then the page navigates.

use auth0_spa::config::AuthConfig;
use auth0_spa::login::return_to::ReturnTo;
use auth0_spa::login::transaction::Intent;
use auth0_spa::login::{self, Reauthentication};
use auth0_spa::logout;
use auth0_spa::session::{SessionState, SignedOut};
use auth0_spa_web::{Browser, location};
use leptos::prelude::*;

use super::{Leaving, Readiness, SessionContext};
use crate::i18n::{Text, failures, outcomes};
use crate::notice::Notice;
use crate::route::Page;

impl SessionContext {
    /// What the page is being left for.
    pub fn leaving(self) -> ReadSignal<Option<Leaving>> {
        self.leaving.read_only()
    }

    /// Leaves for the login page, to come back to `return_to`.
    pub fn log_in(self, return_to: ReturnTo) {
        self.leave_to_log_in(Leaving::LogIn, return_to, Intent::LogIn);
    }

    /// Leaves for the login page to log in with another account than the tenant would choose by itself.
    pub fn switch_account(self) {
        self.leave_to_log_in(Leaving::LogIn, settings(), Intent::SwitchAccount);
    }

    /// Leaves for the second login of a link. Only ever called from a click.
    pub fn link(self, connection: Option<String>) {
        let Readiness::Ready(session) = self.check_before_change() else { return };
        let leaving = Leaving::Link { connection: connection.clone() };
        let intent = Intent::Link { primary: session.reference(), connection };
        if self.survives_leaving() {
            self.leave_to_log_in(leaving, settings(), intent);
        }
    }

    /// Leaves for the login that is missing before a change. Only ever called from a click.
    pub fn reauthenticate(self, waiting: Box<Reauthentication>) {
        if self.survives_leaving() {
            self.leave_to_log_in(Leaving::Reauthenticate, settings(), Intent::Reauthenticate(waiting));
        }
    }

    /// Whether the session is still there when the page comes back. One that is in memory only is not: its account has to log
    /// in first, and the page says so.
    fn survives_leaving(self) -> bool {
        let survives =
            self.current().is_none_or(|session| !session.is_in_memory() || self.stored(&session).is_some());
        if !survives {
            self.notices.show(Notice::LoginNeeded);
        }
        survives
    }

    /// Forgets the session, then ends the tenant's session too. Offline, the tenant cannot be reached, and the page
    /// says so.
    pub fn log_out(self) {
        if self.is_offline_now() {
            let _forgotten = logout::forget(&Browser);
            self.end_because(SignedOut::LoggedOutOffline);
            return;
        }
        self.leave(Leaving::LogOut, |config| Ok(logout::begin(&Browser, config, &location::origin())));
        if self.leaving.get_untracked() == Some(Leaving::LogOut) {
            self.state.set(SessionState::SignedOut(SignedOut::LoggedOut));
        }
    }

    fn leave_to_log_in(self, purpose: Leaving, return_to: ReturnTo, intent: Intent) {
        self.leave(purpose, |config| {
            login::begin(&Browser, config, &location::origin(), return_to, intent)
                .map_err(|error| failures::begin(&error))
        });
    }

    /// Leaves once: a second click meanwhile does nothing. Offline, the page stays.
    fn leave(self, purpose: Leaving, url: impl FnOnce(&AuthConfig) -> Result<String, Text>) {
        if self.leaving.with_untracked(Option::is_some) || self.is_offline_now() {
            return;
        }
        self.notices.clear();
        let left = self
            .config
            .with_value(url)
            .and_then(|url| location::leave_for(&url).map_err(|location::NotLeaving| outcomes::CANNOT_LEAVE));
        match left {
            Ok(()) => self.leaving.set(Some(purpose)),
            Err(text) => self.notices.show(Notice::alert(text)),
        }
    }
}

fn settings() -> ReturnTo {
    ReturnTo::parse(Page::Settings.path())
}
