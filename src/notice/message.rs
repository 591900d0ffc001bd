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
    /// Success: `role="status"`.
    Status,
    /// Nothing changed, as the user wanted: also `role="status"`.
    Note,
    /// Failure: `role="alert"`.
    Alert,
}

/// What the user can do after a failed action.
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

/// A message about a failed action.
pub(super) fn alert(text: String) -> Message {
    Message { tone: Tone::Alert, text, recovery: None, details: None }
}

/// A message about a successful action.
pub(super) fn well(text: String) -> Message {
    Message { tone: Tone::Status, ..alert(text) }
}
