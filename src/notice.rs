//! The outcome of the last thing that was done, shown above every page until the next thing is done.
//!
//! What is kept is what happened. `words::notice` makes words of it each time it is drawn, in the language of then.

use auth0_spa::linking::{Finding, LinkFailure, LinkRefusal, PendingRequest, UnlinkError};
use auth0_spa::login::LoginError;
use auth0_spa::login::callback::CallbackError;
use auth0_spa::management::{Identity, ManagementError};
use auth0_spa::{Clock, DisplayText, UnixTime};
use leptos::prelude::*;

use crate::words::Text;
use auth0_spa_web::Browser;

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Notice {
    /// One sentence says it.
    Said(Tone, Text),
    /// An authorization response in bad form.
    BadCallback(CallbackError),
    /// A login came back wrong.
    NotSignedIn(LoginError),
    /// Two accounts may not be linked.
    LinkRefused {
        /// Why.
        refusal: LinkRefusal,
        /// The connection asked for.
        connection: Option<String>,
    },
    /// The accounts are one.
    Linked {
        /// What to show of the one that joined.
        joined: Option<DisplayText>,
        /// The second account is the primary one now.
        swapped: bool,
    },
    /// The accounts are not one, or nobody knows.
    NotLinked {
        /// Why, and what was left.
        failure: LinkFailure,
        /// Nobody knows.
        unclear: bool,
        /// The calls were made with the second login's token.
        swapped: bool,
        /// The connection asked for.
        connection: Option<String>,
        /// The session that asked is over: the same cannot be tried again.
        late: bool,
    },
    /// An identity was taken off.
    Unlinked(Identity),
    /// An identity was not taken off.
    NotUnlinked {
        /// Which.
        identity: Identity,
        /// Why.
        error: UnlinkError,
        /// The session that asked is over: the same cannot be tried again.
        late: bool,
    },
    /// What became of a link or unlink whose answer was missing.
    Found {
        /// Which.
        note: PendingRequest,
        /// What the tenant says.
        found: Result<Finding, ManagementError>,
    },
}

impl Notice {
    /// It went well.
    pub fn status(text: Text) -> Self {
        Self::Said(Tone::Status, text)
    }

    /// Nothing happened.
    pub fn note(text: Text) -> Self {
        Self::Said(Tone::Note, text)
    }

    /// It did not go well.
    pub fn alert(text: Text) -> Self {
        Self::Said(Tone::Alert, text)
    }
}

/// A notice in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wording {
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
    /// *Check again*: read what became of a link or unlink whose answer is missing.
    CheckAgain,
    /// *Try again*: start the second login once more.
    LinkAgain {
        /// The connection asked for.
        connection: Option<String>,
    },
    /// *Try again*: ask once more whether to unlink.
    UnlinkAgain(Identity),
}

/// The one notice of the app, and since when it is there.
#[derive(Debug, Clone, Copy)]
pub struct NoticeContext(RwSignal<Option<(Notice, UnixTime)>>);

impl NoticeContext {
    /// Begins with what the start of the app has to say.
    pub fn new(first: Option<Notice>) -> Self {
        Self(RwSignal::new(first.map(|notice| (notice, Browser.now()))))
    }

    /// What to show.
    pub fn read(self) -> ReadSignal<Option<(Notice, UnixTime)>> {
        self.0.read_only()
    }

    /// Shows an outcome in place of the one before.
    pub fn show(self, notice: Notice) {
        self.0.set(Some((notice, Browser.now())));
    }

    /// Clears the way for what is being done now.
    pub fn clear(self) {
        if self.0.with_untracked(Option::is_some) {
            self.0.set(None);
        }
    }
}
