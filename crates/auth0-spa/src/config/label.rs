//! The label of a connection.

/// The label of a connection: the name that users know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Label<'a> {
    /// A name that is the same in every language: configured, a company's, or the connection's own.
    Name(&'a str),
    /// A password of a database connection.
    Password,
    /// A code or a link by e-mail.
    Email,
    /// A code by text message.
    Phone,
}

impl<'a> Label<'a> {
    /// The known label of a connection; the label of an unknown one is its name.
    pub(super) fn known(connection: &'a str) -> Self {
        Self::Name(match connection {
            "google-oauth2" => "Google",
            "facebook" => "Facebook",
            "github" => "GitHub",
            "apple" => "Apple",
            "windowslive" => "Microsoft",
            "twitter" => "X",
            "linkedin" => "LinkedIn",
            "auth0" | "Username-Password-Authentication" => return Self::Password,
            "email" => return Self::Email,
            "sms" => return Self::Phone,
            other => other,
        })
    }
}
