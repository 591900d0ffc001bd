//! Several tabs of one browser: they share cookies and `localStorage`, and each has a `sessionStorage` of its own.
//!
//! Everything else that a [`Browser`] does, it does in the tab that is in front. Console and request log hold what
//! happened in all of them.

use anyhow::{Context, Result, bail};
use fantoccini::wd::WindowHandle;
use serde_json::json;

use super::Browser;
use super::engine::Engine;

/// A tab of the browser.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Tab(WindowHandle);

impl Browser {
    /// The tab in front.
    ///
    /// # Errors
    ///
    /// When the browser cannot be asked.
    pub async fn tab(&self) -> Result<Tab> {
        Ok(Tab(self.client.window().await?))
    }

    /// Opens a tab in front of the others and goes to an address, as if typed there: the page has no opener and an
    /// empty `sessionStorage`.
    ///
    /// # Errors
    ///
    /// When the page cannot be reached.
    pub async fn open_in_new_tab(&self, url: &str) -> Result<Tab> {
        let tab = Tab(self.client.new_window(self.has_tabs()).await?.handle);
        self.prepare(&tab).await?;
        self.open(url).await?;
        Ok(tab)
    }

    /// Opens a second tab with the address and a copy of the `sessionStorage` of the one in front, as *Duplicate*
    /// does, and puts it in front. The copy has no opener; unlike there, a blank page is all of its history.
    ///
    /// # Errors
    ///
    /// When the browser refuses, or the page cannot be reached.
    pub async fn duplicate_tab(&self) -> Result<Tab> {
        let url = self.url().await?;
        let known = self.client.windows().await?;
        // A window with an opener begins with a copy; `about:blank` makes time for what later documents start with.
        let features = if self.has_tabs() { "" } else { "popup" };
        self.run(&format!("window.open('about:blank', '', '{features}').opener = null")).await?;
        let mut handles = self.client.windows().await?.into_iter();
        let tab = Tab(handles.find(|handle| !known.contains(handle)).context("no tab was opened")?);
        self.prepare(&tab).await?;
        self.open(url.as_str()).await?;
        Ok(tab)
    }

    /// Puts a tab in front.
    ///
    /// # Errors
    ///
    /// When it was closed.
    pub async fn switch_to(&self, tab: &Tab) -> Result<()> {
        self.client.switch_to_window(tab.0.clone()).await.context("the tab is not there any more")?;
        match self.engine {
            Engine::Chromium => self.tell_dev_tools("Page.bringToFront", json!({})).await,
            Engine::Firefox | Engine::WebKit => Ok(()),
        }
    }

    /// Closes the tab in front and puts another in front.
    ///
    /// # Errors
    ///
    /// When it is the last one: that would end the browser.
    pub async fn close_tab(&self) -> Result<()> {
        if self.client.windows().await?.len() < 2 {
            bail!("the last tab cannot be closed");
        }
        // What it still has to say would be lost with it.
        self.console().await?;
        self.client.close_window().await?;
        let next = self.client.windows().await?.into_iter().next().context("no tab is left")?;
        self.switch_to(&Tab(next)).await
    }

    /// WebKit's driver cannot bring a tab to the front. Windows are all in front.
    fn has_tabs(&self) -> bool {
        self.engine != Engine::WebKit
    }

    /// Does the same in every tab. Afterwards the one in front is in front.
    pub(super) async fn in_every_tab(&self, act: impl AsyncFn() -> Result<()>) -> Result<()> {
        let windows = self.client.windows().await?;
        if windows.len() == 1 {
            return act().await;
        }
        let front = self.tab().await?;
        for window in windows {
            self.client.switch_to_window(window).await?;
            act().await?;
        }
        self.client.switch_to_window(front.0).await?;
        Ok(())
    }

    /// Puts a new tab in front, with everything that was to happen before each document.
    async fn prepare(&self, tab: &Tab) -> Result<()> {
        self.switch_to(tab).await?;
        let scripts = self.before_documents.borrow().clone();
        for script in &scripts {
            self.add_before_document(script).await?;
        }
        Ok(())
    }
}
