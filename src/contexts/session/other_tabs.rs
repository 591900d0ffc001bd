//! What other tabs of this browser do to the session and its account.

use auth0_spa::SharedStorage;
use auth0_spa::session::Session;
use auth0_spa::tabs::{self, Overtaken, Status};
use auth0_spa_web::Browser;
use leptos::prelude::*;

/// What this tab knows of the other tabs.
#[derive(Debug, Clone, Copy)]
pub(super) struct OtherTabs {
    /// The last change of the account that this tab knows of.
    revision: StoredValue<Option<String>>,
    changes: RwSignal<u32>,
}

impl OtherTabs {
    /// Starts without a known change.
    pub(super) fn new() -> Self {
        Self { revision: StoredValue::new(None), changes: RwSignal::new(0) }
    }

    /// Counts the changes of the account by other tabs.
    pub(super) fn changes(self) -> ReadSignal<u32> {
        self.changes.read_only()
    }

    /// Checks whether another tab ended the session, and counts a change of its account.
    ///
    /// # Errors
    ///
    /// [`Overtaken`]: the session has to end here too.
    pub(super) fn check(self, session: &Session) -> Result<(), Overtaken> {
        let status = tabs::status(Browser.shared(), &session.fingerprint());
        if self.revision.with_value(|known| status.changed_since(known.as_deref())) {
            self.remember(&status);
            self.changes.update(|changes| *changes = changes.wrapping_add(1));
        }
        status.check()
    }

    /// This tab reads the account after every change so far, or made the last one itself.
    pub(super) fn catch_up(self, session: &Session) {
        self.remember(&tabs::status(Browser.shared(), &session.fingerprint()));
    }

    /// This tab changed the account at the tenant.
    pub(super) fn announce_change(self, session: &Session) {
        // If it cannot be written, the other tabs show an older list, and the tenant refuses outdated requests.
        let _written = tabs::announce_change(Browser.shared(), &Browser, session.fingerprint());
        self.catch_up(session);
    }

    fn remember(self, status: &Status) {
        if let Status::Current { revision } = status {
            self.revision.set_value(revision.clone());
        }
    }
}
