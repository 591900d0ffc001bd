//! The outcome of the last thing that was done, shown above every page until the next thing is done.

use leptos::prelude::*;

use crate::browser::clock;

/// An outcome in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// How it is announced.
    pub tone: Tone,
    /// One or two sentences: what happened, what to do next.
    pub text: String,
    /// Something to press, where there is something to press.
    pub way_on: Option<WayOn>,
    /// What a developer copies to investigate it, where there is something to investigate.
    pub details: Option<String>,
}

/// How an outcome is announced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// It went well: `role="status"`.
    Status,
    /// Nothing happened, as the person wanted: `role="status"` too.
    Note,
    /// It did not go well: `role="alert"`.
    Alert,
}

/// A way on after something that did not go well.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WayOn {
    /// *Log in again*, coming back to this page.
    LogInAgain,
    /// *Try again*: start the second login once more.
    LinkAgain {
        /// The connection asked for.
        connection: Option<String>,
    },
}

impl Notice {
    /// It went well.
    pub fn status(text: impl Into<String>) -> Self {
        Self { tone: Tone::Status, text: text.into(), way_on: None, details: None }
    }

    /// Nothing happened.
    pub fn note(text: impl Into<String>) -> Self {
        Self { tone: Tone::Note, text: text.into(), way_on: None, details: None }
    }

    /// It did not go well.
    pub fn alert(text: impl Into<String>) -> Self {
        Self { tone: Tone::Alert, text: text.into(), way_on: None, details: None }
    }

    /// With something to press.
    #[must_use]
    pub fn with(self, way_on: WayOn) -> Self {
        Self { way_on: Some(way_on), ..self }
    }

    /// With what [`auth0_client::details`] says of it, and the time of now.
    #[must_use]
    pub fn because(self, details: String) -> Self {
        Self { details: Some(clock::stamped(details)), ..self }
    }
}

/// The one notice of the app.
#[derive(Debug, Clone, Copy)]
pub struct NoticeContext(RwSignal<Option<Notice>>);

impl NoticeContext {
    /// Begins with what the start of the app has to say.
    pub fn new(first: Option<Notice>) -> Self {
        Self(RwSignal::new(first))
    }

    /// What to show.
    pub fn read(self) -> ReadSignal<Option<Notice>> {
        self.0.read_only()
    }

    /// Shows an outcome in place of the one before.
    pub fn show(self, notice: Notice) {
        self.0.set(Some(notice));
    }

    /// Clears the way for what is being done now.
    pub fn clear(self) {
        if self.0.with_untracked(Option::is_some) {
            self.0.set(None);
        }
    }
}
