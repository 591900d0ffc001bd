//! Who is logged in, why nobody is, and what the page is being left for.

use auth0_spa::login::OtherAccount;
use auth0_spa::session::Session;
use auth0_spa::tabs::Overtaken;

/// Who is logged in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SessionState {
    /// Nobody.
    SignedOut(SignedOut),
    /// A user.
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
    /// The user logged out while offline, so the tenant was not told.
    LoggedOutOffline,
    /// The user logged out in another tab.
    LoggedOutElsewhere,
    /// Another account logged in in another tab.
    OtherAccountElsewhere,
}

impl From<Overtaken> for SignedOut {
    fn from(overtaken: Overtaken) -> Self {
        match overtaken {
            Overtaken::LoggedOut => Self::LoggedOutElsewhere,
            Overtaken::OtherAccount => Self::OtherAccountElsewhere,
        }
    }
}

/// What the page is being left for. Until it is left, nothing else can be started.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Leaving {
    /// To log in.
    LogIn,
    /// To log out.
    LogOut,
    /// To log in to a second account.
    Link {
        /// The connection that the user chose.
        connection: Option<String>,
    },
}
