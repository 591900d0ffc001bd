//! A connection: a database or provider that clients may offer for logins.

use serde::{Deserialize, Serialize};

use super::client::Client;
use super::identity::{IdentityId, Profile};
use super::password_policy::PasswordPolicy;

/// A connection of the tenant.
#[derive(Clone, Debug)]
pub(crate) struct Connection {
    /// Name, such as `google-oauth2`: the value of the `connection` parameter.
    pub(crate) name: String,
    /// Kind, such as `auth0` or `google-oauth2`: the provider of its identities.
    pub(crate) strategy: String,
    /// Names of the first-party clients that may use it.
    pub(crate) enabled_clients: Vec<String>,
    /// Whether every third-party client may use it (Auth0, "Promote Connections to Domain Level").
    pub(crate) for_third_parties: bool,
    /// Whether users may sign up. Always false for providers.
    pub(crate) allows_signup: bool,
    /// How strong passwords must be. Without meaning for providers.
    pub(crate) password_policy: PasswordPolicy,
}

/// An account at a simulated provider. It exists whether or not the tenant has a user for it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct ProviderAccount {
    /// Name of the connection whose provider keeps the account.
    pub(crate) connection: String,
    /// The provider's id.
    pub(crate) id: IdentityId,
    /// What the provider knows about the user.
    pub(crate) profile: Profile,
}

impl Connection {
    /// Whether a client may use it.
    pub(crate) fn is_for(&self, client: &Client) -> bool {
        if client.is_first_party {
            self.enabled_clients.contains(&client.name)
        } else {
            self.for_third_parties
        }
    }

    /// Whether this is a database of e-mail addresses and passwords.
    pub(crate) fn is_database(&self) -> bool {
        self.strategy == "auth0"
    }

    /// The display name.
    pub(crate) fn label(&self) -> &str {
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
