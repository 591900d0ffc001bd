//! The session as components use it: a signal of its state, and what can be done with it.
//!
//! Leaving for the tenant happens here and nowhere else: the record is kept first, then the page navigates.

use auth0_spa::config::AuthConfig;
use auth0_spa::linking::PendingRequest;
use auth0_spa::login::return_to::ReturnTo;
use auth0_spa::login::transaction::Intent;
use auth0_spa::login::{self, OtherAccount};
use auth0_spa::logout;
use auth0_spa::secret::AccessToken;
use auth0_spa::session::{self, Answer, Session, SessionError, SessionRequest, TokenRejection};
use auth0_spa::tabs::{self, Overtaken, Status};
use auth0_spa::{Clock, SharedStorage, StorageError};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::handles::use_handles;
use crate::notice::{Notice, NoticeContext};
use crate::words::Text;
use crate::{route, words};
use auth0_spa_web::{Browser, events, location};

/// Who is logged in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SessionState {
    /// Nobody.
    SignedOut(SignedOut),
    /// Somebody.
    SignedIn(Box<Session>),
    /// Nobody yet: another account than before logged in, and the person has to say whether that is meant.
    Undecided(Box<OtherAccount>),
}

/// Why nobody is logged in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignedOut {
    /// Nobody has logged in yet.
    Never,
    /// The session ended, by time or by the tenant's word.
    Ended,
    /// The person logged out.
    LoggedOut,
    /// The person logged out while offline: the tenant does not know.
    LoggedOutOffline,
    /// Somebody logged out in another tab.
    LoggedOutElsewhere,
    /// Another account logged in in another tab.
    OtherAccountElsewhere,
}

impl From<Overtaken> for SignedOut {
    fn from(overtaken: Overtaken) -> Self {
        match overtaken {
            Overtaken::LoggedOut => Self::LoggedOutElsewhere,
            Overtaken::OtherAccount => Self::OtherAccountElsewhere,
        }
    }
}

/// What a press finds that is about to change something, after a look at the clock and at the other tabs.
#[derive(Debug)]
pub enum Press {
    /// All is as the page shows it.
    Go(Session),
    /// Another tab changed the account since the page showed it. It is being read again and the person is told: they decide
    /// anew, about what is true now.
    Changed,
    /// There is no session any more, and the page says why.
    Over,
}

/// What the page is being left for. While it is, nothing else can be started.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Leaving {
    /// To log in.
    LogIn,
    /// To log out.
    LogOut,
    /// To log in to a second account.
    Link {
        /// The connection asked for.
        connection: Option<String>,
    },
}

/// The handle to the session.
#[derive(Debug, Clone, Copy)]
pub struct SessionContext {
    config: StoredValue<AuthConfig>,
    state: RwSignal<SessionState>,
    leaving: RwSignal<Option<Leaving>>,
    offline: RwSignal<bool>,
    /// The last change of the account that this tab knows of.
    revision: StoredValue<Option<String>>,
    /// Counts the changes that other tabs made.
    news: RwSignal<u32>,
    notices: NoticeContext,
}

/// The handle, in a component.
pub fn use_session() -> SessionContext {
    use_handles().session
}

