//! The language of the page, and changing it.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::notices::NoticeContext;
use crate::i18n::{catalog, outcomes};
use crate::notice::Notice;

/// The language of the page.
#[derive(Debug, Clone, Copy)]
pub struct LanguageContext {
    current: RwSignal<String>,
    notices: NoticeContext,
}

impl LanguageContext {
    /// Starts with the language that `style/before-paint.js` chose. Created once.
    pub fn new(notices: NoticeContext) -> Self {
        Self { current: RwSignal::new(catalog::current()), notices }
    }

    /// The code of the language. When it changes, every page is built anew.
    pub fn current(self) -> ReadSignal<String> {
        self.current.read_only()
    }

    /// Loads another language and shows the page in it.
    pub fn change(self, language: &'static str) {
        spawn_local(async move {
            let loaded = catalog::load(language).await;
            // If not, the switch shows a language that the page is not in.
            self.current.set(catalog::current());
            if loaded.is_err() {
                self.notices.show(Notice::alert(outcomes::LANGUAGE_NOT_LOADED));
            }
        });
    }
}
