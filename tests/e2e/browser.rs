//! One Chromium with one session: the person's eyes and hands.
//!
//! Owns the `WebDriver` session and the processes behind it. It knows nothing of the app: that is for `pages`.

pub mod accessibility;
mod act;
mod command;
pub mod console;
pub mod device;
mod driver;
mod keyboard;
pub mod locate;
pub mod network;

use std::cell::RefCell;

use anyhow::{Context, Result};
use fantoccini::ClientBuilder;
use hyper_util::client::legacy::connect::HttpConnector;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, from_value, json};
use tempfile::TempDir;
use url::Url;

use self::command::Command;
use self::console::ConsoleEntry;
use self::driver::Driver;
use self::network::Request;
use crate::wait::{self, Look};

/// A browser window with a profile of its own. [`close`](Self::close) it: dropping it leaves Chromium to chromedriver's end.
#[derive(Debug)]
pub struct Browser {
    client: fantoccini::Client,
    console: RefCell<Vec<ConsoleEntry>>,
    requests: RefCell<Vec<Request>>,
    // After the client, in this order: the session ends before the driver, the driver before its files.
    _driver: Driver,
    _profile: TempDir,
}

impl Browser {
    /// Starts chromedriver and a headless Chromium, 1280 × 900 CSS pixels, with an empty profile.
    ///
    /// # Errors
    ///
    /// When either is missing or does not start.
    pub async fn launch() -> Result<Self> {
        let driver = Driver::start().await?;
        let profile = TempDir::with_prefix("e2e-chromium-")?;
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities(&profile))
            .connect(&driver.url)
            .await
            .context("Chromium does not start: on Debian, `apt install chromium`")?;
        Ok(Self {
            client,
            console: RefCell::default(),
            requests: RefCell::default(),
            _driver: driver,
            _profile: profile,
        })
    }

    /// Ends the session, Chromium and chromedriver.
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
    /// When the browser cannot be told.
    pub async fn reload(&self) -> Result<()> {
        Ok(self.client.refresh().await?)
    }

    /// Presses the Back button.
    ///
    /// # Errors
    ///
    /// When the browser cannot be told.
    pub async fn back(&self) -> Result<()> {
        Ok(self.client.back().await?)
    }

    /// Runs a script's body in the page and tells what it returns.
    ///
    /// # Errors
    ///
    /// When it throws.
    pub async fn run(&self, script: &str) -> Result<Value> {
        Ok(self.client.execute(script, vec![]).await?)
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

    /// Calls a method of the `DevTools` protocol.
    async fn dev_tools<T: DeserializeOwned>(&self, method: &'static str, params: Value) -> Result<T> {
        let answer = self.client.issue_cmd(Command::DevTools { method, params }).await?;
        from_value(answer).with_context(|| format!("the answer to {method} cannot be read"))
    }
}

fn capabilities(profile: &TempDir) -> Map<String, Value> {
    let mut args = vec![
        "--headless=new".to_owned(),
        "--window-size=1280,900".to_owned(),
        "--disable-gpu".to_owned(),
        "--disable-dev-shm-usage".to_owned(),
        "--disable-background-networking".to_owned(),
        "--disable-component-update".to_owned(),
        "--disable-sync".to_owned(),
        "--no-first-run".to_owned(),
        "--no-default-browser-check".to_owned(),
        "--lang=en-US".to_owned(),
        format!("--user-data-dir={}", profile.path().display()),
    ];
    if runs_as_root() {
        // Chromium's sandbox refuses root, which is what a container's only user usually is.
        args.push("--no-sandbox".to_owned());
    }
    let mut options = json!({
        "args": args,
        // No "save this password?" and no warning about a leaked one over the page under test.
        "prefs": {
            "credentials_enable_service": false,
            "profile.password_manager_enabled": false,
            "profile.password_manager_leak_detection": false,
        },
    });
    if let (Ok(program), Some(options)) = (std::env::var("CHROMIUM"), options.as_object_mut()) {
        options.insert("binary".to_owned(), json!(program));
    }
    Map::from_iter([
        ("goog:chromeOptions".to_owned(), options),
        ("goog:loggingPrefs".to_owned(), json!({ "browser": "ALL", "performance": "ALL" })),
    ])
}

#[cfg(unix)]
fn runs_as_root() -> bool {
    use std::os::unix::fs::MetadataExt;
    std::fs::metadata("/proc/self").is_ok_and(|process| process.uid() == 0)
}

#[cfg(not(unix))]
fn runs_as_root() -> bool {
    false
}
