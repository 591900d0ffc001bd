//! The e-mails that a real tenant would send. They are logged and shown in the inspector, and leave the machine nowhere.

use serde::Serialize;

/// An e-mail with a link.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Mail {
    /// When it was sent.
    pub at: String,
    /// The address that it is for.
    pub to: String,
    /// What it is about.
    pub subject: &'static str,
    /// The link in it, with its ticket.
    pub link: String,
}
