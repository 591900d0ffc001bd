//! `auth_config.json`: what a person configures, parsed into values that cannot be wrong in form.
//!
//! Owns the fields, their defaults and the endpoints that follow from them. Reads no file.

mod domain;
mod error;
mod label;

pub use domain::Domain;
pub use error::{ConfigError, ConfigProblem};
pub use label::Label;

use crate::json::{self, Fault, Map, ReadError, Value};

/// A valid configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuthConfig {
    /// The tenant.
    pub domain: Domain,
    /// The application's client id at the tenant.
    pub client_id: String,
    /// The API that access tokens are for: the Management API.
    pub audience: String,
    /// One *Link … Account* button each, in this order.
    pub connections: Vec<Connection>,
    /// Whether the secondary's `user_metadata` is carried over before linking. Off leaves the scope out too.
    pub merge_metadata: bool,
}

/// A way to log in that has a button of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Connection {
    /// The connection's name at the tenant, sent as `connection=`.
    pub name: String,
    /// What it is to be called: `Link {label} Account`. Without it, what the provider is known as.
    pub label: Option<String>,
}

impl Connection {
    /// What people call it.
    pub fn label(&self) -> Label<'_> {
        self.label.as_deref().map_or_else(|| Label::known(&self.name), Label::Name)
    }
}

impl AuthConfig {
    /// Reads the text of `auth_config.json`.
    ///
    /// ```
    /// use auth0_client::config::AuthConfig;
    ///
    /// let config = AuthConfig::parse(r#"{"domain": "acme.eu.auth0.com", "client_id": "aB3"}"#)?;
    /// assert_eq!(config.issuer(), "https://acme.eu.auth0.com/");
    /// assert_eq!(config.audience, "https://acme.eu.auth0.com/api/v2/");
    ///
    /// let error = AuthConfig::parse(r#"{"domain": "acme.eu.auth0.com"}"#).unwrap_err();
    /// assert_eq!(error.to_string(), "`client_id` is missing");
    /// # Ok::<(), auth0_client::config::ConfigError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`ConfigError`] that names the field and what is wrong with it.
    pub fn parse(text: &str) -> Result<Self, ConfigError> {
        // A development server answers a missing file with the page itself.
        if text.trim_start().starts_with('<') {
            return Err(ConfigError::NotFound);
        }
        let value = json::read(text).map_err(|error| not_read(text, error))?;
        let Value::Object(fields) = value else {
            return Err(ConfigError::NotAnObject);
        };

        let domain = Domain::parse(&required(&fields, &["domain"])?)?;
        let client_id = required(&fields, &["client_id", "clientId"])?;
        let audience = match fields.get("audience") {
            None => domain.url("/api/v2/"),
            Some(_) => required(&fields, &["audience"])?,
        };
        let connections = match fields.get("connections") {
            None => default_connections(),
            Some(Value::Array(items)) => items.iter().map(connection).collect::<Result<_, _>>()?,
            Some(_) => return Err(ConfigProblem::WrongType { expected: "a list" }.of("connections")),
        };
        let merge_metadata = match fields.get("merge_metadata") {
            None => true,
            Some(Value::Bool(merge)) => *merge,
            Some(_) => {
                return Err(ConfigProblem::WrongType { expected: "true or false" }.of("merge_metadata"));
            }
        };
        Ok(Self { domain, client_id, audience, connections, merge_metadata })
    }

    /// The issuer of this tenant's tokens, with its trailing slash (compared exactly).
    pub fn issuer(&self) -> String {
        self.domain.url("/")
    }

    /// What people call a connection: its configured label, or what is known of it, or its name as it is.
    pub fn label<'a>(&'a self, connection: &'a str) -> Label<'a> {
        self.connections
            .iter()
            .find(|known| known.name == connection)
            .map_or_else(|| Label::known(connection), Connection::label)
    }
}

fn default_connections() -> Vec<Connection> {
    ["facebook", "google-oauth2"].map(|name| Connection { name: name.to_owned(), label: None }).into()
}

fn connection(value: &Value) -> Result<Connection, ConfigError> {
    let Value::Object(fields) = value else {
        return Err(
            ConfigProblem::WrongType { expected: r#"a list of {"name": …, "label": …}"# }.of("connections")
        );
    };
    let name = required(fields, &["name"]).map_err(|error| error.inside("connections"))?;
    let label = match fields.get("label") {
        None => None,
        Some(_) => Some(required(fields, &["label"]).map_err(|error| error.inside("connections"))?),
    };
    Ok(Connection { name, label })
}

/// Where in the file it cannot be read, and why.
fn not_read(text: &str, error: ReadError) -> ConfigError {
    let before = text.get(..error.at).unwrap_or(text);
    let (line, column) =
        (before.split('\n').count(), before.chars().rev().take_while(|c| *c != '\n').count() + 1);
    match error.fault {
        Fault::Repeated => ConfigError::Repeated { line, column },
        Fault::Syntax | Fault::TooDeep => ConfigError::NotJson { line, column },
    }
}

/// The first of `names` that is there, as a filled-in text.
fn required(fields: &Map<String, Value>, names: &[&'static str]) -> Result<String, ConfigError> {
    let Some(first) = names.first() else { return Err(ConfigError::NotAnObject) };
    let Some((field, value)) = names.iter().find_map(|name| fields.get(*name).map(|value| (*name, value)))
    else {
        return Err(ConfigProblem::Missing.of(first));
    };
    let Value::String(text) = value else {
        return Err(ConfigProblem::WrongType { expected: "a text in quotes" }.of(field));
    };
    let text = text.trim();
    if text.is_empty() {
        return Err(ConfigProblem::Empty.of(field));
    }
    if is_placeholder(text) {
        return Err(ConfigProblem::Placeholder { value: text.to_owned() }.of(field));
    }
    Ok(text.to_owned())
}

/// Whether a text is what an example shows to be replaced: `YOUR_DOMAIN`, `{yourClientId}`, `<client id>`, `##ID##`.
fn is_placeholder(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    text.contains(['{', '}', '<', '>'])
        || text.contains("##")
        || text.contains("...")
        || lower.starts_with("your_")
        || lower.starts_with("your-")
        || lower.starts_with("yourdomain")
        || lower.starts_with("yourclientid")
}

#[cfg(test)]
mod tests;
