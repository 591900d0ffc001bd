//! The start of the app: loads the configuration, lets the core decide, and sets the address.

use auth0_spa::SharedStorage;
use auth0_spa::config::{AuthConfig, ConfigError};
use auth0_spa::http::{Body, HttpClient, HttpRequest, Method};
use auth0_spa::login::callback::PageUrl;
use auth0_spa::startup::{self, Addresses, Startup};
use auth0_spa::tabs::Snapshot;
use auth0_spa_web::{Browser, location, preconnect, until_visible};

use crate::route::{self, Page};

/// The result of a successful start.
#[derive(Debug, Clone)]
pub struct Start {
    /// The configuration.
    pub config: AuthConfig,
    /// What the core decided.
    pub startup: Startup,
}

/// Why the app does not start.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotStarted {
    /// `auth_config.json` did not load. A reload may help.
    NotArrived,
    /// `auth_config.json` is missing or unusable.
    NotConfigured(ConfigError),
}

impl From<ConfigError> for NotStarted {
    fn from(error: ConfigError) -> Self {
        Self::NotConfigured(error)
    }
}

/// Starts the app. `page_url` is the address that the page was opened with.
///
/// # Errors
///
/// [`NotStarted`]: there is no configuration.
pub async fn start(mut page_url: PageUrl) -> Result<Start, NotStarted> {
    let snapshot = Snapshot::take(Browser.shared());
    if page_url.path == route::HOME_FILE {
        location::replace(Page::Home.path());
        page_url = PageUrl { path: Page::Home.path().to_owned(), search: String::new(), hash: String::new() };
    }
    until_visible().await;
    let origin = location::origin();
    let addresses = Addresses {
        origin: &origin,
        home: Page::Home.path(),
        account: Page::Settings.path(),
        confirm: Page::Confirm.path(),
    };
    let (config, startup) = startup::start(&Browser, load_config(), &addresses, &page_url, snapshot).await?;
    preconnect(&config.application.domain.origin());
    if let Some(path) = &startup.landing {
        location::replace(path);
    }
    Ok(Start { config, startup })
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
