//! An identity: one way of logging in, kept by a provider and reached through a connection.
//!
//! Auth0: "User Account Linking" and the `identities` array of the Management API's user.

use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::password::PasswordHash;

/// One identity of a user.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Identity {
    /// Name of the connection, such as `google-oauth2` or `Username-Password-Authentication`.
    pub connection: String,
    /// Kind of provider, such as `google-oauth2` or `auth0`.
    pub provider: String,
    /// The provider's own id of the account, without the provider's name in front.
    pub id: IdentityId,
    /// Whether the provider is a social network.
    pub is_social: bool,
    /// What the provider says about the person.
    pub profile: Profile,
    /// Only for database identities.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub password: Option<PasswordHash>,
}

/// An id inside a provider. Most are texts; some providers count, and Auth0 passes the number on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum IdentityId {
    /// A JSON number in `identities[].user_id`.
    Number(u64),
    /// A JSON string in `identities[].user_id`.
    Text(String),
}

/// What identifies an identity in the whole tenant: no two users have the same.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct IdentityKey {
    /// Kind of provider.
    pub provider: String,
    /// The provider's id as text.
    pub id: String,
}

impl Identity {
    /// The key of this identity.
    pub fn key(&self) -> IdentityKey {
        IdentityKey { provider: self.provider.clone(), id: self.id.to_string() }
    }

    /// The element of `identities` that the Management API answers with, without `profileData`.
    pub fn to_json(&self) -> Map<String, Value> {
        let mut object = Map::new();
        object.insert("connection".to_owned(), json!(self.connection));
        object.insert("user_id".to_owned(), json!(self.id));
        object.insert("provider".to_owned(), json!(self.provider));
        object.insert("isSocial".to_owned(), json!(self.is_social));
        object
    }

    /// The element of `identities` with `profileData`, as links, unlinks and secondaries show it.
    pub fn to_json_with_profile(&self) -> Map<String, Value> {
        let mut object = self.to_json();
        object.insert("profileData".to_owned(), json!(self.profile));
        object
    }
}

impl fmt::Display for IdentityId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => number.fmt(formatter),
            Self::Text(text) => text.fmt(formatter),
        }
    }
}

impl IdentityKey {
    /// Splits a `user_id` such as `google-oauth2|1234` at its first bar.
    pub fn from_user_id(user_id: &str) -> Option<Self> {
        let (provider, id) = user_id.split_once('|')?;
        let both = !provider.is_empty() && !id.is_empty();
        both.then(|| Self { provider: provider.to_owned(), id: id.to_owned() })
    }

    /// The `user_id` of a user whose primary identity this is.
    pub fn user_id(&self) -> String {
        format!("{}|{}", self.provider, self.id)
    }
}

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

/// Whether identities of this provider are social ones (Auth0's `isSocial`).
pub fn is_social_provider(provider: &str) -> bool {
    const NOT_SOCIAL: [&str; 18] = [
        "auth0",
        "ad",
        "adfs",
        "auth0-adldap",
        "custom",
        "email",
        "google-apps",
        "ip",
        "office365",
        "oidc",
        "okta",
        "pingfederate",
        "samlp",
        "sharepoint",
        "sms",
        "waad",
        "auth0-oidc",
        "federated",
    ];
    !NOT_SOCIAL.contains(&provider)
}

/// The providers that the Management API knows (the enum of `provider` in its description).
pub const PROVIDERS: [&str; 55] = [
    "ad",
    "adfs",
    "amazon",
    "apple",
    "dropbox",
    "bitbucket",
    "auth0-oidc",
    "auth0",
    "baidu",
    "bitly",
    "box",
    "custom",
    "daccount",
    "dwolla",
    "email",
    "evernote-sandbox",
    "evernote",
    "exact",
    "facebook",
    "fitbit",
    "github",
    "google-apps",
    "google-oauth2",
    "instagram",
    "ip",
    "line",
    "linkedin",
    "oauth1",
    "oauth2",
    "office365",
    "oidc",
    "okta",
    "paypal",
    "paypal-sandbox",
    "pingfederate",
    "planningcenter",
    "salesforce-community",
    "salesforce-sandbox",
    "salesforce",
    "samlp",
    "sharepoint",
    "shopify",
    "shop",
    "sms",
    "soundcloud",
    "thirtysevensignals",
    "twitter",
    "untappd",
    "vkontakte",
    "waad",
    "weibo",
    "windowslive",
    "wordpress",
    "yahoo",
    "yandex",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_user_id_is_split_at_the_first_bar_only() {
        let key = IdentityKey::from_user_id("oidc|work|42").unwrap();
        assert_eq!((key.provider.as_str(), key.id.as_str()), ("oidc", "work|42"));
        assert_eq!(key.user_id(), "oidc|work|42");
        for bad in ["", "auth0", "|x", "auth0|"] {
            assert_eq!(IdentityKey::from_user_id(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_numeric_id_stays_a_number_in_json() {
        let identity = Identity {
            connection: "github".to_owned(),
            provider: "github".to_owned(),
            id: IdentityId::Number(583_231),
            is_social: true,
            profile: Profile::default(),
            password: None,
        };
        assert_eq!(
            Value::Object(identity.to_json()),
            json!({"connection": "github", "provider": "github", "user_id": 583_231, "isSocial": true})
        );
        assert_eq!(identity.key().user_id(), "github|583231");
    }
}
