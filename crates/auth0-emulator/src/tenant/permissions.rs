//! The permissions of users for APIs (Auth0, "Role-Based Access Control"): seeded, directly or by roles of the tenant file.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Tenant;
use super::resource_server::{Audience, ResourceServer};
use super::scope::{Scopes, is_openid_connect};

/// All permissions: for each user, by id, those for each API, by identifier.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Permissions(BTreeMap<String, BTreeMap<String, Scopes>>);

impl Permissions {
    /// Adds permissions of a user for an API.
    pub(crate) fn add(&mut self, user_id: &str, api: &str, permissions: &Scopes) {
        let own = self.0.entry(user_id.to_owned()).or_default().entry(api.to_owned()).or_default();
        *own = own.union(permissions);
    }

    /// The permissions of a user for an API.
    pub(crate) fn of(&self, user_id: &str, api: &str) -> Scopes {
        self.0.get(user_id).and_then(|apis| apis.get(api)).cloned().unwrap_or_default()
    }

    /// Removes those of a user who is deleted, or linked to another.
    pub(crate) fn forget_user(&mut self, user_id: &str) {
        self.0.remove(user_id);
    }

    /// What is wrong with them: users, APIs and permissions that do not exist.
    pub(crate) fn mistakes(&self, apis: &[ResourceServer], is_user: impl Fn(&str) -> bool) -> Vec<String> {
        let mut found = Vec::new();
        for (user, own) in &self.0 {
            if !is_user(user) {
                found.push(format!("permissions: no user has the id `{user}`"));
            }
            for (identifier, permissions) in own {
                let Some(api) = apis.iter().find(|api| api.identifier == *identifier) else {
                    found.push(format!("permissions: `{identifier}` is no API of the tenant file"));
                    continue;
                };
                if !api.enforce_policies {
                    found.push(format!(
                        "permissions: the API `{identifier}` does not use them; it lacks enforce_policies"
                    ));
                }
                let unknown = permissions.iter().filter(|scope| !api.scopes.contains(scope));
                found.extend(
                    unknown
                        .map(|scope| format!("permissions: the API `{identifier}` has no scope `{scope}`")),
                );
            }
        }
        found
    }
}

impl Tenant {
    /// Those of the scopes that a user may have: for an API that enforces policies, its scopes among the user's permissions
    /// (Auth0, "Enable Role-Based Access Control for APIs").
    pub(crate) fn permitted_scopes(&self, user_id: &str, audience: &Audience, scopes: &Scopes) -> Scopes {
        let Some(api) = self.resource_server(audience).filter(|api| api.enforce_policies) else {
            return scopes.clone();
        };
        let own = self.permissions.of(user_id, &api.identifier);
        scopes.filtered(|scope| is_openid_connect(scope) || scope == "offline_access" || own.contains(scope))
    }
}
