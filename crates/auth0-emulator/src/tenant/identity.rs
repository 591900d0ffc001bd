//! An identity: an account at a provider by which a user logs in.
//!
//! Auth0: "User Account Linking" and the `identities` array of the Management API's user.

use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

pub(crate) use profile::Profile;
pub(crate) use provider::{PROVIDERS, is_social_provider};

use super::password::PasswordHash;

mod derived;
mod profile;
mod provider;

/// One identity of a user.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Identity {
    /// Name of the connection, such as `google-oauth2` or `Username-Password-Authentication`.
    pub(crate) connection: String,
    /// Kind of provider, such as `google-oauth2` or `auth0`.
    pub(crate) provider: String,
    /// The provider's id of the account, without the provider's name in front.
    pub(crate) id: IdentityId,
    /// Whether the provider is a social network.
    pub(crate) is_social: bool,
    /// What the provider knows about the user.
    pub(crate) profile: Profile,
    /// Only for database identities.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub(crate) password: Option<PasswordHash>,
}

/// An id within a provider. Some providers use numbers, which Auth0 returns as JSON numbers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged, expecting = "an id is a text or a number below 2^64; put the id in quotes")]
pub(crate) enum IdentityId {
    /// A JSON number in `identities[].user_id`.
    Number(u64),
    /// A JSON string in `identities[].user_id`.
    Text(String),
}

/// Identifies an identity in the whole tenant. It belongs to at most one user.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub(crate) struct IdentityKey {
    /// Kind of provider.
    pub(crate) provider: String,
    /// The provider's id as text.
    pub(crate) id: String,
}

impl Identity {
    /// The key of this identity.
    pub(crate) fn key(&self) -> IdentityKey {
        IdentityKey { provider: self.provider.clone(), id: self.id.to_string() }
    }

    /// Whether this is its e-mail address, compared without regard to case.
    pub(crate) fn has_email(&self, email: &str) -> bool {
        self.profile.email.as_ref().is_some_and(|own| own.eq_ignore_ascii_case(email))
    }

    /// Its element of the Management API's `identities`, without `profileData`.
    pub(crate) fn to_json(&self) -> Map<String, Value> {
        let mut object = Map::new();
        object.insert("connection".to_owned(), json!(self.connection));
        object.insert("user_id".to_owned(), json!(self.id));
        object.insert("provider".to_owned(), json!(self.provider));
        object.insert("isSocial".to_owned(), json!(self.is_social));
        object
    }

    /// Its element of `identities` with `profileData`: for secondary identities, and in responses to link and unlink.
    pub(crate) fn to_json_with_profile(&self) -> Map<String, Value> {
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
    /// Splits a `user_id` such as `google-oauth2|1234` at the first `|`.
    pub(crate) fn from_user_id(user_id: &str) -> Option<Self> {
        let (provider, id) = user_id.split_once('|')?;
        let both = !provider.is_empty() && !id.is_empty();
        both.then(|| Self { provider: provider.to_owned(), id: id.to_owned() })
    }

    /// The `user_id` of a user whose primary identity this is.
    pub(crate) fn user_id(&self) -> String {
        format!("{}|{}", self.provider, self.id)
    }
}

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
