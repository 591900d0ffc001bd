//! `auth_config.json`, parsed into valid values.
//!
//! The one reader of the file, its defaults and the endpoints that follow from it, for the app, the web server and
//! the automation.

mod domain;
mod encoding;
mod error;
mod fields;
mod label;
mod placeholder;

pub use domain::{Domain, DomainFault};
pub use error::{ConfigError, ConfigProblem};
pub use label::Label;

use self::fields::Fields;
use self::placeholder::is_placeholder;
use crate::json::{self, Fault, ReadError, Value};

/// A valid configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuthConfig {
    /// The application at its tenant.
    pub application: Application,
    /// One *Link … Account* button each, in this order.
    pub connections: Vec<Connection>,
    /// Whether the secondary's `user_metadata` is copied before linking. Without it, the scope is not asked for either.
    pub merge_metadata: bool,
    /// Connections whose e-mail addresses count as verified: enterprise directories often send no `email_verified`.
    pub verified_connections: Vec<String>,
    /// Seconds after which a login is too old to change its account, so that the user logs in once more; with `0` it
    /// always is.
    pub reauthenticate_after: i64,
    /// When the scopes that change an account are asked for.
    pub scopes: Scopes,
}

/// The application at its tenant: what a login is begun with, and has to be finished with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Application {
    /// The tenant.
    pub domain: Domain,
    /// The application's client id at the tenant.
    pub client_id: String,
    /// The API that access tokens are for: the Management API.
    pub audience: String,
}

/// When the scopes that change an account are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scopes {
    /// With every login.
    AtLogin,
    /// With a login of their own, before the change.
    WhenNeeded,
}

/// A connection that has a button of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Connection {
    /// The connection's name at the tenant, sent as `connection=`.
    pub name: String,
    /// Its label: `Link {label} Account`. Without it, the provider's usual name.
    pub label: Option<String>,
}

impl Connection {
    /// The configured label, or else the known one.
    pub fn label(&self) -> Label<'_> {
        self.label.as_deref().map_or_else(|| Label::known(&self.name), Label::Name)
    }
}

impl AuthConfig {
    /// Reads the text of `auth_config.json`, as a browser's `fetch` decodes it: invalid UTF-8 becomes U+FFFD.
    ///
    /// ```
    /// use auth0_spa::config::AuthConfig;
    ///
    /// let config = AuthConfig::parse(r#"{"domain": "acme.eu.auth0.com", "client_id": "aB3"}"#)?;
    /// assert_eq!(config.application.issuer(), "https://acme.eu.auth0.com/");
    /// assert_eq!(config.application.audience, "https://acme.eu.auth0.com/api/v2/");
    ///
    /// let error = AuthConfig::parse(r#"{"domain": "acme.eu.auth0.com"}"#).unwrap_err();
    /// assert_eq!(error.to_string(), "`client_id` is missing");
    /// # Ok::<(), auth0_spa::config::ConfigError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`ConfigError`] that names the field and what is wrong with it.
    pub fn parse(text: &str) -> Result<Self, ConfigError> {
        let text = encoding::readable(text)?;
        // A development server answers a missing file with the page itself.
        if text.trim_start().starts_with('<') {
            return Err(ConfigError::NotFound);
        }
        let value = json::read(text).map_err(|error| not_read(text, error))?;
        let Value::Object(fields) = value else {
            return Err(ConfigError::NotAnObject);
        };
        let fields = Fields(&fields);
        // `clientId` is how Auth0's own samples spell it. If both are present, it would be ignored.
        let client_id_field =
            if fields.has("client_id") || !fields.has("clientId") { "client_id" } else { "clientId" };
        fields.require_known(&[
            "domain",
            client_id_field,
            "audience",
            "connections",
            "merge_metadata",
            "verified_connections",
            "reauthenticate_after",
            "scopes",
            // An option of Auth0's SDKs, which is ignored.
            "scope",
        ])?;

        let domain = Domain::parse(&fields.filled("domain")?)?;
        let client_id = client_id(fields, client_id_field)?;
        let audience = if fields.has("audience") {
            management_api(fields.filled("audience")?)?
        } else {
            domain.url("/api/v2/")
        };
        Ok(Self {
            application: Application { domain, client_id, audience },
            connections: fields
                .list("connections", CONNECTIONS, connection)?
                .map_or_else(default_connections, each_once),
            merge_metadata: fields.boolean("merge_metadata")?.unwrap_or(true),
            verified_connections: fields.list("verified_connections", NAMES, name)?.unwrap_or_default(),
            reauthenticate_after: fields.seconds("reauthenticate_after")?.unwrap_or(REAUTHENTICATE_AFTER),
            scopes: if fields.has("scopes") { scopes(fields)? } else { Scopes::AtLogin },
        })
    }

