//! The session: who is logged in, and everything that begins or ends it.

mod leave;
mod leaving;
mod offline;
mod other_tabs;

pub use self::leaving::Leaving;

use auth0_spa::config::AuthConfig;
use auth0_spa::login::transaction::LIFETIME;
use auth0_spa::secret::AccessToken;
use auth0_spa::session::{
    self, Answer, Restored, Session, SessionError, SessionRequest, SessionState, SignedOut, TokenRejection,
};
use auth0_spa::{Clock, SharedStorage, UnixTime};
use auth0_spa_web::{Browser, events};
use leptos::prelude::*;
use leptos::task::spawn_local;

use self::offline::Offline;
use self::other_tabs::OtherTabs;
use super::notices::NoticeContext;
use crate::i18n::{failures, outcomes};
use crate::notice::Notice;

/// The session of this tab, with the actions that start and end it.
#[derive(Debug, Clone, Copy)]
pub struct SessionContext {
    config: StoredValue<AuthConfig>,
    state: RwSignal<SessionState>,
    leaving: RwSignal<Option<Leaving>>,
    offline: Offline,
    other_tabs: OtherTabs,
    notices: NoticeContext,
}

/// Whether an action may begin that changes the account.
#[derive(Debug)]
pub enum Readiness {
    /// The account is as the page shows it.
    Ready(Session),
    /// Another tab changed the account since the page showed it. It is being read again, and the user decides again.
    Changed,
    /// The session is over, and the page says why.
    Ended,
}

impl SessionContext {
    /// Starts with what was restored. Created once.
    pub fn new(config: AuthConfig, state: SessionState, notices: NoticeContext) -> Self {
        let leaving = RwSignal::new(None);
        // A page that is restored from the back-forward cache was not left after all.
        events::on_restored(move || leaving.set(None));
        let context = Self {
            config: StoredValue::new(config),
            state: RwSignal::new(state),
            leaving,
            offline: Offline::new(),
            other_tabs: OtherTabs::new(),
            notices,
        };
        context.catch_up();
        context.check_other_tabs();
        context
    }

    /// The configuration.
    pub fn config(self) -> AuthConfig {
        self.config.get_value()
    }

    /// Who is logged in.
    pub fn state(self) -> ReadSignal<SessionState> {
        self.state.read_only()
    }

    /// The session, without a check and without subscribing to it.
    pub fn current(self) -> Option<Session> {
        self.state.with_untracked(|state| state.session().cloned())
    }

    /// The session, if it has not expired and no other tab ended it; otherwise it ends here. For every action that only
    /// reads.
    pub fn active(self) -> Option<Session> {
        self.check_other_tabs();
        let session = self.current()?;
        if session.is_expired(Browser.now()) {
            self.end();
            return None;
        }
        Some(session)
    }

    /// Checks the clock and the other tabs. For every action that changes the account.
    pub fn check_before_change(self) -> Readiness {
        let known = self.changes_elsewhere().get_untracked();
        let Some(session) = self.active() else { return Readiness::Ended };
        if self.changes_elsewhere().get_untracked() == known {
            return Readiness::Ready(session);
        }
        self.notices.show(Notice::alert(outcomes::CHANGED_ELSEWHERE));
        Readiness::Changed
    }

    /// Checks what other tabs did: a session that they ended ends here too, and a change of the account is counted in
    /// [`Self::changes_elsewhere`].
    pub fn check_other_tabs(self) {
        let overtaken = self.state.with_untracked(|state| match state {
            SessionState::SignedIn(session) => self.other_tabs.check(session),
            SessionState::Undecided(other) => other.check(Browser.shared()),
            SessionState::SignedOut(_) => Ok(()),
        });
        if let Err(overtaken) = overtaken {
            self.end_because(overtaken.into());
        }
    }

    /// Counts the changes of the account by other tabs.
    pub fn changes_elsewhere(self) -> ReadSignal<u32> {
        self.other_tabs.changes()
    }

    /// Tells the other tabs that this one changed the account.
    pub fn announce_change(self) {
        if let Some(session) = self.current() {
            self.other_tabs.announce_change(&session);
        }
    }

    /// Whether the device is offline, as far as the browser knows.
    pub fn offline(self) -> Signal<bool> {
        self.offline.signal()
    }

    /// Whether the device is offline at this moment; then the page says so beside the button.
    pub fn is_offline_now(self) -> bool {
        self.offline.check()
    }

    /// Awaits `work`, which uses `token` for `session`, and hands its result to `then` with whether it still belongs to
    /// the session on the page. If the result ends the session, that has happened when `then` is called.
    pub fn request<T: 'static, E: TokenRejection + 'static>(
        self,
        session: &Session,
        token: &AccessToken,
        work: impl Future<Output = Result<T, E>> + 'static,
        then: impl FnOnce(Answer<T, E>) + 'static,
    ) {
        let request = SessionRequest::new(session, token);
        spawn_local(async move {
            let answer = work.await;
            self.check_other_tabs();
            let answer = request.judge(Browser.shared(), self.current().as_ref(), answer);
            if matches!(answer, Answer::SessionRejected(_)) {
                self.end();
            }
            then(answer);
        });
    }

    /// The user confirmed the other account that logged in.
    pub fn accept_other(self) {
        let SessionState::Undecided(other) = self.state.get_untracked() else { return };
        match other.accept(&Browser) {
            Ok(session) => {
                self.state.set(SessionState::SignedIn(Box::new(session)));
                self.catch_up();
            }
            Err(SessionError::Overtaken(overtaken)) => self.end_because(overtaken.into()),
            Err(error) => self.notices.show(Notice::alert(failures::session(error))),
        }
    }

    /// Another account has become the primary: goes on with its session.
    pub fn become_session(self, session: Session) {
        // If it cannot be stored, it ends with the page.
        let _stored = session::store(&Browser, &session);
        self.state.set(SessionState::SignedIn(Box::new(session)));
    }

    /// Until when this session keeps the token of a login that was made for a change; `None` if it has none. At least as long as
    /// that change can be confirmed.
    pub fn elevated_until(self, session: &Session) -> Option<UnixTime> {
        let after = self.config.with_value(|config| config.reauthenticate_after.max(LIFETIME));
        let login = session.claims.authenticated_at.filter(|_| session.is_in_memory());
        login.map(|login| login.plus(after))
    }

    /// Goes back to the session that is stored, if it is the same one.
    pub fn drop_elevated(self) {
        let Some(session) = self.current().filter(Session::is_in_memory) else { return };
        if let Some(stored) = self.stored(&session) {
            self.state.set(SessionState::SignedIn(stored));
        }
    }

    /// The stored record of this session.
    fn stored(self, session: &Session) -> Option<Box<Session>> {
        match self.config.with_value(|config| session::restore(&Browser, config, Browser.now())) {
            Ok(Restored::Active(stored)) if stored.is(&session.reference()) => Some(stored),
            _ => None,
        }
    }

    /// The session has expired, or the tenant no longer accepts its token.
    pub fn end(self) {
        self.end_because(SignedOut::Ended);
    }

    fn end_because(self, reason: SignedOut) {
        // A record that cannot be removed is expired, refused, or superseded by another tab, and so restores nothing.
        let _forgotten = session::forget(&Browser, Browser.now());
        self.notices.clear();
        self.state.set(SessionState::SignedOut(reason));
    }

    fn catch_up(self) {
        if let Some(session) = self.current() {
            self.other_tabs.catch_up(&session);
        }
    }
}
