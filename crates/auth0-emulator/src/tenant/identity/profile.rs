//! A user's profile.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// The root attributes of a user, or the `profileData` of a secondary identity.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Profile {
    /// E-mail address as the provider spells it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) email: Option<String>,
    /// Whether the address is verified.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) email_verified: Option<bool>,
    /// Full name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) name: Option<String>,
    /// Casual name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) nickname: Option<String>,
    /// First name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) given_name: Option<String>,
    /// Last name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) family_name: Option<String>,
    /// Login name of a database account.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) username: Option<String>,
    /// URL of a picture.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) picture: Option<String>,
    /// Telephone number in E.164 form.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) phone_number: Option<String>,
    /// Whether the telephone number was verified.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) phone_verified: Option<bool>,
    /// Any other attribute of the provider, nested ones included.
    #[serde(flatten)]
    pub(crate) extra: Map<String, Value>,
}

impl Profile {
    /// What a page calls the user: the e-mail address, or else a name.
    pub(crate) fn label(&self) -> &str {
        self.names().next().unwrap_or("account without a name")
    }

    /// The e-mail address, the names and the telephone number, as far as there are any.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        let all = [&self.email, &self.name, &self.nickname, &self.username, &self.phone_number];
        all.into_iter().filter_map(Option::as_deref).filter(|name| !name.is_empty())
    }
}
