//! What `auth_config.json` says about the tenant: is it one on this machine, and at which port?
//!
//! Only the app validates the file in full and explains it on screen; here nothing but `domain` matters.

use std::io;
use std::net::{Ipv4Addr, Ipv6Addr};
use std::path::PathBuf;

use serde_json::{Map, Value};

use crate::workspace::Workspace;

/// The file at the repository's root, as it stands there.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct AuthConfig(Map<String, Value>);

/// Where the tenant lives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Tenant {
    /// On this machine, so that `cargo xtask start` runs it.
    Local {
        /// The TCP port from `domain`, 80 when it names none.
        port: u16,
    },
    /// Elsewhere: a real tenant, or a value that the app will complain about.
    Remote {
        /// `domain` as written.
        domain: String,
    },
}

impl AuthConfig {
    /// Reads the file.
    ///
    /// # Errors
    ///
    /// When it is missing or no JSON object: then there is nothing to serve.
    pub(crate) fn read(workspace: &Workspace) -> Result<Self, AuthConfigError> {
        let path = workspace.path("auth_config.json");
        let text =
            std::fs::read_to_string(&path).map_err(|source| AuthConfigError::Unreadable { path, source })?;
        Self::parse(&text)
    }

    fn parse(text: &str) -> Result<Self, AuthConfigError> {
        serde_json::from_str(text).map(Self).map_err(AuthConfigError::NotJson)
    }

    /// Where `domain` points.
    pub(crate) fn tenant(&self) -> Tenant {
        let domain = self.0.get("domain").and_then(Value::as_str).unwrap_or_default();
        local_port(domain)
            .map_or_else(|| Tenant::Remote { domain: domain.to_owned() }, |port| Tenant::Local { port })
    }

    /// The same file with the local tenant at another port, as JSON text.
    pub(crate) fn with_local_port(&self, port: u16) -> String {
        let mut fields = self.0.clone();
        fields.insert("domain".to_owned(), Value::from(format!("localhost:{port}")));
        Value::Object(fields).to_string()
    }
}

/// The port, when `domain` is a bare `localhost[:port]` or loopback address.
fn local_port(domain: &str) -> Option<u16> {
    let domain = domain.trim().to_ascii_lowercase();
    let (host, port) = match domain.strip_prefix('[') {
        Some(rest) => {
            let (host, after) = rest.split_once(']')?;
            (host.to_owned(), after.strip_prefix(':'))
        }
        None => domain
            .split_once(':')
            .map_or((domain.clone(), None), |(host, port)| (host.to_owned(), Some(port))),
    };
    let is_loopback = host == "localhost"
        || host.parse::<Ipv4Addr>().is_ok_and(|address| address.is_loopback())
        || host.parse::<Ipv6Addr>().is_ok_and(|address| address.is_loopback());
    if !is_loopback {
        return None;
    }
    port.map_or(Some(80), |digits| digits.parse().ok())
}

/// Why `auth_config.json` says nothing.
#[derive(Debug, thiserror::Error)]
pub(crate) enum AuthConfigError {
    /// The file is missing or may not be read.
    #[error("{} cannot be read; bring it back with `git checkout auth_config.json`", path.display())]
    Unreadable {
        /// Where it should be.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// Something that is no JSON object.
    #[error("auth_config.json is not a JSON object; mend it at the place named below and run again")]
    NotJson(#[source] serde_json::Error),
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(domain: &str, expected: Option<u16>) {
        assert_eq!(local_port(domain), expected, "{domain}");
    }

    #[test]
    fn loopback_names_and_addresses_are_local() {
        check("localhost:4400", Some(4400));
        check("LocalHost:4400", Some(4400));
        check(" localhost:4400 ", Some(4400));
        check("localhost", Some(80));
        check("127.0.0.1:4400", Some(4400));
        check("127.8.0.1", Some(80));
        check("[::1]:4400", Some(4400));
        check("[::1]", Some(80));
    }

    #[test]
    fn everything_else_is_remote() {
        check("", None);
        check("example.eu.auth0.com", None);
        check("localhost.example.com", None);
        check("localhost:port", None);
        check("localhost:70000", None);
        check("https://localhost:4400", None);
        check("10.0.0.1:4400", None);
        check("[::2]:4400", None);
        check("[::1:4400", None);
    }

    #[test]
    fn a_file_without_a_domain_is_left_to_the_app_to_explain() {
        let config = AuthConfig::parse(r#"{"client_id": "abc"}"#).unwrap();
        assert_eq!(config.tenant(), Tenant::Remote { domain: String::new() });
    }

    #[test]
    fn another_port_changes_the_domain_and_nothing_else() {
        let config = AuthConfig::parse(r#"{"domain": "127.0.0.1:4400", "client_id": "abc"}"#).unwrap();
        let moved = AuthConfig::parse(&config.with_local_port(4500)).unwrap();
        assert_eq!(moved.tenant(), Tenant::Local { port: 4500 });
        assert_eq!(moved.0.get("client_id"), Some(&Value::from("abc")));
    }

    #[test]
    fn a_file_that_is_no_json_object_says_so() {
        for text in ["", "{", "[]", "\"localhost\""] {
            assert!(matches!(AuthConfig::parse(text), Err(AuthConfigError::NotJson(_))), "{text}");
        }
    }
}
