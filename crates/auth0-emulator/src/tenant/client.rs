//! A client: an application that is registered with the tenant.

use super::scope::Scopes;
use super::url_match;

/// A registered application. Field names are those of the Deploy CLI and the Management API.
#[derive(Clone, Debug)]
pub struct Client {
    /// Display name, unique in the tenant.
    pub name: String,
    /// The id that the application sends.
    pub client_id: String,
    /// The secret of a confidential client.
    pub client_secret: String,
    /// Kind of application.
    pub app_type: AppType,
    /// Whether it belongs to the tenant's owner. Users of others are always asked for consent.
    pub is_first_party: bool,
    /// Grant types that `/oauth/token` may serve.
    pub grant_types: Vec<String>,
    /// How the client authenticates at `/oauth/token`.
    pub auth_method: AuthMethod,
    /// Allowed callback URLs.
    pub callbacks: Vec<String>,
    /// Allowed logout URLs.
    pub allowed_logout_urls: Vec<String>,
    /// Origins that may use `web_message`.
    pub web_origins: Vec<String>,
    /// Origins whose scripts may call the tenant, besides those of the callbacks.
    pub allowed_origins: Vec<String>,
    /// Signature algorithm of ID tokens.
    pub alg: IdTokenAlg,
    /// Lifetime of an ID token in seconds.
    pub id_token_lifetime: i64,
    /// How the client's refresh tokens rotate and expire.
    pub refresh_token: RefreshTokenPolicy,
    /// Whether to skip the page that confirms a loopback callback.
    pub skip_callback_confirmation: bool,
    /// The APIs that the client may call without a user.
    pub machine_grants: Vec<MachineGrant>,
}

/// An API that a client may call without a user, by the `client_credentials` grant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MachineGrant {
    /// The API, or `None` for the Management API.
    pub audience: Option<String>,
    /// The scopes of the tokens.
    pub scopes: Scopes,
}

/// Kind of application.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AppType {
    /// Runs in a browser.
    Spa,
    /// Runs on a device.
    Native,
    /// A web application with a server.
    RegularWeb,
    /// A service without users.
    NonInteractive,
}

/// How a client authenticates at `/oauth/token`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AuthMethod {
    /// Not at all: a public client, which uses PKCE.
    None,
    /// By its secret, in the body or in a `Basic` header.
    Secret,
}

/// Signature algorithm of ID tokens.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum IdTokenAlg {
    /// RSA with SHA-256, the default.
    #[default]
    RS256,
    /// HMAC with the client's secret.
    HS256,
    /// RSA-PSS with SHA-256.
    PS256,
}

/// The `refresh_token` settings of a client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RefreshTokenPolicy {
    /// Whether each use returns a new token and invalidates the old one.
    pub rotating: bool,
    /// For how many seconds a replaced token is still accepted.
    pub leeway: i64,
    /// Lifetime of a family from its first token, in seconds. `None` means unlimited.
    pub absolute_lifetime: Option<i64>,
    /// Lifetime without use, in seconds. `None` means unlimited.
    pub idle_lifetime: Option<i64>,
}

impl Client {
    /// Whether this is its name or its id.
    pub(crate) fn is_called(&self, name: &str) -> bool {
        self.name == name || self.client_id == name
    }

    /// Whether the client may use a grant type.
    pub(crate) fn may_use(&self, grant_type: &str) -> bool {
        self.grant_types.iter().any(|allowed| allowed == grant_type)
    }

    /// Whether a callback URL is registered.
    pub(crate) fn allows_callback(&self, url: &str) -> bool {
        self.callbacks.iter().any(|allowed| url_match::callback(allowed, url))
    }

    /// Whether a script of this origin may call the tenant for this client.
    pub(crate) fn allows_origin(&self, origin: &str) -> bool {
        let listed = self.callbacks.iter().chain(&self.web_origins).chain(&self.allowed_origins);
        listed.into_iter().any(|allowed| url_match::origin(allowed, origin))
    }

    /// Whether this origin may receive a `web_message`.
    pub(crate) fn allows_web_message(&self, origin: &str) -> bool {
        self.web_origins.iter().any(|allowed| url_match::origin(allowed, origin))
    }

    /// Whether the client may get refresh tokens. It needs the grant type; a single-page app needs rotation too.
    pub(crate) fn gets_refresh_tokens(&self) -> bool {
        let rotation = self.refresh_token.rotating || self.app_type != AppType::Spa;
        self.may_use("refresh_token") && rotation
    }

    /// Whether the client authenticates with a secret.
    pub(crate) fn is_confidential(&self) -> bool {
        self.auth_method == AuthMethod::Secret
    }
}
