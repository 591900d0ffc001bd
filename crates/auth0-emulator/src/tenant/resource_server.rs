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
    /// Whether users get only the scopes that they have permissions for (RBAC).
    pub enforce_policies: bool,
    /// Profile of the access tokens.
    pub token_dialect: TokenDialect,
}

/// Profile of access tokens, which Auth0 calls dialect (Auth0, "Access Token Profiles").
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TokenDialect {
    /// Auth0's own.
    #[default]
    AccessToken,
    /// Auth0's own, with the user's permissions.
    AccessTokenAuthz,
    /// That of RFC 9068.
    #[serde(rename = "rfc9068_profile")]
    Rfc9068,
    /// That of RFC 9068, with the user's permissions.
    #[serde(rename = "rfc9068_profile_authz")]
    Rfc9068Authz,
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
            enforce_policies: false,
            token_dialect: TokenDialect::AccessToken,
        }
    }

    /// Whether access tokens contain the permissions of their user, which RBAC must enforce too.
    pub(crate) fn tells_permissions(&self) -> bool {
        let told = matches!(self.token_dialect, TokenDialect::AccessTokenAuthz | TokenDialect::Rfc9068Authz);
        self.enforce_policies && told
    }

    /// Whether access tokens follow RFC 9068.
    pub(crate) fn follows_rfc9068(&self) -> bool {
        matches!(self.token_dialect, TokenDialect::Rfc9068 | TokenDialect::Rfc9068Authz)
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
