//! A user as the Management API describes it, as far as this app shows or needs it.

use super::identity::{self, Identity};
use crate::authentication::id_token::Profile;
use crate::json::{Map, Value};
use crate::user_id::UserId;

/// A user: one primary identity, perhaps linked ones, and metadata.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    /// `user_id`.
    pub id: UserId,
    /// The root attributes.
    pub profile: Profile,
    /// Never empty, the primary first.
    pub identities: Vec<Identity>,
    /// `user_metadata`; empty when the user has none. `app_metadata` is not read: it carries roles.
    pub metadata: Map<String, Value>,
}

impl User {
    /// Reads a user; `None` when the id or the identities are missing or not readable.
    pub(super) fn parse(value: Value) -> Option<Self> {
        let Value::Object(fields) = value else { return None };
        let id = UserId::new(fields.get("user_id").and_then(Value::as_str)?);
        let identities = identity::parse_member(&fields)?;
        let metadata = fields.get("user_metadata").and_then(Value::as_object).cloned().unwrap_or_default();
        Some(Self { id, profile: Profile::from_fields(&fields), identities, metadata })
    }

    /// Whether one of the identities is that user on its own.
    pub fn has_identity_of(&self, id: &UserId) -> bool {
        self.identities.iter().any(|identity| identity.is_user(id))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_support::json::json;

    #[test]
    fn ma_01_09_a_user_is_read_and_unknown_fields_are_passed_over() {
        let user = User::parse(json!({
            "user_id": "auth0|1", "email": "a@example.com", "email_verified": true, "news": [1],
            "identities": [
                {"provider": "auth0", "user_id": "1", "connection": "Username-Password-Authentication", "isSocial": false},
                {"provider": "wordpress", "user_id": 72_894_558, "connection": "wordpress", "isSocial": true,
                 "profileData": {"name": "W", "nested": {"a": []}}},
            ],
            "user_metadata": {"theme": "dark"}, "app_metadata": {"role": "admin"},
        }))
        .unwrap();
        assert_eq!(user.identities[1].user_id, "72894558");
        assert_eq!(user.identities[1].profile.label(), Some("W"));
        assert_eq!(user.metadata.len(), 1);
        assert!(user.has_identity_of(&UserId::new("wordpress|72894558")));
        assert!(!user.has_identity_of(&UserId::new("auth0|72894558")));
    }

    #[test]
    fn ma_07_a_user_without_readable_identities_is_refused() {
        let refused = [
            json!([]),
            json!({"user_id": "auth0|1"}),
            json!({"user_id": "auth0|1", "identities": {}}),
            json!({"user_id": "auth0|1", "identities": []}),
            json!({"user_id": "auth0|1", "identities": [{"user_id": "1"}]}),
            json!({"user_id": "auth0|1", "identities": [{"provider": "auth0", "user_id": null}]}),
            json!({"user_id": "auth0|1", "identities": [{"provider": "auth0", "user_id": 1.5}]}),
            json!({"user_id": "auth0|1", "identities": [{"provider": "auth0", "user_id": -1}]}),
            json!({"user_id": 7, "identities": [{"provider": "auth0", "user_id": "1"}]}),
        ];
        for value in refused {
            assert_eq!(User::parse(value.clone()), None, "{value}");
        }
    }
}
