//! Consents: what a user allowed a client to do with an API, remembered so that it is asked once.

use serde::{Deserialize, Serialize};

use super::scope::Scopes;

/// All consents of the tenant.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Consents(Vec<Consent>);

/// A consent that was given.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Consent {
    /// Who gave it.
    pub user_id: String,
    /// To which client.
    pub client_id: String,
    /// For which API.
    pub audience: String,
    /// For which scopes.
    pub scopes: Scopes,
}

impl Consents {
    /// Whether all these scopes were consented to.
    pub fn covers(&self, user_id: &str, client_id: &str, audience: &str, scopes: &Scopes) -> bool {
        self.find(user_id, client_id, audience).is_some_and(|consent| consent.scopes.contains_all(scopes))
    }

    /// Remembers a consent, together with what was consented to before.
    pub fn give(&mut self, user_id: &str, client_id: &str, audience: &str, scopes: &Scopes) {
        let before = self.find(user_id, client_id, audience).map(|consent| consent.scopes.clone());
        self.0.retain(|consent| !consent.is_for(user_id, client_id, audience));
        self.0.push(Consent {
            user_id: user_id.to_owned(),
            client_id: client_id.to_owned(),
            audience: audience.to_owned(),
            scopes: before.unwrap_or_default().union(scopes),
        });
    }

    /// Forgets the consents of a user who no longer exists.
    pub fn forget_user(&mut self, user_id: &str) {
        self.0.retain(|consent| consent.user_id != user_id);
    }

    /// Every consent, the newest last.
    pub fn iter(&self) -> impl Iterator<Item = &Consent> {
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
    fn a_wider_scope_set_is_asked_for_again_and_adds_up() {
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
