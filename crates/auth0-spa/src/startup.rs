//! The start of a page: the initial state of the app, from the address, the storage and the other tabs.

use crate::clock::UnixTime;
use crate::config::AuthConfig;
use crate::linking::proof::still_confirms;
use crate::linking::{LinkFlow, LinkRefusal, PendingRequest, Returned, UnlinkQuestion, WaitingChange};
use crate::login::callback::{CallbackError, PageUrl};
use crate::login::id_token::{Claims, IdTokenError};
use crate::login::token::Tokens;
use crate::login::transaction::{self, Intent, TakeError};
use crate::login::{
    self, LoginError, LoginFailure, LoginOutcome, Platform, Reauthenticated, Reauthentication, SecondLogin,
};
use crate::session::{self, Restored, SessionState, SignedOut};
use crate::tabs::{self, Snapshot};

/// The addresses of the app.
#[derive(Debug)]
pub struct Addresses<'a> {
    /// `location.origin`: the redirect URI.
    pub origin: &'a str,
    /// The path for users who are not logged in. The tenant returns to it, because the redirect URI is the bare origin.
    pub home: &'a str,
    /// The path of the logged-in user's account.
    pub account: &'a str,
    /// The path where a link is confirmed.
    pub confirm: &'a str,
}

/// The initial state of the app.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Startup {
    /// Who is logged in.
    pub session: SessionState,
    /// The second login that has just completed, or the link that waited for another login, if any.
    pub flow: LinkFlow,
    /// The unlink that waited for another login and has got it, if any.
    pub unlinking: Option<UnlinkQuestion>,
    /// Whether that link or unlink is to be carried out at once: the user has confirmed it, and logged in soon after.
    pub go_on: bool,
    /// What to tell the user first.
    pub event: Option<Event>,
    /// The path to show instead of the one that the page was opened at.
    pub landing: Option<String>,
}

/// What happened before or while the page was opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// The browser denies storage, so nobody can log in.
    StorageBlocked,
    /// The stored session could not be read and was removed.
    SessionDamaged,
    /// The page was left while it finished a login. The login is lost.
    LoginInterrupted,
    /// The address is a malformed authorization response.
    CallbackRefused(CallbackError),
    /// A login failed.
    LoginFailed(LoginError),
    /// Another account logged in. The session stays.
    OtherAccountIgnored,
    /// The second account may not be linked.
    LinkRefused {
        /// Why the two may not be linked.
        refusal: LinkRefusal,
        /// The connection that was asked for.
        connection: Option<String>,
    },
    /// The confirm page was reloaded, and the second login is gone.
    NothingToConfirm,
    /// The login for which a link waited took long, so that whoever logged in may not be who confirmed it. Nothing is missing, but
    /// that it is confirmed once more.
    ConfirmAgain,
}

/// Starts a page that was opened at `url`, and finishes the login that returns to it, if one does. The `config` is on its
/// way meanwhile. The `snapshot` was taken at the moment when the page was loaded.
///
/// # Errors
///
/// That of the `config`.
pub async fn start<P: Platform, E>(
    platform: &P,
    config: impl Future<Output = Result<AuthConfig, E>>,
    addresses: &Addresses<'_>,
    url: &PageUrl,
    snapshot: Snapshot,
) -> Result<(AuthConfig, Startup), E> {
    let (config, returned) = match url.callback(addresses.home) {
        Ok(Some(callback)) => {
            let (config, login) =
                login::finish(platform, config, addresses.origin, snapshot, callback).await?;
            (config, Some(Ok(login)))
        }
        refused => (config.await?, refused.err().map(Err)),
    };
    // After the login, not before: if another tab ended the session, restoring it abandons the started logins.
    let mut startup = restore(platform, &config);
    match returned {
        None => startup.open(platform, &config, addresses, &url.path),
        Some(Ok(login)) => startup.take(platform, &config, addresses, login),
        Some(Err(error)) => {
            startup.event = Some(Event::CallbackRefused(error));
            startup.redirect_by_session(addresses);
        }
    }
    login::purge(platform);
    Ok((config, startup))
}

