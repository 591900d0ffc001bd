//! Changes that wait until an account has logged in once more, against the tenant.

mod attacks;
mod consent;
mod copies;
mod late;
mod mishaps;
mod roles;

use std::convert::Infallible;
use std::future::ready;

use auth0_spa::config::Scopes;
use auth0_spa::linking::{Confirmation, Confirmed, LinkFlow, Linked, UnlinkAnswer, UnlinkQuestion};
use auth0_spa::login::callback::PageUrl;
use auth0_spa::login::transaction::Intent;
use auth0_spa::management::Identity;
use auth0_spa::session::{Restored, Session, SessionState, SignedOut};
use auth0_spa::startup::{self, Addresses, Startup};
use auth0_spa::tabs::Snapshot;
use auth0_spa::{Clock as _, SharedStorage as _};

use crate::browser::{As, Browser, ORIGIN};
use crate::tenant::{ALICE, ALICES_GOOGLE};

const ALICES: As = As::Password("alice@example.com");
const BOBS: As = As::Password("bob@example.com");
const GOOGLE: As = As::Account("google-oauth2", "alice@gmail.example");

/// Seconds that an open page was left alone.
const OLD: u64 = 1_200;

impl Browser {
    /// The page is loaded with this address, from its first line.
    async fn load(&self, address: &str) -> Startup {
        let address = url::Url::parse(address).unwrap();
        let search = address.query().map(|query| format!("?{query}")).unwrap_or_default();
        let url = PageUrl { path: address.path().to_owned(), search, hash: String::new() };
        let addresses =
            Addresses { origin: ORIGIN, home: "/", account: "/settings", confirm: "/settings/confirm" };
        let snapshot = Snapshot::take(self.page.shared());
        let config = ready(Ok::<_, Infallible>(self.config.clone()));
        let Ok((_, startup)) = startup::start(&self.page, config, &addresses, &url, snapshot).await;
        startup
    }

    /// Everything up to the confirm page, at a page that was left alone for so long before.
    async fn confirming(&mut self, age: u64, who: As) -> (Session, Confirmation) {
        let session = self.log_in(ALICES).await;
        self.wait(age);
        let second = self.second_login(&session, None, who).await.unwrap();
        // The second login was a redirect.
        let session = self.restored(&session);
        let confirmation = self.confirmation(&session, second).await.unwrap();
        (session, confirmation)
    }

    /// The session as a page load finds it.
    fn restored(&self, session: &Session) -> Session {
        match auth0_spa::session::restore(&self.page, &self.config, self.page.now()) {
            Ok(Restored::Active(stored)) if stored.is(&session.reference()) => *stored,
            other => panic!("{other:?}"),
        }
    }

    /// Presses *Link accounts*: the address of the login that is missing.
    fn press(&self, confirmation: &Confirmation, session: &Session) -> String {
        let flow = LinkFlow::Confirming(Box::new(confirmation.clone()));
        match flow.confirm(confirmation, Some(session), self.page.now()).unwrap().1 {
            Some(Confirmed::LogIn(waiting)) => self.leave(Intent::Reauthenticate(waiting)),
            other => panic!("{other:?}"),
        }
    }

    /// Presses *Link accounts*, logs in as the account that is asked for, and loads the page that comes back.
    async fn log_in_once_more(&mut self, confirmation: &Confirmation, session: &Session, who: As) -> Startup {
        let url = self.press(confirmation, session);
        let address = self.prove(&url, who).await;
        self.load(&address).await
    }

    /// Presses *Unlink*: the address of the login that is missing.
    fn press_unlink(&self, identity: &Identity, session: &Session) -> String {
        let now = self.page.now();
        let question = UnlinkQuestion::new(identity.clone(), session, &self.config, now);
        match question.confirm(session, now) {
            UnlinkAnswer::LogIn(waiting) => self.leave(Intent::Reauthenticate(waiting)),
            other => panic!("{other:?}"),
        }
    }

    /// What the page does at once when it is loaded: the link that waited.
    async fn go_on(&self, startup: Startup) -> Linked {
        assert!(startup.go_on, "{startup:?}");
        let confirmation = shown(&startup);
        let session = startup.session.session().cloned();
        let (_, confirmed) = startup.flow.confirm(&confirmation, session.as_ref(), self.page.now()).unwrap();
        match confirmed {
            Some(Confirmed::Send(plan)) => self.execute(*plan).await.unwrap(),
            other => panic!("{other:?}"),
        }
    }

    /// Whether the tenant was asked to change anything.
    async fn nothing_sent(&self) -> bool {
        let changes = ["POST /api/v2", "PATCH /api/v2", "DELETE /api/v2"];
        !self.requests().await.iter().any(|request| changes.iter().any(|change| request.starts_with(change)))
    }
}

#[track_caller]
fn shown(startup: &Startup) -> Confirmation {
    match &startup.flow {
        LinkFlow::Confirming(confirmation) => confirmation.as_ref().clone(),
        other => panic!("{other:?} {:?}", startup.event),
    }
}

