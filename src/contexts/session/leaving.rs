//! What the page is being left for.

/// What the page is being left for. Until it is left, nothing else can be started.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Leaving {
    /// To log in.
    LogIn,
    /// To log in once more, before a change.
    Reauthenticate,
    /// To log out.
    LogOut,
    /// To log in to a second account.
    Link {
        /// The connection that the user chose.
        connection: Option<String>,
    },
}
