//! A resource server: an API that access tokens are issued for. The Management API is one of them.

use serde::{Deserialize, Serialize};

use super::scope::{Scopes, is_for_current_user};

/// An API of the tenant.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ResourceServer {
    /// The `audience` that stands for it.
    pub identifier: String,
    /// Display name, shown on the consent page.
    pub name: String,
    /// Scopes that a user may be given.
    pub scopes: Scopes,
    /// Whether a login for this API may get a refresh token.
    pub allow_offline_access: bool,
    /// Whether first-party clients with a verifiable callback need no consent.
    pub skip_consent: bool,
    /// Life of an access token in seconds.
    pub token_lifetime: i64,
}

/// What a login asks access for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Audience {
    /// No `audience`: an opaque token for `/userinfo` alone.
    UserInfo,
    /// The Management API, by the identifier that was asked for (`…/api/v2/`).
    Management(String),
    /// An API of the tenant's settings.
    Api(String),
}

impl Audience {
    /// The identifier, unless the token is for `/userinfo` alone.
    pub fn identifier(&self) -> Option<&str> {
        match self {
            Self::UserInfo => None,
            Self::Management(identifier) | Self::Api(identifier) => Some(identifier),
        }
    }
}

impl ResourceServer {
    /// The Management API with the settings that a real tenant gives it: no refresh tokens, consent asked,
    /// tokens for a day.
    pub fn management(identifier: &str) -> Self {
        Self {
            identifier: identifier.to_owned(),
            name: "Auth0 Management API".to_owned(),
            scopes: Scopes::default(),
            allow_offline_access: false,
            skip_consent: false,
            token_lifetime: 86_400,
        }
    }

    /// Whether a user may be given this scope.
    pub fn grants_to_users(&self, audience: &Audience, scope: &str) -> bool {
        match audience {
            Audience::UserInfo => false,
            Audience::Management(_) => is_for_current_user(scope),
            Audience::Api(_) => self.scopes.contains(scope),
        }
    }
}
