//! The parts of a Management API user that the app shows or needs.

use super::identity::{self, Identity};
use crate::json::{Map, Value};
use crate::login::id_token::Profile;
use crate::session::Session;
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

/// Who can verify an e-mail address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verifier {
    /// The user, by the link in an e-mail or at the provider.
    User,
    /// Not the user: an enterprise connection does not report it, and the operator of the app decides.
    Company,
}

impl User {
    /// As a part of a record, in the form of the API.
    pub(crate) fn to_json(&self) -> Value {
        let mut user = self.profile.to_json().as_object().cloned().unwrap_or_default();
        user.insert("user_id".to_owned(), self.id.as_str().into());
        let identities = self.identities.iter().map(Identity::to_json).collect();
        user.insert("identities".to_owned(), Value::Array(identities));
        user.insert("user_metadata".to_owned(), Value::Object(self.metadata.clone()));
        Value::Object(user)
    }

    /// Reads a user; `None` when the id or the identities are missing or not readable.
    pub(crate) fn read(value: &Value) -> Option<Self> {
        let metadata = value.get("user_metadata").and_then(Value::as_object).cloned();
        Some(Self {
            id: UserId::new(value.text("user_id")?),
            profile: Profile::read(value)?,
            identities: identity::read_list(value.get("identities")?)?,
            metadata: metadata.unwrap_or_default(),
        })
    }

    /// Counts an address as verified if the configuration says so for its connection.
    ///
    /// The address of a user is the one of its primary identity, so only that one's connection counts: a linked
    /// identity says nothing about the user's own address. Nor does a database (`auth0`), where people sign up with
    /// any address they like.
    #[must_use]
    pub(super) fn trusting(mut self, verified_connections: &[String]) -> Self {
        self.profile.email_verified |= self.identities.first().is_some_and(|primary| {
            primary.is_user(&self.id)
                && primary.provider != "auth0"
                && verified_connections.contains(&primary.connection)
        });
        self
    }

    /// The primary identity, with the user's own profile, which the tenant's list leaves out.
    pub fn main_identity(&self) -> Option<Identity> {
        let first = self.identities.first()?;
        Some(Identity { profile: self.profile.clone(), ..first.clone() })
    }

    /// Every identity, the primary first and with the user's own profile.
    pub fn logins(&self) -> Vec<Identity> {
        self.main_identity().into_iter().chain(self.identities.iter().skip(1).cloned()).collect()
    }

    /// Who could verify the address; `None` if it is verified, or if there is none.
    pub fn unverified(&self) -> Option<Verifier> {
        let company = self.identities.first().is_some_and(Identity::is_enterprise);
        let verifier = if company { Verifier::Company } else { Verifier::User };
        (self.profile.email.is_some() && !self.profile.email_verified).then_some(verifier)
    }

    /// The URL of the picture, if this is the session's own account: loading it tells its host who is looking, and
    /// another account is not known to be the user's yet. Only `https:` and embedded pictures may be loaded.
    pub fn picture(&self, session: &Session) -> Option<&str> {
        const EMBEDDED_FORMATS: [&str; 6] = ["png", "jpeg", "jpg", "gif", "webp", "avif"];
        let address = self.profile.picture.as_deref().filter(|_| self.id == *session.subject())?;
        let may_be_loaded = match address.strip_prefix("data:image/") {
            // No SVG, which is a document.
            Some(rest) => rest.split_once(';').is_some_and(|(kind, _)| EMBEDDED_FORMATS.contains(&kind)),
            None => address.starts_with("https://"),
        };
        may_be_loaded.then_some(address)
    }

    /// Whether both describe the same user, but for the picture: its address may change with every login.
    pub(crate) fn is_as(&self, other: &Self) -> bool {
        let shown = |profile: &Profile| {
            let Profile { name, nickname, email, email_verified, .. } = profile;
            ([name, nickname, email].map(Option::clone), *email_verified)
        };
        self.id == other.id
            && self.identities == other.identities
            && self.metadata == other.metadata
            && shown(&self.profile) == shown(&other.profile)
    }

    /// Whether one of the identities was this user before it was linked.
    pub fn has_identity_of(&self, id: &UserId) -> bool {
        self.identities.iter().any(|identity| identity.is_user(id))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::display_text::DisplayText;
    use crate::test_support::accounts;
    use crate::test_support::json::json;
    use crate::test_support::samples::session;

    /// Cases: MA-01, MA-09.
    #[test]
    fn a_user_is_read_and_unknown_fields_are_ignored() {
        let user = User::read(&json!({
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
        assert_eq!(user.identities[1].profile.label(), DisplayText::new("W"));
        assert_eq!(user.metadata.len(), 1);
        assert!(user.has_identity_of(&UserId::new("wordpress|72894558")));
        assert!(!user.has_identity_of(&UserId::new("auth0|72894558")));
    }

    fn employee(value: &str, connection: &str, provider: &str) -> User {
        let linked = json!({"provider": "waad", "user_id": "9", "connection": "acme-waad"});
        let primary = json!({"provider": provider, "user_id": "1", "connection": connection});
        User::read(&json!({"user_id": value, "email": "a@acme.example", "identities": [primary, linked]}))
            .unwrap()
    }

    /// Cases: LF-36.
    #[test]
    fn only_the_connection_of_the_primary_identity_can_make_an_address_verified() {
        let trusted = ["acme-waad".to_owned(), "Username-Password-Authentication".to_owned()];
        for (id, connection, provider, expected) in [
            ("waad|1", "acme-waad", "waad", None),
            ("waad|1", "other-waad", "waad", Some(Verifier::Company)),
            ("waad|1", "ACME-WAAD", "waad", Some(Verifier::Company)),
            // A linked enterprise login says nothing about an address that somebody signed up with.
            ("auth0|1", "Username-Password-Authentication", "auth0", Some(Verifier::User)),
            ("auth0|1", "acme-waad", "auth0", Some(Verifier::User)),
            ("github|1", "github", "github", Some(Verifier::User)),
            // The first entry is not the user's own.
            ("auth0|7", "acme-waad", "waad", Some(Verifier::Company)),
        ] {
            let user = employee(id, connection, provider).trusting(&trusted);
            assert_eq!(user.unverified(), expected, "{id} {connection}");
            assert_eq!(user.profile.email_verified, expected.is_none(), "{id} {connection}");
        }
        assert_eq!(
            employee("waad|1", "acme-waad", "waad").trusting(&[]).unverified(),
            Some(Verifier::Company)
        );
    }

    /// Cases: SH-10.
    #[test]
    fn only_the_sessions_own_account_has_a_picture_and_only_one_that_may_be_loaded() {
        let picture = |id: &str, address: &str| {
            let mut user = accounts::user(id, json!({}));
            user.profile.picture = Some(address.to_owned());
            user.picture(&session("auth0|alice")).map(str::to_owned)
        };
        for address in ["https://pictures.example/a", "data:image/png;base64,AA", "data:image/webp;base64,AA"]
        {
            assert_eq!(picture("auth0|alice", address).as_deref(), Some(address));
            assert_eq!(picture("google-oauth2|alice", address), None);
        }
        for address in [
            "http://pictures.example/a",
            "//pictures.example/a",
            "javascript:alert(1)",
            "data:image/svg+xml;base64,AA",
            "data:text/html,x",
            "data:image/png",
        ] {
            assert_eq!(picture("auth0|alice", address), None, "{address}");
        }
    }

    /// Cases: MA-07.
    #[test]
    fn a_user_without_readable_identities_is_refused() {
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
            assert_eq!(User::read(&value), None, "{value}");
        }
    }
}
