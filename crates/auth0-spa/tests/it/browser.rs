//! A user with a browser: the app's page in one tab, and the tenant's pages in the same window.

use std::convert::Infallible;
use std::future::ready;
use std::time::Duration;

use auth0_emulator::user_agent::{Step, UserAgent};
use auth0_emulator::{Emulator, Seed, router};
use auth0_spa::config::AuthConfig;
use auth0_spa::linking::execute::execute;
use auth0_spa::linking::{
    self, Confirmation, LinkError, LinkFlow, LinkPlan, LinkRefusal, Linked, UnlinkAnswer, UnlinkError,
    UnlinkQuestion, unlink,
};
use auth0_spa::login::callback::{Callback, PageUrl};
use auth0_spa::login::return_to::ReturnTo;
use auth0_spa::login::transaction::Intent;
use auth0_spa::login::{self, LoginError, LoginFailure, LoginOutcome, SecondLogin};
use auth0_spa::management::{Identity, Management, ManagementError, User};
use auth0_spa::secret::AccessToken;
use auth0_spa::session::Session;
use auth0_spa::tabs::Snapshot;
use auth0_spa::{Clock as _, SharedStorage as _, UserId};
use axum::body::{Body, to_bytes};
use axum::http::Request;
use axum::http::header::HOST;
use tower::ServiceExt as _;

use crate::page::Page;
use crate::tenant::{self, PASSWORD, seed};

/// Where the app is served.
pub(crate) const ORIGIN: &str = "http://localhost:3000";

/// How a user logs in.
#[derive(Debug, Clone, Copy)]
pub(crate) enum As {
    /// With e-mail address and demo password, on the login page.
    Password(&'static str),
    /// With a provider's account, from the login page.
    Account(&'static str, &'static str),
}

/// One window, one tab, one user.
pub(crate) struct Browser {
    pub(crate) emulator: Emulator,
    pub(crate) config: AuthConfig,
    pub(crate) page: Page,
    pub(crate) user_agent: UserAgent,
}

impl Browser {
    pub(crate) fn new() -> Self {
        Self::at(seed())
    }

    /// With a tenant of this seed.
    pub(crate) fn at(seed: Seed) -> Self {
        let emulator = tenant::tenant(seed);
        let config = tenant::config(&emulator, "Account Linking");
        let (page, user_agent) = (Page::new(&emulator, ORIGIN), UserAgent::new(&emulator));
        Self { emulator, config, page, user_agent }
    }

    /// Lets time pass, for the page and for the tenant.
    pub(crate) fn wait(&self, seconds: u64) {
        self.emulator.clock().advance(Duration::from_secs(seconds));
    }

    /// Presses *Log in* or one of the *Link* buttons: the URL that the page leaves for.
    pub(crate) fn leave(&self, intent: Intent) -> String {
        login::begin(&self.page, &self.config, ORIGIN, ReturnTo::parse("/settings"), intent).unwrap()
    }

    /// Goes through the tenant's pages from there, back to the callback.
    pub(crate) async fn prove(&mut self, url: &str, who: As) -> String {
        let step = match (self.user_agent.open(url).await, who) {
            (Step::LoginPage, As::Password(email)) => self.user_agent.log_in(email, PASSWORD).await,
            (Step::LoginPage, As::Account(connection, account)) => {
                let provider = self.user_agent.choose_provider(connection).await;
                assert_eq!(provider, Step::ProviderPage(connection.to_owned()));
                self.user_agent.choose_account(account).await
            }
            (Step::ProviderPage(_), As::Account(_, account)) => self.user_agent.choose_account(account).await,
            (other, _) => panic!("{other:?}"),
        };
        callback_url(step)
    }

    /// Reads the address as the page does when it is loaded.
    pub(crate) fn callback(address: &str) -> Callback {
        let address = url::Url::parse(address).unwrap();
        let part =
            |mark: &str, part: Option<&str>| part.map(|text| format!("{mark}{text}")).unwrap_or_default();
        let url = PageUrl {
            path: address.path().to_owned(),
            search: part("?", address.query()),
            hash: part("#", address.fragment()),
        };
        url.callback("/").unwrap().unwrap()
    }

    /// The page is loaded with this address.
    pub(crate) async fn come_back(&self, address: &str) -> Result<LoginOutcome, Box<LoginError>> {
        let callback = Self::callback(address);
        let snapshot = Snapshot::take(self.page.shared());
        let config = ready(Ok::<_, Infallible>(self.config.clone()));
        let Ok((_, outcome)) = login::finish(&self.page, config, ORIGIN, snapshot, callback).await;
        outcome.map_err(Box::new)
    }

