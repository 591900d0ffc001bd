//! The language as components use it: a signal of what the page speaks, and the way to change it.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::handles::use_handles;
use crate::notice::{Notice, NoticeContext};
use crate::words::{self, catalog};

/// The handle to the language.
#[derive(Debug, Clone, Copy)]
pub struct LanguageContext {
    current: RwSignal<String>,
    notices: NoticeContext,
}

/// The handle, in a component.
pub fn use_language() -> LanguageContext {
    use_handles().language
}

impl LanguageContext {
    /// Begins with what the page speaks. Created once, above the router.
    pub fn new(notices: NoticeContext) -> Self {
        Self { current: RwSignal::new(catalog::current()), notices }
    }

    /// What the page speaks. When it changes, everything is drawn anew.
    pub fn current(self) -> ReadSignal<String> {
        self.current.read_only()
    }

    /// Loads another language and speaks it.
    pub fn speak(self, language: &'static str) {
        spawn_local(async move {
            match catalog::speak(language).await {
                Ok(()) => self.current.set(language.to_owned()),
                Err(catalog::NotLoaded) => self.notices.show(Notice::alert(words::LANGUAGE_NOT_LOADED)),
            }
        });
    }
}
