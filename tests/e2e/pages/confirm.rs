//! `/settings/confirm`: both accounts side by side, before anything is linked.

use anyhow::Result;

use crate::browser::Browser;
use crate::browser::locate::Locator;
use crate::browser::role::Role;

/// The page that asks before two accounts become one.
#[derive(Clone, Copy, Debug)]
pub struct Confirm<'a> {
    browser: &'a Browser,
}

/// One of the two accounts.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Side {
    /// The one that stays.
    Primary,
    /// The one that becomes part of it.
    Secondary,
}

impl<'a> Confirm<'a> {
    /// Waits for it.
    ///
    /// # Errors
    ///
    /// When it does not come.
    pub async fn shown(browser: &'a Browser) -> Result<Self> {
        browser.heading("Link these accounts?").await?;
        Ok(Self { browser })
    }

    /// The group that shows one of the accounts.
    pub fn account(&self, side: Side) -> Locator<'a> {
        let name = match side {
            Side::Primary => "Primary account",
            Side::Secondary => "Secondary account",
        };
        self.browser.by_role(Role::Group, name)
    }

    /// The button that swaps the two.
    pub fn make_primary(&self) -> Locator<'a> {
        self.account(Side::Secondary).by_role(Role::Button, "Make this the primary account")
    }

    /// The table of the metadata after linking, in a disclosure that is open where there is something to choose.
    pub fn metadata(&self) -> Locator<'a> {
        self.browser.by_role(Role::Table, "Saved settings after linking")
    }

    /// The choice between two values of a key.
    pub fn choice(&self, key: &str) -> Locator<'a> {
        self.browser.by_role(Role::RadioGroup, key)
    }

    /// The button that links nothing.
    pub fn cancel(&self) -> Locator<'a> {
        self.browser.button("Cancel")
    }

    /// The button that links.
    pub fn link_accounts(&self) -> Locator<'a> {
        self.browser.button("Link accounts")
    }
}
