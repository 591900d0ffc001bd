//! One test's world: its own tenant, its own web server, its own browser; and the judgement at the end.

use std::any::type_name;
use std::cell::RefCell;
use std::io::{self, Write};
use std::panic::AssertUnwindSafe;
use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context, Error, Result, anyhow};
use auth0_emulator::Seed;
use futures_util::FutureExt;
use serde_json::{Map, Value};
use tokio::sync::Semaphore;
use tokio::time::timeout;
use url::Url;

use crate::browser::Browser;
use crate::browser::console::{ConsoleEntry, ExpectedFailure, complaints};
use crate::browser::engine::{Ability, Engine};
use crate::browser::preferences::Preferences;
use crate::browser::tabs::Tab;
use crate::evidence::Evidence;
use crate::requests::{Request, RequestLog};
use crate::site::{self, Configuration, Headers, Plot, Site, Spoilt};
use crate::tenant::{CLIENT, Tenant};

/// How many browsers may run at once: more would only wait for each other.
static BROWSERS: Semaphore = Semaphore::const_new(2);

/// How long a whole story may take. A browser that no longer answers must not hold up the others.
const STORY_LIMIT: Duration = Duration::from_mins(3);

/// How long the browser has to give up its evidence, and to end.
const LEAVE_LIMIT: Duration = Duration::from_secs(20);

/// What a story plays on.
#[derive(Debug)]
pub struct Stage {
    /// The browser.
    pub browser: Browser,
    /// The web server of the app.
    pub site: Site,
    /// The Auth0 tenant.
    pub tenant: Tenant,
    /// The requests that reached the two.
    pub requests: RequestLog,
    expected: RefCell<Vec<ExpectedFailure>>,
    tolerated: RefCell<Vec<ExpectedFailure>>,
}

/// How a stage is to be set, where a story needs something else than the release build and the demo tenant.
#[derive(Clone, Debug, Default)]
pub struct Setting {
    /// The folder to serve, instead of the release build.
    pub dist: Option<PathBuf>,
    /// What the tenant starts with, instead of the demo tenant's seed.
    pub seed: Option<Seed>,
    /// What stands at `/auth_config.json`, instead of the tenant's own values.
    pub configuration: Option<Configuration>,
    /// More fields of the tenant's own `/auth_config.json`.
    pub fields: Map<String, Value>,
    /// Response headers of the web server: those of production, unless a story is about others.
    pub headers: Headers,
    /// A file of the build that does not come as it is.
    pub spoilt: Option<Spoilt>,
    /// What the browser has been set to.
    pub preferences: Preferences,
    /// What an engine has to be able to do: in one that cannot, the story is not played, and that is printed.
    pub needs: &'static [Ability],
}

/// Plays a story on the usual stage.
///
/// # Errors
///
/// See [`Setting::play`].
pub async fn story<F>(body: F) -> Result<()>
where
    F: AsyncFnOnce(&Stage) -> Result<()>,
{
    Setting::default().play(body).await
}

