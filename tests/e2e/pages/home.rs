//! The home page, for a user who is not logged in.

use anyhow::Result;

use crate::browser::Browser;
use crate::pages::Login;

/// The home page, logged out.
#[derive(Clone, Copy, Debug)]
pub struct Home<'a> {
    browser: &'a Browser,
}

impl<'a> Home<'a> {
    /// Waits for it, drawn by the app: `index.html` shows the same before it has started.
    ///
    /// # Errors
    ///
    /// When it does not come.
    pub async fn shown(browser: &'a Browser) -> Result<Self> {
        browser.heading("Account linking").await?;
        browser.running().await?;
        browser.button("Log in").enabled().await?;
        Ok(Self { browser })
    }

    /// Goes to the tenant to log in.
    ///
    /// # Errors
    ///
    /// When the tenant's page does not come.
    pub async fn log_in(&self) -> Result<Login<'a>> {
        self.browser.button("Log in").click().await?;
        Login::shown(self.browser).await
    }
}