impl SessionContext {
    /// Begins with what was restored. Created once, above the router.
    pub fn new(config: AuthConfig, state: SessionState, notices: NoticeContext) -> Self {
        let leaving = RwSignal::new(None);
        // A page that comes back from the back-forward cache has not left after all.
        events::on_restored(move || leaving.set(None));
        let offline = RwSignal::new(!Browser.is_online());
        events::on_network_change(move || offline.set(!Browser.is_online()));
        let revision = StoredValue::new(None);
        let context = Self {
            config: StoredValue::new(config),
            state: RwSignal::new(state),
            leaving,
            offline,
            revision,
            news: RwSignal::new(0),
            notices,
        };
        context.know_revision();
        context.look();
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

    /// The session of now, without subscribing to it.
    pub fn current(self) -> Option<Session> {
        self.state.with_untracked(|state| match state {
            SessionState::SignedIn(session) => Some(session.as_ref().clone()),
            SessionState::SignedOut(_) | SessionState::Undecided(_) => None,
        })
    }

    /// Looks before something is changed that the page shows. For everything that a press begins.
    pub fn press(self) -> Press {
        let known = self.news.get_untracked();
        let Some(session) = self.active() else { return Press::Over };
        if self.news.get_untracked() == known {
            return Press::Go(session);
        }
        self.notices.show(Notice::alert(words::CHANGED_ELSEWHERE));
        Press::Changed
    }

    /// The session of now if its time is not up and no other tab ended it; otherwise it ends here. For everything that is
    /// only read.
    pub fn active(self) -> Option<Session> {
        self.look();
        let session = self.current()?;
        if session.is_expired(Browser.now()) {
            self.end();
            return None;
        }
        Some(session)
    }

    /// Looks what other tabs did: a session that they ended ends here too, a change of the account is [`Self::news`]. Whoever
    /// finds it, it is told to all.
    pub fn look(self) {
        let overtaken = self.state.with_untracked(|state| match state {
            SessionState::SignedIn(session) => {
                let status = tabs::status(Browser.shared(), &session.fingerprint());
                if self.revision.with_value(|known| status.changed_since(known.as_deref())) {
                    self.know_revision_of(&status);
                    self.news.update(|news| *news = news.wrapping_add(1));
                }
                status.check()
            }
            SessionState::Undecided(other) => other.check(Browser.shared()),
            SessionState::SignedOut(_) => Ok(()),
        });
        if let Err(overtaken) = overtaken {
            self.end_because(overtaken.into());
        }
    }

    /// What lies there now is known to this tab: it read the account later, or changed it itself.
    fn know_revision(self) {
        if let Some(session) = self.current() {
            self.know_revision_of(&tabs::status(Browser.shared(), &session.fingerprint()));
        }
    }

    fn know_revision_of(self, status: &Status) {
        if let Status::Current { revision } = status {
            self.revision.set_value(revision.clone());
        }
    }

    /// Counts the changes of the account by other tabs.
    pub fn news(self) -> ReadSignal<u32> {
        self.news.read_only()
    }

    /// Does asynchronous work for a session, with the access token that is used for it, and hands on what came of it with
    /// whether it still belongs to the page. A session that ends by it has ended before `take` is called.
    pub fn ask<T: 'static, E: TokenRejection + 'static>(
        self,
        session: &Session,
        token: &AccessToken,
        work: impl Future<Output = Result<T, E>> + 'static,
        take: impl FnOnce(Answer<T, E>) + 'static,
    ) {
        let asked = SessionRequest::new(session, token);
        spawn_local(async move {
            let answer = work.await;
            self.look();
            let answer = asked.judge(self.current().as_ref(), answer);
            if matches!(answer, Answer::SessionRejected(_)) {
                self.end();
            }
            take(answer);
        });
    }

    /// This tab changed the account at the tenant: the others shall hear of it.
    pub fn tell_change(self) {
        let Some(session) = self.current() else { return };
        // The other tabs only show an older list if they do not hear of it; the tenant refuses what no longer fits.
        let _told = tabs::announce_change(Browser.shared(), &Browser, session.fingerprint());
        self.know_revision();
    }

    /// What the page is being left for.
    pub fn leaving(self) -> ReadSignal<Option<Leaving>> {
        self.leaving.read_only()
    }

    /// Whether the device is offline, as far as the browser knows.
    pub fn offline(self) -> Signal<bool> {
        Signal::derive(move || self.offline.get())
    }

    /// Whether the device is offline at this press; then the page says so beside the button.
    pub fn is_offline_now(self) -> bool {
        let offline = !Browser.is_online();
        self.offline.set(offline);
        offline
    }

    /// Leaves for the login page, to come back to `return_to`.
    pub fn log_in(self, return_to: ReturnTo) {
        self.leave_to_log_in(Leaving::LogIn, return_to, Intent::LogIn);
    }

    /// Leaves for the login page to log in with another account than the tenant would choose by itself.
    pub fn switch_account(self) {
        self.leave_to_log_in(Leaving::LogIn, ReturnTo::parse(route::SETTINGS), Intent::SwitchAccount);
    }

    /// The other account that logged in is meant.
    pub fn accept_other(self) {
        let SessionState::Undecided(other) = self.state.get_untracked() else { return };
        match other.accept(&Browser) {
            Ok(session) => {
                self.state.set(SessionState::SignedIn(Box::new(session)));
                self.know_revision();
            }
            Err(SessionError::Overtaken(overtaken)) => self.end_because(overtaken.into()),
            Err(error) => self.notices.show(Notice::alert(words::session(error))),
        }
    }

    /// Leaves for the second login of a link. Only ever called from a click.
    pub fn link(self, connection: Option<String>) {
        let Press::Go(session) = self.press() else { return };
        let leaving = Leaving::Link { connection: connection.clone() };
        let intent = Intent::Link { primary: session.reference(), connection };
        self.leave_to_log_in(leaving, ReturnTo::parse(route::SETTINGS), intent);
    }

    /// Forgets everything of the session, then ends the tenant's session too. Offline the tenant cannot be told, and
    /// that is said.
    pub fn log_out(self) {
        if self.is_offline_now() {
            let _kept = forget_everywhere();
            self.end_because(SignedOut::LoggedOutOffline);
            return;
        }
        self.leave(Leaving::LogOut, |config| {
            // Whatever storage says: the person must get out. The page that is left forgets the rest.
            let _kept = forget_everywhere().and_then(|()| session::note_logout(&Browser));
            Ok(logout::logout_url(config, &location::origin()))
        });
        if self.leaving.get_untracked() == Some(Leaving::LogOut) {
            self.state.set(SessionState::SignedOut(SignedOut::LoggedOut));
        }
    }

    /// The session has ended, by time or because the tenant no longer takes its token.
    pub fn end(self) {
        self.end_because(SignedOut::Ended);
    }

    /// Another account has become the primary: the session is its session from now on.
    pub fn become_session(self, session: Session) {
        // Kept or not, it is the right session now; one that is not kept ends with the page.
        let _kept = session::store(&Browser, &session);
        self.state.set(SessionState::SignedIn(Box::new(session)));
    }

    fn end_because(self, reason: SignedOut) {
        // A record that cannot be removed is expired, refused or judged by the mark, and so restores nothing.
        let _kept = session::forget(&Browser, Browser.now());
        self.notices.clear();
        self.state.set(SessionState::SignedOut(reason));
    }

    fn leave_to_log_in(self, purpose: Leaving, return_to: ReturnTo, intent: Intent) {
        self.leave(purpose, |config| {
            login::begin(&Browser, config, &location::origin(), return_to, intent)
                .map_err(|error| words::begin(&error))
        });
    }

    /// Leaves once: a second click while the first is on its way does nothing. Offline there is nowhere to go.
    fn leave(self, purpose: Leaving, url: impl FnOnce(&AuthConfig) -> Result<String, Text>) {
        if self.leaving.with_untracked(Option::is_some) || self.is_offline_now() {
            return;
        }
        self.notices.clear();
        let left = self
            .config
            .with_value(url)
            .and_then(|url| location::leave_for(&url).map_err(|location::NotLeaving| words::CANNOT_LEAVE));
        match left {
            Ok(()) => self.leaving.set(Some(purpose)),
            Err(text) => self.notices.show(Notice::alert(text)),
        }
    }
}

/// What a logout forgets here, and tells the other tabs, with the tenant's help or without.
fn forget_everywhere() -> Result<(), StorageError> {
    // Whatever storage says: this tab forgets.
    let _told = tabs::announce_logout(Browser.shared(), &Browser);
    PendingRequest::forget(&Browser);
    session::forget(&Browser, Browser.now())
}
