//! What the person decided on the confirm page, and what the page says of the last step beside what it shows.

use thiserror::Error;

use crate::management::metadata::Choice;

/// What the person decided before the accounts were read again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decisions {
    /// The second account was the primary.
    pub swapped: bool,
    /// The conflicts that were settled for the secondary.
    pub choices: Vec<Choice>,
}

/// What the page says of the last step. It is a part of what is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Feedback {
    /// The other account is the primary now.
    Swapped {
        /// Conflicts had been settled for the secondary; they start anew.
        choices_lost: bool,
    },
    /// The other account cannot become the primary any more.
    NotSwapped(SwapRefusal),
    /// A choice changed what becomes of other keys.
    RoomChanged {
        /// There is no room for the secondary's value of these any more.
        no_room: Vec<String>,
        /// There is room for the secondary's value of these again.
        room_again: Vec<String>,
    },
    /// Both accounts were read again, and this of what was decided before could not be decided again.
    DecisionsLost {
        /// Why the second account is not the primary any more.
        swap: Option<SwapRefusal>,
        /// The keys whose values changed: what was chosen of them is not chosen any more.
        choices: Vec<String>,
    },
    /// What was confirmed was not what is shown now. Nothing was sent.
    Outdated,
}

/// Why the second account cannot become the primary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum SwapRefusal {
    /// Its login was not granted the scopes that linking needs.
    #[error("the second login was not granted the scopes")]
    NotGranted,
    /// The first account's ID token has ended, so it cannot be sent any more.
    #[error("the first login is too old")]
    LoginTooOld,
}
