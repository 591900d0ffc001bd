//! A user: a primary identity, the identities linked to it, metadata and login history.
//!
//! Its JSON is that of `GET /api/v2/users/{id}`. The routes decide who may see or change it.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::identity::{Identity, IdentityKey, Profile};
use crate::clock::Timestamp;

/// A user of the tenant. The profile of the primary identity is the user's profile.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[expect(clippy::struct_field_names, reason = "the fields have Auth0's names")]
pub(crate) struct User {
    /// The identity that gives the user its id and root attributes.
    pub(crate) primary: Identity,
    /// Identities that were linked, in the order of linking.
    pub(crate) linked: Vec<Identity>,
    /// Metadata that the user may change. `None` until it is first set.
    pub(crate) user_metadata: Option<Map<String, Value>>,
    /// Metadata that only the tenant may change. `None` until it is set, and after it was emptied.
    pub(crate) app_metadata: Option<Map<String, Value>>,
    /// When the record was made.
    pub(crate) created_at: Timestamp,
    /// When the record was changed last.
    pub(crate) updated_at: Timestamp,
    /// The last login, if there was one.
    pub(crate) last_login: Option<Login>,
    /// How many logins there were.
    pub(crate) logins_count: u64,
    /// Whether logins are refused.
    pub(crate) blocked: bool,
}

/// A past login.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Login {
    /// When it was.
    pub(crate) at: Timestamp,
    /// The IP address that it came from.
    pub(crate) ip: String,
}

impl User {
    /// A user with one identity, no metadata and no logins.
    pub(crate) fn new(primary: Identity, now: Timestamp) -> Self {
        Self {
            primary,
            linked: Vec::new(),
            user_metadata: None,
            app_metadata: None,
            created_at: now,
            updated_at: now,
            last_login: None,
            logins_count: 0,
            blocked: false,
        }
    }

    /// The user's id, `provider|id` of the primary identity: the `sub` of its tokens.
    pub(crate) fn user_id(&self) -> String {
        self.primary.key().user_id()
    }

    /// The root attributes.
    pub(crate) fn profile(&self) -> &Profile {
        &self.primary.profile
    }

    /// All identities, the primary first.
    pub(crate) fn identities(&self) -> impl Iterator<Item = &Identity> {
        std::iter::once(&self.primary).chain(&self.linked)
    }

    /// All identities, the primary first, to be changed.
    pub(crate) fn identities_mut(&mut self) -> impl Iterator<Item = &mut Identity> {
        std::iter::once(&mut self.primary).chain(&mut self.linked)
    }

    /// The identity with this key.
    pub(crate) fn identity(&self, key: &IdentityKey) -> Option<&Identity> {
        self.identities().find(|identity| identity.key() == *key)
    }

    /// Records a login.
    pub(crate) fn logged_in(&mut self, at: Timestamp, ip: &str) {
        self.last_login = Some(Login { at, ip: ip.to_owned() });
        self.logins_count += 1;
        self.updated_at = at;
    }

    /// The `identities` of a user that is read. Secondary identities have `profileData`, the primary one does not.
    pub(crate) fn identities_json(&self) -> Value {
        let linked = self.linked.iter().map(|identity| Value::Object(identity.to_json_with_profile()));
        std::iter::once(Value::Object(self.primary.to_json())).chain(linked).collect()
    }

    /// The response to link and unlink. Every identity has `profileData`, the primary one included.
    pub(crate) fn identities_with_profiles_json(&self) -> Value {
        self.identities().map(|identity| Value::Object(identity.to_json_with_profile())).collect()
    }

    /// The whole user as the Management API returns it. A value that was never set is absent, not `null`.
    pub(crate) fn to_json(&self) -> Map<String, Value> {
        let mut object = match json!(self.profile()) {
            Value::Object(object) => object,
            _ => Map::new(),
        };
        object.insert("user_id".to_owned(), json!(self.user_id()));
        object.insert("identities".to_owned(), self.identities_json());
        object.insert("created_at".to_owned(), json!(self.created_at.iso()));
        object.insert("updated_at".to_owned(), json!(self.updated_at.iso()));
        if let Some(metadata) = &self.user_metadata {
            object.insert("user_metadata".to_owned(), json!(metadata));
        }
        if let Some(metadata) = &self.app_metadata {
            object.insert("app_metadata".to_owned(), json!(metadata));
        }
        if let Some(login) = &self.last_login {
            object.insert("last_login".to_owned(), json!(login.at.iso()));
            object.insert("last_ip".to_owned(), json!(login.ip));
            object.insert("logins_count".to_owned(), json!(self.logins_count));
        }
        if self.blocked {
            object.insert("blocked".to_owned(), json!(true));
        }
        object
    }
}