/// Cases: SU-01, SU-08, SU-11.
#[tokio::test]
async fn a_session_of_twenty_minutes_links_after_one_more_login_of_its_account() {
    for scopes in [Scopes::AtLogin, Scopes::WhenNeeded] {
        let mut browser = Browser::new();
        browser.config.scopes = scopes;
        let (session, confirmation) = browser.confirming(OLD, GOOGLE).await;
        let url = browser.press(&confirmation, &session);
        assert!(url.contains("prompt=login&max_age=0&login_hint=alice%40example.com"), "{url}");
        assert!(browser.nothing_sent().await);
        let address = browser.prove(&url, ALICES).await;
        let startup = browser.load(&address).await;
        assert_eq!(startup.landing.as_deref(), Some("/settings/confirm"));
        let elevated = startup.session.session().unwrap().clone();
        assert!(elevated.scope.has("update:current_user_identities"));
        let linked = browser.go_on(startup).await;
        assert_eq!(linked.new_session, None);
        assert_eq!(browser.identities(ALICE), [ALICE, ALICES_GOOGLE]);
        assert_eq!(browser.metadata(ALICE)["city"], "Lisbon", "{scopes:?}: metadata is copied too");

        let stored = format!("{:?}", browser.page.storage.contents());
        assert!(!stored.contains(elevated.access_token.secret()), "it is in memory only");
        assert!(!stored.contains(confirmation.secondary().access_token().unwrap().secret()));
        let again = browser.load(&address).await;
        assert!(!again.go_on && again.flow == LinkFlow::Idle, "a replay does nothing");
        assert_eq!(again.session.session(), Some(&session), "a reload has the session as it was stored");
    }
}

/// Cases: SU-01, SU-08.
#[tokio::test]
async fn a_session_of_twenty_minutes_unlinks_after_one_more_login_of_its_account() {
    for scopes in [Scopes::AtLogin, Scopes::WhenNeeded] {
        let mut browser = Browser::new();
        browser.config.scopes = scopes;
        let (session, confirmation) = browser.confirming(OLD, GOOGLE).await;
        let startup = browser.log_in_once_more(&confirmation, &session, ALICES).await;
        let google = browser.go_on(startup).await.user.identities[1].clone();
        // The record of the session is as old as before.
        let url = browser.press_unlink(&google, &session);
        assert_eq!(browser.identities(ALICE).len(), 2);
        let address = browser.prove(&url, ALICES).await;
        let startup = browser.load(&address).await;
        assert_eq!((startup.landing.as_deref(), startup.go_on), (Some("/settings"), true));
        let (question, session) = (startup.unlinking.unwrap(), startup.session.session().cloned().unwrap());
        assert_eq!(question.identity.user(), google.user());
        let UnlinkAnswer::Send(plan) = question.confirm(&session, browser.page.now()) else {
            panic!("another login")
        };
        let (page, config) = (&browser.page, &browser.config);
        let left = auth0_spa::linking::unlink(page, page, config, &plan, &|| {}).await.unwrap();
        assert_eq!(left.len(), 1);
        assert_eq!(browser.identities(ALICE), [ALICE]);
        assert!(!browser.load(&address).await.go_on, "a replay does nothing");
    }
}

/// Cases: SU-17.
#[tokio::test]
async fn a_fresh_session_with_the_scopes_links_without_a_third_login() {
    let mut browser = Browser::new();
    let (session, confirmation) = browser.confirming(600, GOOGLE).await;
    assert_eq!(confirmation.next_login(), None);
    let plan = confirmation.confirm(Some(&session), browser.page.now()).unwrap();
    browser.execute(plan).await.unwrap();
    assert_eq!(browser.identities(ALICE), [ALICE, ALICES_GOOGLE]);
}

/// Cases: SU-01.
#[tokio::test]
async fn when_needed_a_login_asks_for_less_and_a_change_for_what_it_needs() {
    let mut browser = Browser::new();
    browser.config.scopes = Scopes::WhenNeeded;
    let (session, confirmation) = browser.confirming(0, BOBS).await;
    assert_eq!(session.scope.as_str(), "openid profile email read:current_user");
    let asked = |url: &str| {
        let url = url::Url::parse(url).unwrap();
        url.query_pairs().find(|(name, _)| name == "scope").unwrap().1.into_owned()
    };
    let url = browser.press(&confirmation, &session);
    assert!(asked(&url).ends_with("update:current_user_identities update:current_user_metadata"));
    browser.config.merge_metadata = false;
    let second = browser.second_login(&session, None, BOBS).await.unwrap();
    let confirmation = browser.confirmation(&session, second).await.unwrap();
    assert!(asked(&browser.press(&confirmation, &session)).ends_with("update:current_user_identities"));
}

/// Cases: SU-03.
#[tokio::test]
async fn with_zero_every_change_asks_for_a_login_that_is_newer_than_the_click() {
    let mut browser = Browser::new();
    browser.config.reauthenticate_after = 0;
    let (session, confirmation) = browser.confirming(0, GOOGLE).await;
    let startup = browser.log_in_once_more(&confirmation, &session, ALICES).await;
    let session = startup.session.session().cloned().unwrap();
    let google = browser.go_on(startup).await.user.identities[1].clone();
    browser.press_unlink(&google, &session);
}