fn restore<P: Platform>(platform: &P, config: &AuthConfig) -> Startup {
    let (session, event) = match session::restore(platform, config, platform.now()) {
        Ok(Restored::Active(session)) => {
            match tabs::status(platform.shared(), &session.fingerprint()).check() {
                Ok(()) => (SessionState::SignedIn(session), None),
                Err(overtaken) => {
                    // A record that cannot be removed is refused for the same reason next time.
                    let _removed = session::forget(platform, platform.now());
                    (SessionState::SignedOut(overtaken.into()), None)
                }
            }
        }
        Ok(Restored::Expired) => (SessionState::SignedOut(SignedOut::Ended), None),
        Ok(Restored::Damaged) => (SessionState::SignedOut(SignedOut::Never), Some(Event::SessionDamaged)),
        Ok(Restored::Nothing) if crate::logout::take_note(platform) => {
            (SessionState::SignedOut(SignedOut::LoggedOut), None)
        }
        Ok(Restored::Nothing) => (SessionState::SignedOut(SignedOut::Never), None),
        Err(_) => (SessionState::SignedOut(SignedOut::Never), Some(Event::StorageBlocked)),
    };
    Startup { session, flow: LinkFlow::Idle, unlinking: None, go_on: false, event, landing: None }
}

impl Startup {
    /// The page was opened without a callback. On the confirm page this is a reload, which loses the second login, or *Back*
    /// from a login for which the link waits. An unlink that waits is asked about again, so that it can be cancelled.
    fn open<P: Platform>(
        &mut self,
        platform: &P,
        config: &AuthConfig,
        addresses: &Addresses<'_>,
        path: &str,
    ) {
        if login::was_interrupted(platform) {
            self.event = Some(Event::LoginInterrupted);
        }
        let Some(session) = self.session.session() else { return };
        let waiting = transaction::waiting(platform, &session.reference(), platform.now());
        if path == addresses.account
            && let Some(identity) = waiting.as_ref().and_then(|waiting| waiting.unlinks())
        {
            self.unlinking = Some(UnlinkQuestion::new(identity, session, config, platform.now()));
        }
        // The outcome of a link that was sent is reported once the account has been read.
        if path == addresses.confirm && PendingRequest::restore(platform, session).is_none() {
            if let Some(waiting) = waiting.filter(|waiting| waiting.unlinks().is_none()) {
                return self.resume(platform, config, addresses, &waiting, None);
            }
            self.event = Some(Event::NothingToConfirm);
        }
        if path == addresses.confirm || path == addresses.home {
            self.redirect_by_session(addresses);
        }
    }

    /// A callback was processed.
    fn take<P: Platform>(
        &mut self,
        platform: &P,
        config: &AuthConfig,
        addresses: &Addresses<'_>,
        login: Result<LoginOutcome, LoginError>,
    ) {
        match login {
            Ok(LoginOutcome::Session { session, return_to }) => {
                self.session = SessionState::SignedIn(Box::new(session));
                let path = return_to.as_str();
                self.redirect(if path == addresses.home { addresses.account } else { path });
            }
            Ok(LoginOutcome::OtherAccount(other)) => {
                // An existing session stays; otherwise the user is asked.
                if self.session.session().is_some() {
                    self.event = Some(Event::OtherAccountIgnored);
                } else {
                    self.session = SessionState::Undecided(Box::new(other));
                }
                self.redirect_by_session(addresses);
            }
            Ok(LoginOutcome::SecondLogin(second)) => self.begin_link(platform, addresses, second),
            Ok(LoginOutcome::Reauthenticated(login)) => {
                let Reauthenticated { claims, tokens, waiting, begun_at } = login;
                self.resume(platform, config, addresses, &waiting, Some((claims, tokens, begun_at)));
            }
            Err(error) => {
                // A wrong `nonce` may come from a record that was edited, and what another application's tokens were kept for
                // cannot be carried out by this one.
                let is_over = matches!(
                    error.cause,
                    LoginFailure::IdToken(IdTokenError::Claim(_)) | LoginFailure::ConfigurationChanged
                );
                match &error.started {
                    Some((Intent::Reauthenticate(waiting), _)) if !is_over => {
                        self.resume(platform, config, addresses, waiting, None);
                    }
                    Some((_, return_to)) => self.redirect(return_to.as_str()),
                    None => self.redirect_by_session(addresses),
                }
                self.event = Some(Event::LoginFailed(error));
            }
        }
    }

