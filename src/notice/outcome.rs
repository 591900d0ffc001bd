//! What happened: the outcome of an action, as the core reports it.

use auth0_spa::linking::{Finding, LinkFailure, LinkRefusal, PendingRequest, UnlinkError};
use auth0_spa::management::{Identity, ManagementError};
use auth0_spa::startup::Event;

use super::message::Tone;
use crate::i18n::Text;

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Notice {
    /// An outcome that one sentence reports.
    Said(Tone, Text),
    /// The account has to log in before its page can be left for another login.
    LoginNeeded,
    /// What happened before or while the page was opened.
    AtStart(Event),
    /// Two accounts may not be linked.
    LinkRefused {
        /// The cause.
        refusal: LinkRefusal,
        /// The connection that the user chose.
        connection: Option<String>,
    },
    /// The accounts are linked.
    Linked {
        /// How the account that joined logs in.
        joined: Option<Identity>,
        /// Whether the second account is the primary one now.
        swapped: bool,
    },
    /// The accounts are not linked, or it is unknown whether they are.
    NotLinked {
        /// Why, and what was left in the metadata.
        failure: LinkFailure,
        /// Whether the outcome is unknown.
        unclear: bool,
        /// Whether the calls were made with the second login's token.
        swapped: bool,
        /// The connection that the user chose.
        connection: Option<String>,
        /// Whether the session ended meanwhile, so that there is nothing to try again.
        late: bool,
    },
    /// An identity was unlinked.
    Unlinked(Identity),
    /// An identity was not unlinked, or it is unknown whether it was.
    NotUnlinked {
        /// The identity that was to be unlinked.
        identity: Identity,
        /// The cause.
        error: UnlinkError,
        /// Whether the session ended meanwhile, so that there is nothing to try again.
        late: bool,
    },
    /// The outcome of a link or unlink whose response was lost.
    Found {
        /// The request.
        request: PendingRequest,
        /// What the tenant says now.
        found: Result<Finding, ManagementError>,
    },
}

impl Notice {
    /// Whether it reports that this identity was linked.
    pub fn is_link_of(&self, identity: &Identity) -> bool {
        match self {
            Self::Linked { joined: Some(joined), .. } => identity.is_same(joined),
            Self::Found { request, found: Ok(Finding::Done(_)) } => {
                !request.is_unlink() && identity.is_user(request.other())
            }
            _ => false,
        }
    }

    /// A successful action.
    pub fn status(text: Text) -> Self {
        Self::Said(Tone::Status, text)
    }

    /// An action that changed nothing, as the user wanted.
    pub fn note(text: Text) -> Self {
        Self::Said(Tone::Note, text)
    }

    /// A failed action.
    pub fn alert(text: Text) -> Self {
        Self::Said(Tone::Alert, text)
    }
}
