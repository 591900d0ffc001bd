//! The ways that many stories have in common: to be logged in, to stand before the confirm page.

use std::time::Duration;

use anyhow::{Result, ensure};
use url::Url;

use crate::pages::{Confirm, Home, Login, Provider, Settings};
use crate::stage::Stage;
use crate::{Name, Role};

/// Longer than any token of the demo tenant lives; the tenant's own session lives on.
const TWO_DAYS: Duration = Duration::from_hours(48);

impl Stage {
    /// Opens the app and logs in with one click on a demo account.
    ///
    /// # Errors
    ///
    /// When a page on the way does not come.
    pub async fn log_in(&self, email: &str) -> Result<Settings<'_>> {
        self.open("/").await?;
        Home::shown(&self.browser).await?.log_in().await?.one_click(email).await?;
        Settings::shown(&self.browser).await
    }

    /// Presses the button that logs in after a session that ended, and shows the tenant who is there if it asks: it
    /// may know the person still.
    ///
    /// # Errors
    ///
    /// When the settings do not come, with the account's address.
    pub async fn log_in_again(&self, email: &str) -> Result<()> {
        self.browser.by_role(Role::Button, Name::Contains("Log in".to_owned())).click().await?;
        let back = |url: &Url| url.as_str().starts_with(&self.site.origin);
        let there = |url: &Url| url.as_str().starts_with(self.tenant.issuer());
        let url = self
            .browser
            .url_that("the settings or the tenant's", |url| there(url) || url.path() == "/settings");
        if !back(&url.await?) {
            Login::shown(&self.browser).await?.one_click(email).await?;
        }
        Settings::shown(&self.browser).await?.accounts(&[&["Primary", email]]).await
    }

    /// Presses the button of a provider (`Google`), and chooses an account on its page.
    ///
    /// # Errors
    ///
    /// When a page on the way does not come.
    pub async fn choose_at_provider(&self, label: &str, who: &str) -> Result<()> {
        Settings::shown(&self.browser).await?.link_with(label).click().await?;
        Provider::shown(&self.browser, label).await?.continue_as(who).await
    }

    /// Presses the button without a provider, and logs in to another account of the tenant's own database.
    ///
    /// # Errors
    ///
    /// When a page on the way does not come.
    pub async fn choose_in_database(&self, email: &str) -> Result<()> {
        Settings::shown(&self.browser).await?.link().click().await?;
        Login::shown(&self.browser).await?.one_click(email).await
    }

    /// Logs in as Alice and stands before the confirm page, with her Google account as the secondary.
    ///
    /// # Errors
    ///
    /// When a page on the way does not come.
    pub async fn about_to_link_google(&self) -> Result<Confirm<'_>> {
        self.log_in("alice@example.com").await?;
        self.choose_at_provider("Google", "alice@gmail.example").await?;
        Confirm::shown(&self.browser).await
    }

    /// Alice changed her mind about linking, her session ended, and she pressed *Log in*. The tenant still has her Google
    /// account in this browser and logs that in without asking; the app asks.
    ///
    /// # Errors
    ///
    /// When a page on the way does not come, or the other account is a session already.
    pub async fn logged_in_as_another_account(&self) -> Result<()> {
        let browser = &self.browser;
        self.about_to_link_google().await?.cancel().click().await?;
        browser.status(&["may still have this browser logged in as the second account"]).await?;
        self.advance(TWO_DAYS).await?;
        browser.reload().await?;
        Home::shown(browser).await?;
        browser.button("Log in").click().await?;
        browser
            .alert(&["logged you in as alice@gmail.example. That is not the account that was used here"])
            .await?;
        let stored = browser.run("return JSON.stringify(sessionStorage)").await?;
        ensure!(!stored.to_string().contains("alice@gmail.example"), "it is no session yet: {stored}");
        Ok(())
    }

    /// As [`about_to_link_google`](Self::about_to_link_google), and links it.
    ///
    /// # Errors
    ///
    /// When a page on the way does not come.
    pub async fn linked_with_google(&self) -> Result<Settings<'_>> {
        self.about_to_link_google().await?.link_accounts().click().await?;
        let settings = Settings::shown(&self.browser).await?;
        settings.accounts(&[&["Primary", "alice@example.com"], &["Google", "alice@gmail.example"]]).await?;
        Ok(settings)
    }
}
