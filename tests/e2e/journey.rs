//! The ways that many stories have in common: to be logged in, to stand before the confirm page.

use std::time::Duration;

use anyhow::{Result, ensure};
use url::Url;

use crate::browser::console::ExpectedFailure;
use crate::browser::engine::Engine;
use crate::pages::{Confirm, Home, Login, Provider, Settings};
use crate::stage::Stage;
use crate::tenant::answer;
use crate::{Name, Role};

/// Longer than any token of the demo tenant lives; the tenant's own session lives on.
const TWO_DAYS: Duration = Duration::from_hours(48);

impl Stage {
    /// Has the tenant answer like this whenever the app reads the user, as often as it tries.
    pub fn users_cannot_be_read(&self, status: u16, body: &'static str) {
        for _ in 0..3 {
            self.spoil("GET", "/api/v2/users/*", answer(status, body));
            self.expect_perhaps(ExpectedFailure::status("/api/v2/users/", status));
        }
    }

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

    /// As [`log_in`](Self::log_in), by a tenant that did not grant the right to change linked accounts.
    ///
    /// # Errors
    ///
    /// When the settings do not say so.
    pub async fn logged_in_without_the_right_to_link(&self) -> Result<()> {
        self.log_in("alice@example.com").await?;
        // What the tenant granted stands in the record of the session.
        let take_away = "for (const [name, record] of Object.entries(sessionStorage))
            sessionStorage.setItem(name, record.replace('update:current_user_identities', ''));";
        self.browser.run(take_away).await?;
        self.browser.reload().await?;
        Settings::shown(&self.browser).await?;
        let page = self.browser.by_role(Role::Main, Name::Any);
        page.saying(&["Linking is not possible with this login"]).await?;
        Ok(())
    }

    /// Takes the network away from the page, as the browser tells it.
    ///
    /// # Errors
    ///
    /// When the browser does not accept the command.
    pub async fn offline(&self) -> Result<()> {
        self.network(false).await
    }

    /// Gives it back.
    ///
    /// # Errors
    ///
    /// When the browser does not accept the command.
    pub async fn online(&self) -> Result<()> {
        self.network(true).await
    }

    async fn network(&self, there: bool) -> Result<()> {
        let event = if there { "online" } else { "offline" };
        let script = format!(
            "Object.defineProperty(navigator, 'onLine', {{ configurable: true, value: {there} }});
             window.dispatchEvent(new Event('{event}'));"
        );
        self.browser.run(&script).await?;
        Ok(())
    }

    /// Announces that what the page loads early may not be needed, because the app does not run.
    pub fn expect_unused_preloads(&self) {
        for file in [".wasm", ".js", "auth_config.json", "assets/en-"] {
            self.expect_perhaps(ExpectedFailure::unused_preload(file));
        }
    }

    /// Takes from the logged-in page what the app is drawn with, and goes to another page: the app panics.
    ///
    /// # Errors
    ///
    /// When the page does not say that it has stopped.
    pub async fn crash(&self) -> Result<()> {
        self.expect(ExpectedFailure::panic("on purpose"));
        self.expect(ExpectedFailure::thrown(match self.browser.engine {
            Engine::Chromium | Engine::Firefox => "RuntimeError: unreachable",
            Engine::WebKit => "RuntimeError: Unreachable code",
        }));
        let break_it = "const make = Document.prototype.createElement;
            Document.prototype.createElement = function (name) {
                if (name === 'strong') throw new window.Error('broken on purpose');
                return make.call(this, name);
            };";
        self.browser.run(break_it).await?;
        self.browser.by_role(Role::Link, "Account linking").click().await?;
        self.browser.alert(&["Something went wrong"]).await?;
        Ok(())
    }

    /// Presses the button that logs in after a session that ended, and shows the tenant who is there if it asks: it
    /// may know the user still.
    ///
    /// # Errors
    ///
    /// When the settings do not come, with the account's address.
    pub async fn log_in_again(&self, email: &str) -> Result<()> {
        self.browser.by_role(Role::Button, Name::Contains("Log in".to_owned())).click().await?;
        let back = |url: &Url| url.origin().ascii_serialization() == self.site.origin;
        let issuer = Url::parse(self.tenant.issuer())?;
        // A silent login passes by the tenant without its login page.
        let there = |url: &Url| url.origin() == issuer.origin() && url.path() == "/u/login";
        let url = self
            .browser
            .url_that("the settings or the login page", |url| there(url) || url.path() == "/settings");
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
        browser.status(&["may still be logged in as the second account"]).await?;
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
