//! The notice above every page: the outcome of the user's last action, until the next action.

use auth0_spa::{Clock, UnixTime};
use auth0_spa_web::Browser;
use leptos::prelude::*;

use crate::notice::Notice;

/// The one notice of the app, and since when it is shown.
#[derive(Debug, Clone, Copy)]
pub struct NoticeContext(RwSignal<Option<(Notice, UnixTime)>>);

impl NoticeContext {
    /// Starts with what the start of the app has to report.
    pub fn new(first: Option<Notice>) -> Self {
        Self(RwSignal::new(first.map(|notice| (notice, Browser.now()))))
    }

    /// The notice to show.
    pub fn read(self) -> ReadSignal<Option<(Notice, UnixTime)>> {
        self.0.read_only()
    }

    /// Replaces the notice.
    pub fn show(self, notice: Notice) {
        self.0.set(Some((notice, Browser.now())));
    }

    /// Removes the notice: the user has started something else.
    pub fn clear(self) {
        if self.0.with_untracked(Option::is_some) {
            self.0.set(None);
        }
    }
}
