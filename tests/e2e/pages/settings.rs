//! `/settings`: the profile, the linked accounts, the buttons to link and unlink.

use anyhow::Result;

use crate::browser::Browser;
use crate::browser::locate::{Locator, Name};
use crate::browser::role::Role;
use crate::pages::Unlink;
use crate::wait::{self, Look};

/// The settings page.
#[derive(Clone, Copy, Debug)]
pub struct Settings<'a> {
    browser: &'a Browser,
}

impl<'a> Settings<'a> {
    /// Waits for it, with its list.
    ///
    /// # Errors
    ///
    /// When it does not come.
    pub async fn shown(browser: &'a Browser) -> Result<Self> {
        browser.heading("Settings").await?;
        let settings = Self { browser };
        settings.list().one().await?;
        Ok(settings)
    }

    /// The list of linked accounts.
    pub fn list(&self) -> Locator<'a> {
        self.browser.by_role(Role::List, "Linked accounts")
    }

    /// Waits until the list has exactly these accounts in this order, each item containing all of its words.
    ///
    /// # Errors
    ///
    /// When it has others at the deadline; the text tells them.
    pub async fn accounts(&self, expected: &[&[&str]]) -> Result<()> {
        let items = self.list().by_role(Role::ListItem, Name::Any);
        let outcome = wait::until(async || {
            let texts = match items.texts().await {
                Ok(texts) => texts,
                Err(error) => return Ok(Look::NotYet(format!("the list cannot be read: {error}"))),
            };
            let fits = |(text, words): (&String, &&[&str])| words.iter().all(|word| text.contains(word));
            let same = texts.len() == expected.len() && texts.iter().zip(expected).all(fits);
            Ok(if same {
                Look::Found(())
            } else {
                Look::NotYet(format!("the linked accounts should be {expected:?}, but are {texts:?}"))
            })
        });
        self.browser.explain(outcome.await).await
    }

    /// The button that links an account of any kind.
    pub fn link(&self) -> Locator<'a> {
        self.browser.button("Link Account")
    }

    /// The button that links an account of one provider.
    pub fn link_with(&self, label: &str) -> Locator<'a> {
        self.browser.button(&format!("Link {label} Account"))
    }

    /// The button that unlinks an account, in its item of the list.
    pub fn unlink_button(&self, label: &str, who: &str) -> Locator<'a> {
        self.list().by_role(Role::Button, format!("Unlink {label} account {who}"))
    }

    /// Asks to unlink an account.
    ///
    /// # Errors
    ///
    /// When the dialog does not open.
    pub async fn unlink(&self, label: &str, who: &str) -> Result<Unlink<'a>> {
        self.unlink_button(label, who).click().await?;
        Unlink::shown(self.browser).await
    }

    /// Logs out.
    ///
    /// # Errors
    ///
    /// When the button is missing.
    pub async fn log_out(&self) -> Result<()> {
        self.browser.button("Log out").click().await
    }
}