/// Plays a story on the usual stage, in the engines that have these abilities.
///
/// # Errors
///
/// See [`Setting::play`].
pub async fn story_with<F>(needs: &'static [Ability], body: F) -> Result<()>
where
    F: AsyncFnOnce(&Stage) -> Result<()>,
{
    Setting { needs, ..Setting::default() }.play(body).await
}

impl Setting {
    /// Sets the stage, plays the story, and judges: the story itself, then what the console said meanwhile.
    ///
    /// # Errors
    ///
    /// When a step failed or panicked, when the console holds an error or a warning that the story did not
    /// announce with [`Stage::expect`], or when an announced one did not come. The evidence is saved and its place
    /// printed.
    pub async fn play<F>(self, body: F) -> Result<()>
    where
        F: AsyncFnOnce(&Stage) -> Result<()>,
    {
        let (engine, test) = (Engine::chosen()?, test_name::<F>());
        if let Some(ability) = self.needs.iter().find(|ability| !engine.can(**ability)) {
            // Written past the test runner, which shows nothing of a test that does not fail.
            writeln!(io::stderr(), "not played in {engine}, which lacks {ability}: {test}")?;
            return Ok(());
        }
        let evidence = Evidence::of(test);
        let _turn = BROWSERS.acquire().await?;
        let stage = self.set().await?;
        let played = AssertUnwindSafe(body(&stage)).catch_unwind();
        let judged = match timeout(STORY_LIMIT, played).await {
            Ok(Ok(Ok(()))) => stage.judge().await,
            Ok(Ok(Err(error))) => Err(error),
            Ok(Err(panic)) => Err(panic_message(panic.as_ref())),
            Err(_) => Err(anyhow!("the story was not over after {} s", STORY_LIMIT.as_secs())),
        };
        if let Err(error) = &judged {
            match timeout(LEAVE_LIMIT, evidence.save(&stage, error)).await {
                Ok(Ok(folder)) => eprintln!("the evidence is in {}", folder.display()),
                Ok(Err(error)) => eprintln!("the evidence cannot be saved: {error}"),
                Err(_) => eprintln!("the evidence is incomplete: the browser does not answer"),
            }
        }
        let closed = timeout(LEAVE_LIMIT, stage.browser.close()).await;
        judged.and(closed.unwrap_or_else(|_| Err(anyhow!("the browser does not end"))))
    }

    async fn set(self) -> Result<Stage> {
        let plot = Plot::take().await?;
        let seed = match self.seed {
            Some(seed) => seed,
            None => Seed::demo()?,
        };
        let requests = plot.requests.clone();
        let tenant = Tenant::serve(seed.allow_origin(&plot.origin), 0, &requests).await?;
        let configuration = match self.configuration {
            Some(configuration) => configuration,
            None => Configuration::Tenant {
                domain: tenant.domain().to_owned(),
                client_id: tenant.client_id(CLIENT).context("the demo tenant lacks the app's client")?,
                fields: self.fields,
            },
        };
        let site =
            plot.serve(&self.dist.unwrap_or_else(site::dist), configuration, self.headers, self.spoilt)?;
        let browser = Browser::launch(site.scripts.clone(), self.preferences).await?;
        Ok(Stage {
            browser,
            site,
            tenant,
            requests,
            expected: RefCell::default(),
            tolerated: RefCell::default(),
        })
    }
}

impl Stage {
    /// Announces a complaint of the console that the story causes. It must come.
    pub fn expect(&self, failure: ExpectedFailure) {
        self.expected.borrow_mut().push(failure);
    }

    /// Announces a complaint of the console that the story may cause, where that is the app's choice.
    pub fn expect_perhaps(&self, failure: ExpectedFailure) {
        self.tolerated.borrow_mut().push(failure);
    }

    /// Opens a path of the app.
    ///
    /// # Errors
    ///
    /// When the page cannot be reached.
    pub async fn open(&self, path: &str) -> Result<()> {
        self.browser.open(&self.site.url(path)).await
    }

    /// Opens a path of the app in a new tab of the same browser, in front of the others.
    ///
    /// # Errors
    ///
    /// When the page cannot be reached.
    pub async fn open_in_new_tab(&self, path: &str) -> Result<Tab> {
        self.browser.open_in_new_tab(&self.site.url(path)).await
    }

    /// The requests with this method whose path ends so, to the app's server and to the tenant, in the order they came.
    pub fn requests_to(&self, method: &str, path_end: &str) -> Vec<Request> {
        let fits = |request: &Request| request.method == method && request.url.path().ends_with(path_end);
        self.requests.all().into_iter().filter(fits).collect()
    }

    /// The requests for the sentences of a language.
    pub fn requests_for_language(&self, language: &str) -> Vec<Request> {
        let start = format!("/assets/{language}-");
        let fits = |request: &Request| {
            let path = request.url.path();
            path.strip_prefix(&start).is_some_and(|rest| rest.split('.').nth(1) == Some("json"))
        };
        self.requests.all().into_iter().filter(fits).collect()
    }

    async fn judge(&self) -> Result<()> {
        let mut entries = self.browser.console().await?;
        if self.browser.engine != Engine::Chromium {
            entries.extend(self.requests.all().iter().filter_map(failed_request));
        }
        let engine = self.browser.engine;
        let mut complaints = complaints(&entries, &self.expected.borrow(), &self.tolerated.borrow(), engine);
        let ours = [Url::parse(&self.site.origin)?.origin(), Url::parse(self.tenant.issuer())?.origin()];
        for url in self.browser.addresses().await? {
            if matches!(url.scheme(), "http" | "https") && !ours.contains(&url.origin()) {
                complaints.push(format!("neither the app's server nor the tenant was asked: {url}"));
            }
        }
        if complaints.is_empty() { Ok(()) } else { Err(anyhow!(complaints.join("\n"))) }
    }
}

/// What another engine's console would show of the answer.
fn failed_request(request: &Request) -> Option<ConsoleEntry> {
    let status = request.status.filter(|status| *status >= 400)?;
    let message = format!("{} - Failed to load resource: with a status of {status} ()", request.url);
    Some(ConsoleEntry { level: "SEVERE".to_owned(), source: "network".to_owned(), message })
}

/// The test's path in its crate, from the type of the closure that stands in it.
fn test_name<F>() -> &'static str {
    let name = type_name::<F>();
    let name = name.split("::{{closure}}").next().unwrap_or(name);
    name.split_once("::").map_or(name, |(_crate, path)| path)
}

fn panic_message(panic: &(dyn std::any::Any + Send)) -> Error {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    let text = text.or_else(|| panic.downcast_ref::<&str>().copied());
    anyhow!("panicked: {}", text.unwrap_or("without a message"))
}
