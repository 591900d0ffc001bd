//! Samples for links: second logins, users, identities, and their JSON.

use serde_json::{Value, json};

use super::samples::{NOW, login, profile};
use crate::login::SecondLogin;
use crate::login::id_token::Profile;
use crate::management::{Identity, User};
use crate::session::SessionRef;
use crate::user_id::UserId;

/// A second login that was asked for by `primary`, without naming a connection. It came back now.
pub(crate) fn second_login(primary: SessionRef, id: &str) -> SecondLogin {
    let (claims, tokens) = login(id);
    SecondLogin { claims, tokens, primary, connection: None, returned_at: NOW }
}

/// A user with one identity and some metadata.
pub(crate) fn user(id: &str, metadata: impl Into<crate::json::Value>) -> User {
    let metadata = metadata.into().as_object().cloned().unwrap_or_default();
    User { id: UserId::new(id), profile: profile(id), identities: vec![identity(id)], metadata }
}

/// The identity that a user is made of.
pub(crate) fn identity(id: &str) -> Identity {
    let (provider, user_id) = id.split_once('|').expect("provider|id");
    Identity {
        provider: provider.to_owned(),
        user_id: user_id.to_owned(),
        connection: provider.to_owned(),
        profile: Profile::default(),
    }
}

/// The list of identities as the API writes it.
pub(crate) fn identities_json(ids: &[&str]) -> Value {
    let one = |id: &&str| {
        let Identity { provider, user_id, connection, .. } = identity(id);
        json!({"provider": provider, "user_id": user_id, "connection": connection, "isSocial": true})
    };
    ids.iter().map(one).collect()
}

/// A user as the API writes one, [`user`] if it has one identity: the first id is the primary.
pub(crate) fn user_json(ids: &[&str], metadata: impl Into<Value>) -> Value {
    let profile = profile(ids[0]);
    json!({
        "user_id": ids[0], "name": profile.name, "email": profile.email, "email_verified": profile.email_verified,
        "identities": identities_json(ids), "user_metadata": metadata.into(),
    })
}
