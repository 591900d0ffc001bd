//! The tenant's own login page.

use anyhow::Result;

use crate::browser::Browser;
use crate::browser::locate::Name;
use crate::browser::role::Role;
use crate::pages::Provider;

/// The tenant's login page.
#[derive(Clone, Copy, Debug)]
pub struct Login<'a> {
    browser: &'a Browser,
}

impl<'a> Login<'a> {
    /// The password of every user in the demo tenant's database.
    pub const PASSWORD: &'static str = "Passw0rd!";

    /// Waits for it.
    ///
    /// # Errors
    ///
    /// When it does not come.
    pub async fn shown(browser: &'a Browser) -> Result<Self> {
        browser.by_role(Role::TextBox, "Email address").one().await?;
        browser.heading(Name::Contains("Log in".to_owned())).await?;
        Ok(Self { browser })
    }

    /// Logs in with one click on a demo account.
    ///
    /// # Errors
    ///
    /// When the button is missing.
    pub async fn one_click(&self, email: &str) -> Result<()> {
        self.browser.button(&format!("Log in as {email}")).click().await
    }

    /// Logs in with an e-mail address and a password.
    ///
    /// # Errors
    ///
    /// When a field is missing.
    pub async fn password(&self, email: &str, password: &str) -> Result<()> {
        self.browser.by_role(Role::TextBox, "Email address").fill(email).await?;
        self.browser.by_role(Role::TextBox, "Password").fill(password).await?;
        self.browser.button("Continue").click().await
    }

    /// Goes on to a provider: `Google`, `Facebook`, `GitHub`.
    ///
    /// # Errors
    ///
    /// When the provider's page does not come.
    pub async fn continue_with(&self, label: &str) -> Result<Provider<'a>> {
        self.browser.button(&format!("Continue with {label}")).click().await?;
        Provider::shown(self.browser, label).await
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
