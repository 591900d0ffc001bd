//! A notice as it is shown.

use auth0_spa::management::Identity;

/// What the user reads, and what they can do about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// How it is announced.
    pub tone: Tone,
    /// One or two sentences: what happened, what to do next.
    pub text: String,
    /// The button that recovers from it, if there is one.
    pub recovery: Option<Recovery>,
    /// What a developer copies to investigate it, if there is anything to investigate.
    pub details: Option<String>,
}

/// How an outcome is announced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// It went well: `role="status"`.
    Status,
    /// Nothing happened, as the user wanted: `role="status"` too.
    Note,
    /// It did not go well: `role="alert"`.
    Alert,
}

/// What the user can do after an action that did not go well.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Recovery {
    /// *Log in again*, and come back to this page.
    LogInAgain,
    /// *Check again*: find out whether a link or unlink was carried out.
    CheckAgain,
    /// *Try again*: start the second login once more.
    LinkAgain {
        /// The connection that the user chose.
        connection: Option<String>,
    },
    /// *Try again*: open the unlink dialog once more.
    UnlinkAgain(Identity),
    /// *Link again*: log in to the account that was unlinked.
    Relink {
        /// Its connection, if that is known.
        connection: Option<String>,
    },
}

/// An action that did not go well.
pub(super) fn alert(text: String) -> Message {
    Message { tone: Tone::Alert, text, recovery: None, details: None }
}

/// An action that went well.
pub(super) fn well(text: String) -> Message {
    Message { tone: Tone::Status, ..alert(text) }
}