    /// An account was to log in once more, and did, with this `login` that was begun then, or did not. Goes back to the change
    /// that waited for it, which is carried out if nothing else is missing and the press is not long ago.
    fn resume<P: Platform>(
        &mut self,
        platform: &P,
        config: &AuthConfig,
        addresses: &Addresses<'_>,
        waiting: &Reauthentication,
        login: Option<(Claims, Tokens, UnixTime)>,
    ) {
        let now = platform.now();
        let proven = login.is_some();
        let at_once = login.as_ref().is_some_and(|(_, _, begun_at)| still_confirms(*begun_at, now));
        let Some(change) = WaitingChange::read(waiting) else {
            let error = LoginError { cause: TakeError::Damaged.into(), started: None };
            return self.not_resumed(addresses, Some(Event::LoginFailed(error)));
        };
        let refusal = |refusal, connection| Some(Event::LinkRefused { refusal, connection });
        let session = match self.session.session() {
            Some(session) if session.is(&waiting.session) => session.clone(),
            Some(_) => return self.not_resumed(addresses, refusal(LinkRefusal::PrimaryChanged, None)),
            // The page says that the session has ended. If nothing tells how, it was in memory only.
            None => {
                if matches!(self.session, SessionState::SignedOut(SignedOut::Never)) {
                    self.session = SessionState::SignedOut(SignedOut::Ended);
                }
                return self.not_resumed(addresses, None);
            }
        };
        let (session, returned) = match login {
            None => (session, Returned::Nobody),
            Some((claims, tokens, _)) if waiting.subject == *session.subject() => {
                (session.elevated(claims, tokens), Returned::Session)
            }
            Some((claims, tokens, _)) => (session, Returned::Second(Box::new((claims, tokens)))),
        };
        match change {
            WaitingChange::Unlink(identity) => {
                if proven {
                    let question = UnlinkQuestion::new(identity, &session, config, now);
                    let question = question.reauthenticated(&session, waiting.expires_at, now);
                    self.go_on = at_once && question.next_login().is_none();
                    self.unlinking = Some(question);
                }
                self.redirect(addresses.account);
            }
            WaitingChange::Link(link) => {
                let connection = link.connection.clone();
                match link.resume(&session, returned, config, now) {
                    Ok(confirmation) => {
                        let complete = proven && confirmation.next_login().is_none();
                        self.go_on = complete && at_once;
                        if complete && !at_once {
                            self.event = Some(Event::ConfirmAgain);
                        }
                        self.flow = LinkFlow::Confirming(Box::new(confirmation));
                        self.redirect(addresses.confirm);
                    }
                    Err(why) => return self.not_resumed(addresses, refusal(why, connection)),
                }
            }
        }
        self.session = SessionState::SignedIn(Box::new(session));
    }

    fn not_resumed(&mut self, addresses: &Addresses<'_>, event: Option<Event>) {
        self.event = event;
        self.redirect_by_session(addresses);
    }

    fn begin_link<P: Platform>(&mut self, platform: &P, addresses: &Addresses<'_>, second: SecondLogin) {
        let connection = second.connection.clone();
        match LinkFlow::begin(self.session.session(), second, platform.now()) {
            Ok(flow) => {
                self.flow = flow;
                self.redirect(addresses.confirm);
            }
            Err(refusal) => {
                self.event = Some(Event::LinkRefused { refusal, connection });
                self.redirect_by_session(addresses);
            }
        }
    }

    fn redirect_by_session(&mut self, addresses: &Addresses<'_>) {
        self.redirect(if self.session.session().is_some() { addresses.account } else { addresses.home });
    }

    fn redirect(&mut self, path: &str) {
        self.landing = Some(path.to_owned());
    }
}

#[cfg(test)]
mod tests;
