//! What is known of a person.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// What is known of a person: the root attributes of a user, or `profileData` of a secondary identity.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Profile {
    /// E-mail address as the provider spells it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Whether the provider, or a mail that was answered, vouches for the address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email_verified: Option<bool>,
    /// Full name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Casual name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nickname: Option<String>,
    /// First name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub given_name: Option<String>,
    /// Last name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub family_name: Option<String>,
    /// Log-in name of a database account.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
    /// URL of a picture.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub picture: Option<String>,
    /// Telephone number in E.164 form.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone_number: Option<String>,
    /// Whether the telephone number was verified.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone_verified: Option<bool>,
    /// Whatever else the provider tells, nested values too.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl Profile {
    /// How a person is called on a page: the e-mail address, else a name.
    pub fn label(&self) -> &str {
        [&self.email, &self.name, &self.nickname, &self.username, &self.phone_number]
            .into_iter()
            .find_map(Option::as_deref)
            .unwrap_or("account without a name")
    }
}
