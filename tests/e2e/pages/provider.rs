//! The simulated page of a social provider.

use anyhow::Result;

use crate::browser::Browser;

/// A provider's page, where an account is chosen.
#[derive(Clone, Copy, Debug)]
pub struct Provider<'a> {
    browser: &'a Browser,
}

impl<'a> Provider<'a> {
    /// Waits for the page of a provider: `Google`, `Facebook`, `GitHub`.
    ///
    /// # Errors
    ///
    /// When it does not come.
    pub async fn shown(browser: &'a Browser, label: &str) -> Result<Self> {
        browser.heading(format!("Sign in with {label} (simulated)")).await?;
        Ok(Self { browser })
    }

    /// Signs in as the account with this e-mail address, or name where it has none.
    ///
    /// # Errors
    ///
    /// When the button is missing.
    pub async fn continue_as(&self, who: &str) -> Result<()> {
        self.browser.button(&format!("Continue as {who}")).click().await
    }

    /// Gives up.
    ///
    /// # Errors
    ///
    /// When the button is missing.
    pub async fn cancel(&self) -> Result<()> {
        self.browser.button("Cancel").click().await
    }
}
