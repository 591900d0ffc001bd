//! A resource server: an API that access tokens are issued for. The Management API is one of them.

use serde::{Deserialize, Serialize};

use super::scope::{Scopes, is_for_current_user};

/// An API of the tenant.
#[derive(Clone, Debug)]
pub struct ResourceServer {
    /// Its `audience`.
    pub identifier: String,
    /// Display name, shown on the consent page.
    pub name: String,
    /// Scopes that users may be granted.
    pub scopes: Scopes,
    /// Whether a login for this API may get a refresh token.
    pub allow_offline_access: bool,
    /// Whether first-party clients with a verifiable callback need no consent.
    pub skip_consent: bool,
    /// Lifetime of an access token in seconds.
    pub token_lifetime: i64,
    /// Lifetime of an access token that comes with an authorization response, in seconds.
    pub token_lifetime_for_web: i64,
}

/// The API for which a login requests access.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Audience {
    /// None: an opaque token for `/userinfo` only.
    UserInfo,
    /// The Management API, by the requested identifier (`…/api/v2/`).
    Management(String),
    /// Another API of the tenant, by its identifier.
    Api(String),
}

impl Audience {
    /// The identifier, unless the token is for `/userinfo` only.
    pub(crate) fn identifier(&self) -> Option<&str> {
        match self {
            Self::UserInfo => None,
            Self::Management(identifier) | Self::Api(identifier) => Some(identifier),
        }
    }
}

impl ResourceServer {
    /// The Management API with the settings of a real tenant: no refresh tokens, with consent, tokens for a day.
    pub(crate) fn management(identifier: &str) -> Self {
        Self {
            identifier: identifier.to_owned(),
            name: "Auth0 Management API".to_owned(),
            scopes: Scopes::default(),
            allow_offline_access: false,
            skip_consent: false,
            token_lifetime: 86_400,
            token_lifetime_for_web: 7_200,
        }
    }

    /// Whether users may be granted this scope.
    pub(crate) fn grants_to_users(&self, audience: &Audience, scope: &str) -> bool {
        match audience {
            Audience::UserInfo => false,
            Audience::Management(_) => is_for_current_user(scope),
            Audience::Api(_) => self.scopes.contains(scope),
        }
    }
}
