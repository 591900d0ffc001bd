//! One Chromium with one session and one profile.
//!
//! Owns the `WebDriver` session and the processes behind it. It knows nothing of the app: that is for `pages`.

pub mod accessibility;
mod act;
mod axe;
mod capabilities;
mod command;
pub mod console;
pub mod device;
mod driver;
mod keyboard;
pub mod locate;
pub mod network;
pub mod performance;
mod process;
pub mod role;
pub mod tabs;

use std::cell::RefCell;

use anyhow::{Context, Result};
use fantoccini::ClientBuilder;
use hyper_util::client::legacy::connect::HttpConnector;
use serde::de::DeserializeOwned;
use serde_json::{Value, from_value};
use tempfile::TempDir;
use url::Url;

use self::capabilities::capabilities;
use self::command::Command;
use self::console::ConsoleEntry;
use self::driver::Driver;
use self::network::Request;
use crate::wait::{self, Look};

/// A browser with a profile of its own and one tab, to begin with. [`close`](Self::close) it: chromedriver is killed on drop, and
/// Chromium outlives a driver that could not end it.
#[derive(Debug)]
pub struct Browser {
    client: fantoccini::Client,
    console: RefCell<Vec<ConsoleEntry>>,
    requests: RefCell<Vec<Request>>,
    /// Scripts that every later document begins with, for the tabs that are still to come.
    before_documents: RefCell<Vec<String>>,
    // After the client, in this order: the session ends before the driver, the driver before its files.
    driver: Driver,
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
            before_documents: RefCell::default(),
            driver,
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

    /// Calls a method of the `DevTools` protocol.
    async fn dev_tools<T: DeserializeOwned>(&self, method: &'static str, params: Value) -> Result<T> {
        let answer = self.client.issue_cmd(Command::DevTools { method, params }).await?;
        from_value(answer).with_context(|| format!("the answer to {method} cannot be read"))
    }
}
