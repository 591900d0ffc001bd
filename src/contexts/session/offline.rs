//! Whether the device is offline.

use auth0_spa_web::{Browser, events};
use leptos::prelude::*;

/// Whether the device is offline, as far as the browser knows.
#[derive(Debug, Clone, Copy)]
pub(super) struct Offline(RwSignal<bool>);

impl Offline {
    /// Listens to the browser from now on.
    pub(super) fn new() -> Self {
        let offline = RwSignal::new(!Browser.is_online());
        events::on_network_change(move || offline.set(!Browser.is_online()));
        Self(offline)
    }

    /// The last known status.
    pub(super) fn signal(self) -> Signal<bool> {
        self.0.into()
    }

    /// Asks the browser once more.
    pub(super) fn check(self) -> bool {
        let offline = !Browser.is_online();
        self.0.set(offline);
        offline
    }
}