    /// A whole login. Another account than before is accepted.
    pub(crate) async fn log_in(&mut self, who: As) -> Session {
        let url = self.leave(Intent::LogIn);
        let address = self.prove(&url, who).await;
        match self.come_back(&address).await {
            Ok(LoginOutcome::Session { session, .. }) => session,
            Ok(LoginOutcome::OtherAccount(other)) => other.accept(&self.page).unwrap(),
            other => panic!("{other:?}"),
        }
    }

    /// A whole second login, with or without a connection's own button.
    pub(crate) async fn second_login(
        &mut self,
        session: &Session,
        connection: Option<&str>,
        who: As,
    ) -> Result<SecondLogin, LoginFailure> {
        let connection = connection.map(str::to_owned);
        let url = self.leave(Intent::Link { primary: session.reference(), connection });
        let address = self.prove(&url, who).await;
        match self.come_back(&address).await {
            Ok(LoginOutcome::SecondLogin(second)) => Ok(second),
            Ok(other) => panic!("{other:?}"),
            Err(error) => Err(error.cause),
        }
    }

    /// Reads both accounts, each with its own token, and puts them side by side.
    pub(crate) async fn confirmation(
        &self,
        session: &Session,
        second: SecondLogin,
    ) -> Result<Confirmation, LinkRefusal> {
        let now = self.page.now();
        let accounts = linking::read(&self.page, &self.config, session, &second).await;
        let accounts = accounts.and_then(|(user, other)| Ok((user, other?)));
        let flow = LinkFlow::begin(Some(session), second, now)?;
        match flow.read(Some(session), accounts, &self.config, now)? {
            LinkFlow::Confirming(confirmation) => Ok(*confirmation),
            other => panic!("{other:?}"),
        }
    }

    /// Everything up to the confirmation.
    pub(crate) async fn plan(&mut self, session: &Session, connection: Option<&str>, who: As) -> LinkPlan {
        let second = self.second_login(session, connection, who).await.unwrap();
        let confirmation = self.confirmation(session, second).await.unwrap();
        confirmation.confirm(Some(session), self.page.now()).unwrap()
    }

    /// As [`plan`](Self::plan) without a connection, with the second account as the primary.
    pub(crate) async fn swapped_plan(&mut self, session: &Session, who: As) -> LinkPlan {
        let second = self.second_login(session, None, who).await.unwrap();
        let mut confirmation = self.confirmation(session, second).await.unwrap();
        confirmation.swap(self.page.now()).unwrap();
        confirmation.confirm(Some(session), self.page.now()).unwrap()
    }

    /// Sends a plan.
    pub(crate) async fn execute(&self, plan: LinkPlan) -> Result<Linked, LinkError> {
        execute(&self.page, &self.page, &self.config, plan, &|| {}).await
    }

    /// Unlinks an identity of the session's account.
    pub(crate) async fn unlink(
        &self,
        session: &Session,
        identity: &Identity,
    ) -> Result<Vec<Identity>, UnlinkError> {
        let now = self.page.now();
        let question = UnlinkQuestion::new(identity.clone(), session, &self.config, now);
        let UnlinkAnswer::Send(plan) = question.confirm(session, now) else { panic!("a login is missing") };
        unlink(&self.page, &self.page, &self.config, &plan, &|| {}).await
    }

    /// Reads a user with an access token.
    pub(crate) async fn read(&self, token: &AccessToken, id: &UserId) -> Result<User, ManagementError> {
        Management::new(&self.page, &self.config, token).user(id).await
    }

    /// Method and path of every request that the tenant saw of the page, the oldest first.
    pub(crate) async fn requests(&self) -> Vec<String> {
        let state = Request::get("/_emulator/state").header(HOST, "localhost").body(Body::empty()).unwrap();
        let answer = router(&self.emulator).oneshot(state).await.unwrap();
        let bytes = to_bytes(answer.into_body(), usize::MAX).await.unwrap();
        let state: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
        let line = |request: &serde_json::Value| {
            format!("{} {}", request["method"].as_str().unwrap(), request["target"].as_str().unwrap())
        };
        let mut requests: Vec<_> = state["requests"].as_array().unwrap().iter().map(line).collect();
        requests.reverse();
        requests
    }

    /// The ids of a user's identities as the tenant has them.
    pub(crate) fn identities(&self, user_id: &str) -> Vec<String> {
        let user = self.emulator.user(user_id).unwrap();
        let id = |value: &serde_json::Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        let one = |identity: &serde_json::Value| {
            format!("{}|{}", id(&identity["provider"]), id(&identity["user_id"]))
        };
        user["identities"].as_array().unwrap().iter().map(one).collect()
    }

    /// A user's metadata as the tenant has it.
    pub(crate) fn metadata(&self, user_id: &str) -> serde_json::Value {
        self.emulator.user(user_id).unwrap()["user_metadata"].clone()
    }
}

/// The callback's address; anything else fails the test.
#[track_caller]
pub(crate) fn callback_url(step: Step) -> String {
    match step {
        Step::Callback(url) => url,
        other => panic!("{other:?}"),
    }
}
