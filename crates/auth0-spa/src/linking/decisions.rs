//! What the user decided on the confirm page, and what the page says about the last step.

use thiserror::Error;

use crate::management::metadata::Choice;

/// What the user decided before the accounts were read again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decisions {
    /// The second account was the primary.
    pub swapped: bool,
    /// The conflicts that were decided for the secondary.
    pub choices: Vec<Choice>,
}

/// What the page says about the last step. It is part of what the user confirms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Feedback {
    /// The other account is the primary now.
    Swapped {
        /// Conflicts had been decided for the secondary; these decisions are reset.
        choices_lost: bool,
    },
    /// The other account can no longer become the primary.
    NotSwapped(SwapRefusal),
    /// A choice changed what happens to other keys.
    RoomChanged {
        /// There is no longer room for the secondary's values of these keys.
        no_room: Vec<String>,
        /// There is room again for the secondary's values of these keys.
        room_again: Vec<String>,
    },
    /// Both accounts were read again, and these decisions could not be made again.
    DecisionsLost {
        /// Why the second account is no longer the primary.
        swap: Option<SwapRefusal>,
        /// The keys whose values changed, so that the choice was reset.
        choices: Vec<String>,
    },
    /// What the user confirmed is not what is shown now. Nothing was sent.
    Outdated,
}

/// Why the second account cannot become the primary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum SwapRefusal {
    /// Its login was not granted the scopes that linking needs.
    #[error("the second login was not granted the scopes")]
    NotGranted,
    /// The first account's ID token has expired, so it can no longer be sent.
    #[error("the first login is too old")]
    LoginTooOld,
}
