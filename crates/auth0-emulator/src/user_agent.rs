//! A scripted browser with a cookie jar, which calls the router: logins in tests without a browser.
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use auth0_emulator::user_agent::{Step, UserAgent};
//! use auth0_emulator::{Emulator, Options, Seed};
//!
//! let emulator = Emulator::new(Seed::demo()?, Options::default());
//! let client_id = emulator.client_id("Account Linking").unwrap_or_default();
//! let mut user_agent = UserAgent::new(&emulator);
//! let url = format!("/authorize?response_type=code&client_id={client_id}&redirect_uri=http://localhost:3000");
//! assert_eq!(user_agent.open(&url).await, Step::LoginPage);
//! let Step::Callback(url) = user_agent.log_in("alice@example.com", "Passw0rd!").await else { panic!() };
//! assert!(url.starts_with("http://localhost:3000/?code="));
//! # Ok(())
//! # }
//! ```

use std::collections::BTreeMap;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::header::{CONTENT_TYPE, COOKIE, LOCATION, SET_COOKIE};
use axum::http::{Method, Request, Response, StatusCode};
use tower::ServiceExt;
use url::Url;
use url::form_urlencoded::Serializer;

use crate::emulator::Emulator;
use crate::routes::router;

/// Most redirects that are followed within the tenant.
const MOST_REDIRECTS: usize = 20;

/// A scripted browser on the tenant's pages.
#[derive(Clone, Debug)]
pub struct UserAgent {
    router: Router,
    issuer: String,
    cookies: BTreeMap<String, String>,
    page: String,
    html: String,
    emulator: Emulator,
}

/// Where an action led.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// The Universal Login page.
    LoginPage,
    /// The Universal Login page again, with its error.
    LoginFailed(String),
    /// The sign-up page.
    SignupPage,
    /// The page of a simulated provider, by the name of its connection.
    ProviderPage(String),
    /// The consent page.
    ConsentPage,
    /// The page that asks to confirm a loopback callback.
    ConfirmPage,
    /// The browser was redirected away from the tenant: to the callback, or to where a logout leads.
    Callback(String),
    /// A page that sends the response itself: `form_post` or `web_message`.
    Delivery(String),
    /// The tenant's own error page.
    ErrorPage {
        /// Status of the response.
        status: u16,
        /// HTML of the page.
        text: String,
    },
    /// Any other page, by its path.
    OtherPage {
        /// Status of the response.
        status: u16,
        /// Path of the page.
        path: String,
        /// HTML of the page.
        text: String,
    },
}

impl UserAgent {
    /// A browser without cookies.
    pub fn new(emulator: &Emulator) -> Self {
        Self {
            router: router(emulator),
            issuer: emulator.issuer().to_owned(),
            cookies: BTreeMap::new(),
            page: String::new(),
            html: String::new(),
            emulator: emulator.clone(),
        }
    }

    /// Opens a URL of the tenant, absolute or relative to its origin, and follows redirects within the tenant.
    pub async fn open(&mut self, url: &str) -> Step {
        self.visit(Method::GET, self.path_of(url), None).await
    }

    /// Submits e-mail address and password on the login page.
    pub async fn log_in(&mut self, email: &str, password: &str) -> Step {
        self.submit(&[("action", "password"), ("username", email), ("password", password)]).await
    }

    /// Clicks the button of an account on the login page.
    pub async fn log_in_as(&mut self, email: &str) -> Step {
        let found = self.emulator.database_user_id(email).unwrap_or_default();
        self.submit(&[("action", "account"), ("user_id", &found)]).await
    }

    /// Submits the sign-up page, which it opens from the login page if necessary.
    pub async fn sign_up(&mut self, email: &str, password: &str) -> Step {
        if self.page.starts_with("/u/login") {
            self.submit(&[("action", "signup")]).await;
        }
        self.submit(&[("action", "create"), ("email", email), ("password", password)]).await
    }

    /// Clicks the button of a connection on the login page.
    pub async fn choose_provider(&mut self, connection: &str) -> Step {
        self.submit(&[("action", "connection"), ("connection", connection)]).await
    }

    /// Clicks the button of an account on a provider's page, by its e-mail address or, without one, its name.
    pub async fn choose_account(&mut self, label: &str) -> Step {
        let found = self.emulator.provider_account_id(label).unwrap_or_default();
        self.submit(&[("action", "account"), ("account", &found)]).await
    }

    /// Accepts on a consent or confirmation page.
    pub async fn accept(&mut self) -> Step {
        self.submit(&[("action", "accept")]).await
    }

    /// Declines on a consent or confirmation page.
    pub async fn decline(&mut self) -> Step {
        self.submit(&[("action", "deny")]).await
    }

    /// Clicks *Cancel* on a login, sign-up or provider page.
    pub async fn cancel(&mut self) -> Step {
        self.submit(&[("action", "cancel")]).await
    }

