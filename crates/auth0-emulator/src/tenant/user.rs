//! A user: a primary identity, the identities linked to it, and what the tenant knows besides.
//!
//! The shape that leaves the tenant is that of `GET /api/v2/users/{id}`; who may see or change what is
//! decided by the routes, not here.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::identity::{Identity, IdentityKey, Profile};
use crate::clock::Timestamp;

/// A user of the tenant. It always has a primary identity, whose profile is the user's own.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct User {
    /// The identity that gives the user its id and root attributes.
    pub primary: Identity,
    /// Identities that were linked, in the order of linking.
    pub linked: Vec<Identity>,
    /// What the person may change; absent until it was set for the first time.
    pub user_metadata: Option<Map<String, Value>>,
    /// What only the tenant may change; absent until set, and after it was emptied.
    pub app_metadata: Option<Map<String, Value>>,
    /// When the record was made.
    pub created_at: Timestamp,
    /// When the record was changed last.
    pub updated_at: Timestamp,
    /// The last login, if there was one.
    pub last_login: Option<Login>,
    /// How many logins there were.
    pub logins_count: u64,
    /// Whether logins are refused.
    pub blocked: bool,
}

/// A login that happened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Login {
    /// When.
    pub at: Timestamp,
    /// From which address.
    pub ip: String,
}

impl User {
    /// A user with one identity, without metadata, who never logged in.
    pub fn new(primary: Identity, now: Timestamp) -> Self {
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
    pub fn user_id(&self) -> String {
        self.primary.key().user_id()
    }

    /// The root attributes.
    pub fn profile(&self) -> &Profile {
        &self.primary.profile
    }

    /// All identities, the primary first.
    pub fn identities(&self) -> impl Iterator<Item = &Identity> {
        std::iter::once(&self.primary).chain(&self.linked)
    }

    /// All identities for changing, the primary first.
    pub fn identities_mut(&mut self) -> impl Iterator<Item = &mut Identity> {
        std::iter::once(&mut self.primary).chain(&mut self.linked)
    }

    /// The identity with this key.
    pub fn identity(&self, key: &IdentityKey) -> Option<&Identity> {
        self.identities().find(|identity| identity.key() == *key)
    }

    /// Notes a login.
    pub fn logged_in(&mut self, at: Timestamp, ip: &str) {
        self.last_login = Some(Login { at, ip: ip.to_owned() });
        self.logins_count += 1;
        self.updated_at = at;
    }

    /// The `identities` of a read: secondaries carry `profileData`, the primary does not.
    pub fn identities_json(&self) -> Value {
        let linked = self.linked.iter().map(|identity| Value::Object(identity.to_json_with_profile()));
        std::iter::once(Value::Object(self.primary.to_json())).chain(linked).collect()
    }

    /// The answer of a link or unlink: every identity carries `profileData`, the primary too.
    pub fn identities_with_profiles_json(&self) -> Value {
        self.identities().map(|identity| Value::Object(identity.to_json_with_profile())).collect()
    }

    /// The whole user as the Management API answers it. What was never set is absent, not `null`.
    pub fn to_json(&self) -> Map<String, Value> {
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
