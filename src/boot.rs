//! The start of the app: configuration, then the callback, then the session, all before a page is drawn.

use auth0_spa::config::{AuthConfig, ConfigError};
use auth0_spa::http::{Body, HttpClient, HttpRequest, Method};
use auth0_spa::linking::{LinkFlow, PendingRequest};
use auth0_spa::login::callback::PageUrl;
use auth0_spa::login::{self, LoginOutcome, OtherAccount};
use auth0_spa::session::{self, Restored};
use auth0_spa::tabs::{self, Snapshot};
use auth0_spa::{Clock, SharedStorage, StorageError};

use auth0_spa_web::{Browser, location, preconnect, until_visible};

use crate::contexts::session::{SessionState, SignedOut};
use crate::i18n::outcomes;
use crate::notice::Notice;
use crate::route;

/// What the app begins with.
#[derive(Debug, Clone)]
pub struct Start {
    /// The configuration.
    pub config: AuthConfig,
    /// Who is logged in.
    pub session: SessionState,
    /// A second login that waits for the person's word, if one just came back.
    pub flow: LinkFlow,
    /// What to say first.
    pub notice: Option<Notice>,
}

/// Why the app does not start.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotStarted {
    /// `auth_config.json` did not arrive: nothing is known of it, and a reload may help.
    NotArrived,
    /// There is no usable configuration. Somebody has to change that.
    NotConfigured(ConfigError),
}

impl From<ConfigError> for NotStarted {
    fn from(error: ConfigError) -> Self {
        Self::NotConfigured(error)
    }
}

/// Starts the app. `page_url` is the address as it was; it has been cleaned.
///
/// # Errors
///
/// [`NotStarted`] when there is nothing to start with.
pub async fn start(mut page_url: PageUrl) -> Result<Start, NotStarted> {
    let snapshot = Snapshot::take(Browser.shared());
    if page_url.path == route::HOME_FILE {
        location::replace(route::HOME);
        page_url = PageUrl { path: route::HOME.to_owned(), search: String::new(), hash: String::new() };
    }
    until_visible().await;
    let config = load_config().await?;
    preconnect(&config.domain.origin());
    let answer = match page_url.callback(route::HOME, &config.issuer()) {
        Ok(None) => Ok(None),
        Ok(Some(callback)) => {
            Ok(Some(login::finish(&Browser, &config, &location::origin(), snapshot, callback).await))
        }
        Err(error) => Err(error),
    };
    let mut start = restore(config);
    match answer {
        Ok(None) => {
            if session::take_login_note(&Browser) {
                start.notice = Some(Notice::alert(outcomes::LOGIN_INTERRUPTED));
            }
            start.begin_at(&page_url.path);
        }
        Ok(Some(answer)) => start.signed_in(answer),
        Err(error) => {
            start.notice = Some(Notice::BadCallback(error));
            location::replace(start.own_page());
        }
    }
    login::purge(&Browser);
    Ok(start)
}

async fn load_config() -> Result<AuthConfig, NotStarted> {
    let url = format!("{}{}", location::origin(), route::CONFIG_FILE);
    let request = HttpRequest { method: Method::Get, url, bearer: None, body: Body::Empty };
    let response = Browser.send(request).await.map_err(|_| NotStarted::NotArrived)?;
    match response.status {
        200 => Ok(AuthConfig::parse(&response.body)?),
        404 => Err(ConfigError::NotFound.into()),
        _ => Err(NotStarted::NotArrived),
    }
}

fn restore(config: AuthConfig) -> Start {
    let signed_out = |reason| SessionState::SignedOut(reason);
    let (session, notice) = match session::restore(&Browser, &config.issuer(), Browser.now()) {
        Ok(Restored::Active(session)) => {
            match tabs::status(Browser.shared(), &session.fingerprint()).check() {
                Ok(()) => (SessionState::SignedIn(session), None),
                Err(overtaken) => (ended_elsewhere(overtaken.into()), None),
            }
        }
        Ok(Restored::Expired) => (signed_out(SignedOut::Ended), None),
        Ok(Restored::Damaged) => {
            (signed_out(SignedOut::Never), Some(Notice::alert(outcomes::SESSION_DAMAGED)))
        }
        Ok(Restored::Nothing) if session::take_logout_note(&Browser) => {
            (signed_out(SignedOut::LoggedOut), None)
        }
        Ok(Restored::Nothing) => (signed_out(SignedOut::Never), None),
        Err(StorageError::Blocked | StorageError::Full | StorageError::NotKept) => {
            (signed_out(SignedOut::Never), Some(Notice::alert(outcomes::STORAGE_BLOCKED)))
        }
    };
    Start { config, session, flow: LinkFlow::Idle, notice }
}

/// Another tab ended this tab's session while this one was not looking.
fn ended_elsewhere(reason: SignedOut) -> SessionState {
    // A record that cannot be removed is judged the same way next time.
    let _kept = session::forget(&Browser, Browser.now());
    SessionState::SignedOut(reason)
}

impl Start {
    /// Takes the result of a login and chooses the page for it.
    fn signed_in(&mut self, answer: Result<LoginOutcome, login::LoginError>) {
        let path = match answer {
            Ok(LoginOutcome::Session { session, return_to }) => {
                self.session = SessionState::SignedIn(Box::new(session));
                match return_to.as_str() {
                    route::HOME => route::SETTINGS.to_owned(),
                    path => path.to_owned(),
                }
            }
            Ok(LoginOutcome::OtherAccount(other)) => {
                self.other_account(other);
                self.own_page().to_owned()
            }
            Ok(LoginOutcome::SecondLogin(second)) => self.begin_link(second).to_owned(),
            Err(error) => {
                let path = match &error.started {
                    Some((_, return_to)) => return_to.as_str().to_owned(),
                    None => self.own_page().to_owned(),
                };
                self.notice = Some(Notice::LoginFailed(error));
                path
            }
        };
        location::replace(&path);
    }

    /// Whoever is logged in stays so; otherwise the person is asked.
    fn other_account(&mut self, other: OtherAccount) {
        if matches!(self.session, SessionState::SignedIn(_)) {
            self.notice = Some(Notice::alert(outcomes::OTHER_ACCOUNT_IGNORED));
        } else {
            self.session = SessionState::Undecided(Box::new(other));
        }
    }

    fn begin_link(&mut self, second: login::SecondLogin) -> &'static str {
        let session = match &self.session {
            SessionState::SignedIn(session) => Some(session.as_ref()),
            SessionState::SignedOut(_) | SessionState::Undecided(_) => None,
        };
        let connection = second.connection.clone();
        match LinkFlow::begin(session, second, Browser.now()) {
            Ok(flow) => {
                self.flow = flow;
                route::CONFIRM
            }
            Err(refusal) => {
                self.notice = Some(Notice::LinkRefused { refusal, connection });
                self.own_page()
            }
        }
    }

    /// A page opened without a callback. A confirm page then is a reload: the second login went with the page.
    fn begin_at(&mut self, path: &str) {
        let SessionState::SignedIn(session) = &self.session else { return };
        // A link that was under way is told of when the account has been read.
        if path == route::CONFIRM && PendingRequest::restore(&Browser, session).is_none() {
            self.notice = Some(Notice::alert(outcomes::NOTHING_TO_CONFIRM));
        }
        if matches!(path, route::CONFIRM | route::HOME) {
            location::replace(route::SETTINGS);
        }
    }

    fn own_page(&self) -> &'static str {
        match self.session {
            SessionState::SignedIn(_) => route::SETTINGS,
            SessionState::SignedOut(_) | SessionState::Undecided(_) => route::HOME,
        }
    }
}
