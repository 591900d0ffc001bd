//! Who is logged in, as the app shows it.

use super::record::Session;
use crate::login::OtherAccount;
use crate::tabs::Overtaken;

/// Who is logged in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SessionState {
    /// Nobody, and why.
    SignedOut(SignedOut),
    /// The user of this session.
    SignedIn(Box<Session>),
    /// Nobody yet: another account than before logged in, and the user has to confirm it.
    Undecided(Box<OtherAccount>),
}

/// Why nobody is logged in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignedOut {
    /// Nobody has logged in yet.
    Never,
    /// The session expired, or the tenant no longer accepts its token.
    Ended,
    /// The user logged out.
    LoggedOut,
    /// The user logged out while offline, so the tenant's session is still open.
    LoggedOutOffline,
    /// The user logged out in another tab.
    LoggedOutElsewhere,
    /// Another account logged in in another tab.
    OtherAccountElsewhere,
}

impl SessionState {
    /// The session, if somebody is logged in.
    pub fn session(&self) -> Option<&Session> {
        match self {
            Self::SignedIn(session) => Some(session),
            Self::SignedOut(_) | Self::Undecided(_) => None,
        }
    }
}

impl From<Overtaken> for SignedOut {
    fn from(overtaken: Overtaken) -> Self {
        match overtaken {
            Overtaken::LoggedOut => Self::LoggedOutElsewhere,
            Overtaken::OtherAccount => Self::OtherAccountElsewhere,
        }
    }
}
