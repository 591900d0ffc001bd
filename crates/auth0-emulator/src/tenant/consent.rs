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
    /// Whether all these scopes were consented to.
    pub(crate) fn covers(&self, user_id: &str, client_id: &str, audience: &str, scopes: &Scopes) -> bool {
        self.find(user_id, client_id, audience).is_some_and(|consent| consent.scopes.contains_all(scopes))
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
        assert!(consents.covers("auth0|1", "client", "api", &Scopes::parse("a")));
        assert!(!consents.covers("auth0|1", "client", "api", &Scopes::parse("a b")));
        assert!(!consents.covers("auth0|2", "client", "api", &Scopes::parse("a")));
        consents.give("auth0|1", "client", "api", &Scopes::parse("b"));
        assert!(consents.covers("auth0|1", "client", "api", &Scopes::parse("a b")));
        consents.forget_user("auth0|1");
        assert!(!consents.covers("auth0|1", "client", "api", &Scopes::parse("a")));
    }
}
