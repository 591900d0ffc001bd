//! One browser with one session and one profile.
//!
//! Owns the `WebDriver` session and the processes behind it. It knows nothing of the app: that is for `pages`. What differs
//! between the engines stands in `chromium`, `firefox` and `webkit`; `device` and `console` choose among them.

pub mod accessibility;
mod act;
mod axe;
mod chromium;
mod command;
pub mod console;
pub mod device;
mod driver;
mod elements;
pub mod engine;
mod firefox;
mod keyboard;
mod layout;
pub mod locate;
pub mod performance;
pub mod preferences;
mod process;
pub mod role;
pub mod tabs;
mod webkit;

use std::cell::RefCell;
use std::time::Duration;

use anyhow::{Context, Result};
use fantoccini::ClientBuilder;
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::Value;
use tempfile::TempDir;
use tokio::time::timeout;
use url::Url;

use self::console::ConsoleEntry;
use self::driver::Driver;
use self::engine::Engine;
use self::preferences::Preferences;
use self::webkit::Display;
use crate::page_scripts::{PageScripts, TELL};
use crate::wait::{self, Look};

/// How long a browser may take to start. A driver whose browser ended at once may wait for it without an end.
const LAUNCH_LIMIT: Duration = Duration::from_mins(1);

/// A browser with a profile of its own and one tab, to begin with. [`close`](Self::close) it: the driver is killed on drop, and
/// the browser outlives a driver that could not end it.
#[derive(Debug)]
pub struct Browser {
    /// Its engine.
    pub engine: Engine,
    client: fantoccini::Client,
    console: RefCell<Vec<ConsoleEntry>>,
    /// What the pages asked for, as far as the driver tells it.
    addresses: RefCell<Vec<Url>>,
    /// Scripts that every later document begins with, for the tabs that are still to come.
    before_documents: RefCell<Vec<String>>,
    page_scripts: PageScripts,
    // After the client, in this order: the session ends before the driver, the driver before its files.
    driver: Driver,
    _display: Option<Display>,
    _profile: TempDir,
}

impl Browser {
    /// Starts the chosen engine's driver and browser, 1280 × 900 CSS pixels, with an empty profile. `page_scripts` is what the
    /// app's server adds to its pages.
    ///
    /// It is tried three times, because no story has begun yet: WebKit's driver ends now and then while its browser starts, and a
    /// driver's port may be taken by another process.
    ///
    /// # Errors
    ///
    /// When either is missing or does not start.
    pub async fn launch(page_scripts: PageScripts, preferences: Preferences) -> Result<Self> {
        let engine = Engine::chosen()?;
        for _ in 0..2 {
            match Self::try_launch(engine, page_scripts.clone(), preferences).await {
                Ok(browser) => return Ok(browser),
                Err(error) => eprintln!("starting the browser once more: {error:#}"),
            }
        }
        Self::try_launch(engine, page_scripts, preferences).await
    }

    async fn try_launch(engine: Engine, page_scripts: PageScripts, preferences: Preferences) -> Result<Self> {
        let profile = TempDir::with_prefix("e2e-browser-")?;
        let display = match engine {
            Engine::WebKit => Some(Display::start().await?),
            Engine::Chromium | Engine::Firefox => None,
        };
        let environment = display.as_ref().map(|display| display.environment(profile.path())).transpose()?;
        let log = profile.path().join("driver.log");
        let driver = Driver::start(engine, &environment.unwrap_or_default(), &log).await?;
        let (capabilities, package) = match engine {
            Engine::Chromium => (chromium::capabilities(&profile, preferences), "chromium"),
            Engine::Firefox => (firefox::capabilities(preferences), "firefox-esr"),
            Engine::WebKit => (webkit::capabilities(profile.path(), preferences)?, "webkit2gtk-driver"),
        };
        let mut builder = ClientBuilder::new(HttpConnector::new());
        let client = timeout(LAUNCH_LIMIT, builder.capabilities(capabilities).connect(&driver.url))
            .await
            .with_context(|| format!("{engine} does not start within {} s", LAUNCH_LIMIT.as_secs()))?
            .with_context(|| {
                let log = std::fs::read_to_string(&log).unwrap_or_default();
                format!(
                    "{engine} does not start: on Debian, `apt install {package}`; its driver wrote: {log}"
                )
            })?;
        let browser = Self {
            engine,
            client,
            console: RefCell::default(),
            addresses: RefCell::default(),
            before_documents: RefCell::default(),
            page_scripts,
            driver,
            _display: display,
            _profile: profile,
        };
        match engine {
            Engine::Chromium => {
                if preferences.dark {
                    browser.set_color_scheme(device::ColorScheme::Dark).await?;
                }
            }
            Engine::Firefox => {
                browser.listen().await?;
                browser.set_viewport(1280, 900).await?;
            }
            Engine::WebKit => {
                browser.page_scripts.add(TELL);
                browser.set_viewport(1280, 900).await?;
            }
        }
        Ok(browser)
    }

