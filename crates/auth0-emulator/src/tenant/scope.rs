//! Scopes, and which of them users may be granted.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The OpenID Connect scopes that any client may request.
const OPENID_CONNECT: [&str; 5] = ["openid", "profile", "email", "address", "phone"];

/// The Management API scopes that Auth0 grants to users. It drops all others without an error.
///
/// Auth0, "Get Management API Access Tokens for Single-Page Applications".
const CURRENT_USER: [&str; 7] = [
    "read:current_user",
    "update:current_user_identities",
    "create:current_user_metadata",
    "update:current_user_metadata",
    "delete:current_user_metadata",
    "create:current_user_device_credentials",
    "delete:current_user_device_credentials",
];

/// A list of distinct scopes, in the order of the request.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Scopes(Vec<String>);

impl Scopes {
    /// Parses a `scope` parameter: names separated by spaces.
    pub fn parse(text: &str) -> Self {
        text.split_ascii_whitespace().map(str::to_owned).collect()
    }

    /// Whether the scope is in the list.
    pub fn contains(&self, scope: &str) -> bool {
        self.0.iter().any(|own| own == scope)
    }

    /// The scopes for which `keep` returns true.
    #[must_use]
    pub(crate) fn filtered(&self, keep: impl Fn(&str) -> bool) -> Self {
        self.iter().filter(|scope| keep(scope)).map(str::to_owned).collect()
    }

    /// Adds the scopes of `other` that are missing.
    #[must_use]
    pub(crate) fn union(&self, other: &Self) -> Self {
        self.iter().chain(other.iter()).map(str::to_owned).collect()
    }

    /// The scopes in their order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }
}

impl FromIterator<String> for Scopes {
    fn from_iter<I: IntoIterator<Item = String>>(scopes: I) -> Self {
        let mut list: Vec<String> = Vec::new();
        for scope in scopes {
            if !list.contains(&scope) {
                list.push(scope);
            }
        }
        Self(list)
    }
}

impl fmt::Display for Scopes {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0.join(" "))
    }
}

/// Whether the scope belongs to OpenID Connect (`offline_access` is handled separately).
pub(crate) fn is_openid_connect(scope: &str) -> bool {
    OPENID_CONNECT.contains(&scope)
}

/// Whether users may be granted this scope of the Management API.
pub(crate) fn is_for_current_user(scope: &str) -> bool {
    CURRENT_USER.contains(&scope)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scopes_keep_their_order_and_do_not_repeat() {
        let scopes = Scopes::parse(" openid  email openid profile ");
        assert_eq!(scopes.to_string(), "openid email profile");
        assert!(scopes.contains("profile"));
        assert!(!scopes.contains("open"));
        assert_eq!(scopes.filtered(|scope| scope != "email").to_string(), "openid profile");
        assert_eq!(scopes.union(&Scopes::parse("email a")).to_string(), "openid email profile a");
    }
}
