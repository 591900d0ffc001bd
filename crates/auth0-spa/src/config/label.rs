//! What people call a way to log in.

/// A way to log in, by the name that people know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Label<'a> {
    /// A name, the same in every language: from the configuration, a company's, or the connection's own.
    Name(&'a str),
    /// A password, in a database of the tenant.
    Password,
    /// A code or a link by e-mail.
    Email,
    /// A code by text message.
    Phone,
}

impl<'a> Label<'a> {
    /// What is known of Auth0's provider or connection names; others stand for themselves.
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