    /// Ends the session, the browser and its driver.
    ///
    /// # Errors
    ///
    /// When the session was already lost.
    pub async fn close(self) -> Result<()> {
        Ok(self.client.close().await?)
    }

    /// Goes to an address, as if typed.
    ///
    /// # Errors
    ///
    /// When the page cannot be reached.
    pub async fn open(&self, url: &str) -> Result<()> {
        self.client.goto(url).await.with_context(|| format!("cannot open {url}"))
    }

    /// The address of the page.
    ///
    /// # Errors
    ///
    /// When the browser cannot be asked.
    pub async fn url(&self) -> Result<Url> {
        Ok(self.client.current_url().await?)
    }

    /// Waits until the address fulfils a condition.
    ///
    /// # Errors
    ///
    /// When it does not before the deadline.
    pub async fn url_that(&self, what: &str, holds: impl Fn(&Url) -> bool) -> Result<Url> {
        wait::until(async || {
            let url = self.url().await?;
            Ok(if holds(&url) {
                Look::Found(url)
            } else {
                Look::NotYet(format!("the address should be {what}, but is {url}"))
            })
        })
        .await
    }

    /// The document's title.
    ///
    /// # Errors
    ///
    /// When the browser cannot be asked.
    pub async fn title(&self) -> Result<String> {
        Ok(self.client.title().await?)
    }

    /// Loads the page again.
    ///
    /// # Errors
    ///
    /// When the browser does not accept the command.
    pub async fn reload(&self) -> Result<()> {
        Ok(self.client.refresh().await?)
    }

    /// Presses the Back button.
    ///
    /// # Errors
    ///
    /// When the browser does not accept the command.
    pub async fn back(&self) -> Result<()> {
        Ok(self.client.back().await?)
    }

    /// Presses the Forward button.
    ///
    /// # Errors
    ///
    /// When the browser does not accept the command.
    pub async fn forward(&self) -> Result<()> {
        Ok(self.client.forward().await?)
    }

    /// Runs a script's body in the page and tells what it returns.
    ///
    /// # Errors
    ///
    /// When it throws.
    pub async fn run(&self, script: &str) -> Result<Value> {
        Ok(self.client.execute(script, vec![]).await?)
    }

    /// Runs a script's body in the document of the page's first frame, wherever that comes from.
    ///
    /// # Errors
    ///
    /// When there is no frame, or the script throws.
    pub async fn run_in_frame(&self, script: &str) -> Result<Value> {
        self.client.enter_frame(0).await.context("there is no frame")?;
        let outcome = self.run(script).await;
        self.client.enter_parent_frame().await?;
        outcome
    }

    /// A picture of the viewport, PNG.
    ///
    /// # Errors
    ///
    /// When the browser cannot be asked.
    pub async fn screenshot(&self) -> Result<Vec<u8>> {
        Ok(self.client.screenshot().await?)
    }

    /// The document as it stands, as HTML.
    ///
    /// # Errors
    ///
    /// When the browser cannot be asked.
    pub async fn html(&self) -> Result<String> {
        Ok(self.client.source().await?)
    }
}
