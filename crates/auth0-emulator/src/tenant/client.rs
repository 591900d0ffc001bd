//! A client: an application that is registered with the tenant.

use serde::{Deserialize, Serialize};

use super::scope::Scopes;
use super::url_match;

/// A registered application. Field names are those of the Deploy CLI and the Management API.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Client {
    /// Display name, unique in the tenant.
    pub name: String,
    /// The id that the application sends.
    pub client_id: String,
    /// The secret of a confidential client.
    pub client_secret: String,
    /// Kind of application.
    pub app_type: AppType,
    /// Grant types that `/oauth/token` may serve.
    pub grant_types: Vec<String>,
    /// How the client proves itself at `/oauth/token`.
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
    /// Life of an ID token in seconds.
    pub id_token_lifetime: i64,
    /// What refresh tokens the client gets.
    pub refresh_token: RefreshTokenPolicy,
    /// Whether the page that asks to confirm a loopback callback is left out.
    pub skip_callback_confirmation: bool,
    /// What the client may do in its own name.
    pub machine_grants: Vec<MachineGrant>,
}

/// What a client may do in its own name, by the `client_credentials` grant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MachineGrant {
    /// The API, or `None` for the Management API.
    pub audience: Option<String>,
    /// The scopes that its tokens get.
    pub scopes: Scopes,
}

/// Kind of application.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AppType {
    /// Runs in a browser.
    Spa,
    /// Runs on a device.
    Native,
    /// Runs on a server with a browser before it.
    RegularWeb,
    /// Runs on a server alone.
    NonInteractive,
}

/// How a client proves itself at `/oauth/token`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AuthMethod {
    /// A public client: by PKCE alone.
    None,
    /// By its secret, in the body or in a `Basic` header.
    Secret,
}

/// Signature algorithm of ID tokens.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum IdTokenAlg {
    /// RSA with SHA-256, the default.
    #[default]
    RS256,
    /// A MAC under the client's secret.
    HS256,
    /// RSA-PSS with SHA-256.
    PS256,
}

/// The `refresh_token` settings of a client.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefreshTokenPolicy {
    /// Whether each use answers a new token and ends the old one.
    pub rotating: bool,
    /// For how many seconds the token before the newest still works.
    pub leeway: i64,
    /// Life of a family from its first token, in seconds; `None` is for ever.
    pub absolute_lifetime: Option<i64>,
    /// Life without use, in seconds; `None` is for ever.
    pub idle_lifetime: Option<i64>,
}

impl Client {
    /// Whether the client may use a grant type.
    pub fn may_use(&self, grant_type: &str) -> bool {
        self.grant_types.iter().any(|allowed| allowed == grant_type)
    }

    /// Whether a callback URL is registered.
    pub fn allows_callback(&self, url: &str) -> bool {
        self.callbacks.iter().any(|allowed| url_match::callback(allowed, url))
    }

    /// Whether a script of this origin may call the tenant for this client.
    pub fn allows_origin(&self, origin: &str) -> bool {
        let listed = self.callbacks.iter().chain(&self.web_origins).chain(&self.allowed_origins);
        listed.into_iter().any(|allowed| url_match::origin(allowed, origin))
    }

    /// Whether this origin may receive a `web_message`.
    pub fn allows_web_message(&self, origin: &str) -> bool {
        self.web_origins.iter().any(|allowed| url_match::origin(allowed, origin))
    }
}
