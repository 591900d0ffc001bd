//! Which scopes a login asks for, and which it was granted.

use crate::config::{AuthConfig, Scopes};

/// Granted scopes, as the tenant wrote them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope(String);

impl Scope {
    /// Takes a space-separated list.
    pub fn new(list: impl Into<String>) -> Self {
        Self(list.into())
    }

    /// The list, as the tenant wrote it.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether one scope is among them.
    pub fn has(&self, scope: &str) -> bool {
        self.0.split(' ').any(|granted| granted == scope)
    }
}

/// Whether a token with these scopes may be stored: with [`Scopes::WhenNeeded`] only one that changes nothing. The tenant may grant
/// more than was asked for, and the configuration may have asked for more when the login was begun.
pub fn may_be_stored(config: &AuthConfig, granted: &Scope) -> bool {
    let changes = |scope: &str| ["create:", "update:", "delete:"].iter().any(|verb| scope.starts_with(verb));
    config.scopes == Scopes::AtLogin || !granted.0.split(' ').any(changes)
}

/// The scopes of a login, each set with those before it. The order is that of what they allow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ScopeSet {
    /// To log in and to read the account.
    Read,
    /// To link and unlink too.
    Identities,
    /// To change metadata too.
    Metadata,
}

const SETS: [(&str, ScopeSet); 3] =
    [("read", ScopeSet::Read), ("identities", ScopeSet::Identities), ("metadata", ScopeSet::Metadata)];

impl ScopeSet {
    /// The scopes of every login, the second one too: its token reads its metadata. With
    /// [`Scopes::AtLogin`] they are all that a change can need, without the metadata scope if nothing is merged.
    pub fn of_login(config: &AuthConfig) -> Self {
        match config.scopes {
            Scopes::WhenNeeded => Self::Read,
            Scopes::AtLogin if config.merge_metadata => Self::Metadata,
            Scopes::AtLogin => Self::Identities,
        }
    }

    /// The `scope` parameter (Auth0, "Get Management API Access Tokens for Single-Page Applications").
    pub const fn parameter(self) -> &'static str {
        match self {
            Self::Read => "openid profile email read:current_user",
            Self::Identities => "openid profile email read:current_user update:current_user_identities",
            Self::Metadata => {
                "openid profile email read:current_user update:current_user_identities update:current_user_metadata"
            }
        }
    }

    /// The first scope that was not granted.
    pub fn missing_from(self, granted: &Scope) -> Option<&'static str> {
        // Who logged in is in the ID token, and a tenant may leave the standard scopes out.
        let mut needed = self.parameter().split(' ').filter(|scope| scope.starts_with("update:"));
        needed.find(|scope| !granted.has(scope))
    }

    /// Its name in a record.
    pub(super) fn name(self) -> &'static str {
        SETS.into_iter().find(|(_, set)| *set == self).map_or("", |(name, _)| name)
    }

    /// Reads its name.
    pub(super) fn named(name: &str) -> Option<Self> {
        SETS.into_iter().find(|(known, _)| *known == name).map(|(_, set)| set)
    }
}