    /// The label of a connection: the configured one, the provider's usual name, or its name at the tenant.
    pub fn label<'a>(&'a self, connection: &'a str) -> Label<'a> {
        self.connections
            .iter()
            .find(|known| known.name == connection)
            .map_or_else(|| Label::known(connection), Connection::label)
    }
}

impl Application {
    /// The issuer of the tenant's tokens, with its trailing slash (compared exactly).
    pub fn issuer(&self) -> String {
        self.domain.url("/")
    }

    pub(crate) fn to_json(&self) -> Value {
        Value::object(vec![
            ("domain", self.domain.configured().as_str().into()),
            ("client_id", self.client_id.as_str().into()),
            ("audience", self.audience.as_str().into()),
        ])
    }

    pub(crate) fn read(application: &Value) -> Option<Self> {
        Some(Self {
            domain: Domain::parse(application.text("domain")?).ok()?,
            client_id: application.owned_text("client_id")?,
            audience: application.owned_text("audience")?,
        })
    }
}

/// Fifteen minutes: long enough to log in and link, too short for a session that was left open.
const REAUTHENTICATE_AFTER: i64 = 900;
/// What `connections` looks like.
const CONNECTIONS: &str = r#"[{"name": "github", "label": "GitHub"}]"#;
/// What `verified_connections` looks like.
const NAMES: &str = r#"["acme-waad"]"#;

/// Where the file is invalid, and why.
fn not_read(text: &str, error: ReadError) -> ConfigError {
    let before = text.get(..error.at).unwrap_or(text);
    let (line, column) =
        (before.split('\n').count(), before.chars().rev().take_while(|c| *c != '\n').count() + 1);
    match error.fault {
        Fault::Repeated => ConfigError::Repeated { line, column },
        Fault::Syntax | Fault::TooDeep => ConfigError::NotJson { line, column },
    }
}

fn default_connections() -> Vec<Connection> {
    ["facebook", "google-oauth2"].map(|name| Connection { name: name.to_owned(), label: None }).into()
}

/// A connection that is named twice has one button, with its first label.
fn each_once(mut connections: Vec<Connection>) -> Vec<Connection> {
    let mut names = Vec::new();
    connections.retain(|connection| {
        let is_new = !names.contains(&connection.name);
        names.push(connection.name.clone());
        is_new
    });
    connections
}

fn connection(value: &Value) -> Result<Connection, ConfigError> {
    let Value::Object(fields) = value else {
        return Err(ConfigProblem::WrongType { expected: CONNECTIONS }.of("connections"));
    };
    let fields = Fields(fields);
    let read = || {
        fields.require_known(&["name", "label"])?;
        let label = if fields.has("label") { Some(fields.text("label")?) } else { None };
        Ok(Connection { name: fields.filled("name")?, label })
    };
    read().map_err(|error: ConfigError| error.inside("connections"))
}

fn name(value: &Value) -> Result<String, ConfigError> {
    match value.as_str().map(str::trim) {
        Some(name) if is_placeholder(name) => {
            Err(ConfigProblem::Placeholder { value: name.to_owned() }.of("verified_connections"))
        }
        Some(name) if !name.is_empty() => Ok(name.to_owned()),
        _ => Err(ConfigProblem::WrongType { expected: NAMES }.of("verified_connections")),
    }
}

fn scopes(fields: Fields<'_>) -> Result<Scopes, ConfigError> {
    match fields.text("scopes")?.as_str() {
        "at_login" => Ok(Scopes::AtLogin),
        "when_needed" => Ok(Scopes::WhenNeeded),
        _ => Err(ConfigProblem::WrongType { expected: r#""when_needed""# }.of("scopes")),
    }
}

/// An Auth0 client id: letters and digits. With anything else a login ends at the tenant's error page, whether it is a
/// domain, an expression such as `process.env.CLIENT_ID`, or an invisible character.
fn client_id(fields: Fields<'_>, field: &str) -> Result<String, ConfigError> {
    let value = fields.filled(field)?;
    if value.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_') {
        Ok(value)
    } else {
        Err(ConfigProblem::NotAClientId { value }.of(field))
    }
}

/// The identifier of a tenant's Management API (Auth0, "Get Management API Access Tokens for Single-Page
/// Applications"): with another one a login ends in "Service not found", or in a token that is useless here.
fn management_api(audience: String) -> Result<String, ConfigError> {
    if audience.contains("://") && audience.ends_with("/api/v2/") {
        Ok(audience)
    } else {
        Err(ConfigProblem::NotTheManagementApi { value: audience }.of("audience"))
    }
}

#[cfg(test)]
mod tests;
