//! Consents: what users allowed clients to do with an API, kept so that each is asked for once.

use serde::{Deserialize, Serialize};

use super::scope::Scopes;

/// All consents of the tenant.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Consents(Vec<Consent>);

/// A user's consent.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Consent {
    /// The user.
    pub(crate) user_id: String,
    /// The client.
    pub(crate) client_id: String,
    /// The API.
    pub(crate) audience: String,
    /// The scopes.
    pub(crate) scopes: Scopes,
}

impl Consents {
    /// Those of the scopes that were not consented to before.
    pub(crate) fn missing(&self, user_id: &str, client_id: &str, audience: &str, scopes: &Scopes) -> Scopes {
        let given = self.find(user_id, client_id, audience).map(|consent| &consent.scopes);
        scopes.filtered(|scope| given.is_none_or(|given| !given.contains(scope)))
    }

    /// Adds a consent to those that the user gave before.
    pub(crate) fn give(&mut self, user_id: &str, client_id: &str, audience: &str, scopes: &Scopes) {
        let before = self.find(user_id, client_id, audience).map(|consent| consent.scopes.clone());
        self.0.retain(|consent| !consent.is_for(user_id, client_id, audience));
        self.0.push(Consent {
            user_id: user_id.to_owned(),
            client_id: client_id.to_owned(),
            audience: audience.to_owned(),
            scopes: before.unwrap_or_default().union(scopes),
        });
    }

    /// Removes the consents of a deleted user.
    pub(crate) fn forget_user(&mut self, user_id: &str) {
        self.0.retain(|consent| consent.user_id != user_id);
    }

    /// Every consent, the newest last.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Consent> {
        self.0.iter()
    }

    fn find(&self, user_id: &str, client_id: &str, audience: &str) -> Option<&Consent> {
        self.0.iter().find(|consent| consent.is_for(user_id, client_id, audience))
    }
}

impl Consent {
    fn is_for(&self, user_id: &str, client_id: &str, audience: &str) -> bool {
        self.user_id == user_id && self.client_id == client_id && self.audience == audience
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wider_scope_set_needs_new_consent_and_is_added() {
        let mut consents = Consents::default();
        consents.give("auth0|1", "client", "api", &Scopes::parse("a"));
        let missing = |consents: &Consents, user: &str, scopes: &str| {
            consents.missing(user, "client", "api", &Scopes::parse(scopes)).to_string()
        };
        assert_eq!(missing(&consents, "auth0|1", "a"), "");
        assert_eq!(missing(&consents, "auth0|1", "a b"), "b");
        assert_eq!(missing(&consents, "auth0|2", "a"), "a");
        consents.give("auth0|1", "client", "api", &Scopes::parse("b"));
        assert_eq!(missing(&consents, "auth0|1", "a b"), "");
        consents.forget_user("auth0|1");
        assert_eq!(missing(&consents, "auth0|1", "a"), "a");
    }
}