    /// Submits a form of the current page.
    pub async fn submit(&mut self, fields: &[(&str, &str)]) -> Step {
        let form = Serializer::new(String::new()).extend_pairs(fields).finish();
        self.visit(Method::POST, self.page.clone(), Some(form)).await
    }

    /// HTML of the current page.
    pub fn html(&self) -> &str {
        &self.html
    }

    /// The value of a cookie.
    pub fn cookie(&self, name: &str) -> Option<&str> {
        self.cookies.get(name).map(String::as_str)
    }

    /// Deletes all cookies.
    pub fn clear_cookies(&mut self) {
        self.cookies.clear();
    }

    async fn visit(&mut self, method: Method, path: String, form: Option<String>) -> Step {
        let (mut method, mut path, mut form) = (method, path, form);
        for _ in 0..MOST_REDIRECTS {
            let response = self.send(&method, &path, form.take()).await;
            let status = response.status();
            if let Some(location) = response.headers().get(LOCATION).and_then(|value| value.to_str().ok()) {
                let is_path = location.starts_with('/') && !location.starts_with("//");
                if !is_path && !location.starts_with(&self.issuer) {
                    return Step::Callback(location.to_owned());
                }
                (method, path) = (Method::GET, self.path_of(location));
                continue;
            }
            let bytes = to_bytes(response.into_body(), usize::MAX).await.unwrap_or_default();
            self.page.clone_from(&path);
            self.html = String::from_utf8_lossy(&bytes).into_owned();
            return step(status, &path, &self.html);
        }
        Step::ErrorPage { status: 310, text: "too many redirects".to_owned() }
    }

    async fn send(&mut self, method: &Method, path: &str, form: Option<String>) -> Response<Body> {
        let mut request = Request::builder().method(method.clone()).uri(path);
        if !self.cookies.is_empty() {
            let pairs: Vec<String> =
                self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
            request = request.header(COOKIE, pairs.join("; "));
        }
        if form.is_some() {
            request = request.header(CONTENT_TYPE, "application/x-www-form-urlencoded");
        }
        let response = match request.body(Body::from(form.unwrap_or_default())) {
            Ok(request) => self.router.clone().oneshot(request).await.unwrap_or_else(|never| match never {}),
            Err(error) => {
                let mut response = Response::new(Body::from(error.to_string()));
                *response.status_mut() = StatusCode::BAD_REQUEST;
                response
            }
        };
        for line in response.headers().get_all(SET_COOKIE) {
            self.keep(line.to_str().unwrap_or_default());
        }
        response
    }

    fn keep(&mut self, set_cookie: &str) {
        let Some((name, value)) = set_cookie.split(';').next().and_then(|pair| pair.split_once('=')) else {
            return;
        };
        if set_cookie.contains("Max-Age=0") {
            self.cookies.remove(name);
        } else {
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
    }

    /// Path and query of an address of the tenant.
    fn path_of(&self, url: &str) -> String {
        let relative = url.strip_prefix(&self.issuer).map(|rest| format!("/{rest}"));
        relative.unwrap_or_else(|| url.to_owned())
    }
}

fn step(status: StatusCode, path: &str, text: &str) -> Step {
    let (bare, query) = path.split_once('?').unwrap_or((path, ""));
    if status.is_success() && (text.contains("postMessage(") || text.contains("document.forms[0].submit()")) {
        return Step::Delivery(text.to_owned());
    }
    match bare {
        "/u/login" if status == StatusCode::OK => Step::LoginPage,
        "/u/login" if text.contains("role=\"alert\"") => Step::LoginFailed(alert(text)),
        "/u/signup" if status == StatusCode::OK => Step::SignupPage,
        "/u/provider" if status == StatusCode::OK => Step::ProviderPage(connection(query)),
        "/u/consent" if status == StatusCode::OK => Step::ConsentPage,
        "/u/confirm" if status == StatusCode::OK => Step::ConfirmPage,
        _ if status.is_client_error() || status.is_server_error() => {
            Step::ErrorPage { status: status.as_u16(), text: text.to_owned() }
        }
        _ => Step::OtherPage { status: status.as_u16(), path: bare.to_owned(), text: text.to_owned() },
    }
}

fn alert(text: &str) -> String {
    let after = text.split_once("role=\"alert\">").map_or("", |(_, after)| after);
    after.split('<').next().unwrap_or_default().to_owned()
}

fn connection(query: &str) -> String {
    let url = Url::parse(&format!("http://tenant/?{query}"));
    let found = url.ok().and_then(|url| {
        let mut pairs = url.query_pairs().filter(|(name, _)| name == "connection");
        pairs.next().map(|(_, value)| value.into_owned())
    });
    found.unwrap_or_default()
}
