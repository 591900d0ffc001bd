//! A connection: a way into the tenant that clients may offer.

use serde::{Deserialize, Serialize};

use super::identity::{IdentityId, Profile};

/// A connection of the tenant.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Connection {
    /// Name, such as `google-oauth2`: the value of the `connection` parameter.
    pub name: String,
    /// Id of the form `con_` and 16 letters and digits.
    pub id: String,
    /// Kind, such as `auth0` or `google-oauth2`: the provider of its identities.
    pub strategy: String,
    /// Names of the clients that may use it.
    pub enabled_clients: Vec<String>,
    /// Whether people may sign up (databases only).
    pub allows_signup: bool,
}

/// An account at a simulated provider. It exists whether or not the tenant has a user for it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ProviderAccount {
    /// Name of the connection whose provider keeps the account.
    pub connection: String,
    /// The provider's id.
    pub id: IdentityId,
    /// What the provider tells about the person.
    pub profile: Profile,
}

impl Connection {
    /// Whether this is a database of e-mail addresses and passwords.
    pub fn is_database(&self) -> bool {
        self.strategy == "auth0"
    }

    /// What people call the provider.
    pub fn label(&self) -> &str {
        match self.strategy.as_str() {
            "google-oauth2" => "Google",
            "facebook" => "Facebook",
            "github" => "GitHub",
            "apple" => "Apple",
            "linkedin" => "LinkedIn",
            "twitter" => "X",
            "windowslive" => "Microsoft",
            _ => &self.name,
        }
    }
}
