//! The dialog that asks before an account is unlinked.

use anyhow::Result;

use crate::browser::Browser;
use crate::browser::locate::{Locator, Name};
use crate::browser::role::Role;

/// The open dialog.
#[derive(Clone, Copy, Debug)]
pub struct Unlink<'a> {
    browser: &'a Browser,
}

impl<'a> Unlink<'a> {
    /// Waits for it.
    ///
    /// # Errors
    ///
    /// When it does not open.
    pub async fn shown(browser: &'a Browser) -> Result<Self> {
        let dialog = Self { browser };
        dialog.dialog().one().await?;
        Ok(dialog)
    }

    /// The dialog itself.
    pub fn dialog(&self) -> Locator<'a> {
        self.browser.by_role(Role::Dialog, Name::Contains("Unlink ".to_owned()))
    }

    /// The button that leaves things as they are.
    pub fn cancel(&self) -> Locator<'a> {
        self.dialog().by_role(Role::Button, "Cancel")
    }

    /// The button that unlinks.
    pub fn confirm(&self) -> Locator<'a> {
        self.dialog().by_role(Role::Button, "Unlink")
    }
}
