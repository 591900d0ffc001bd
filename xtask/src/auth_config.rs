//! `auth_config.json` as the automation needs it: which tenant it names, and whether that is on this machine.
//!
//! It is read by the same code as in the app.

use std::fs;

use anyhow::{Context, Result};
use auth0_spa::config::{self, ConfigError};
use auth0_spa::json::{self, Value};

use crate::workspace::Workspace;

/// The file at the repository's root.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct AuthConfig {
    tenant: Tenant,
    file: Value,
}

/// Where the tenant is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Tenant {
    /// On this machine, so that `cargo xtask start` runs it. The port is that of `domain`, 80 when it names none.
    Local { port: u16 },
    /// On another machine, usually `*.auth0.com`.
    Remote { domain: String },
    /// The app does not start with this configuration.
    Unusable(ConfigError),
}

impl AuthConfig {
    pub(crate) fn read(workspace: &Workspace) -> Result<Self> {
        let path = workspace.path("auth_config.json");
        let bytes = fs::read(&path).with_context(|| {
            format!("{} cannot be read; bring it back with `git checkout auth_config.json`", path.display())
        })?;
        // As a browser decodes it.
        Ok(Self::parse(&String::from_utf8_lossy(&bytes)))
    }

    fn parse(text: &str) -> Self {
        let tenant = match config::AuthConfig::parse(text) {
            Ok(config) => match config.application.domain.local_port() {
                Some(port) => Tenant::Local { port },
                None => Tenant::Remote { domain: config.application.domain.as_str().to_owned() },
            },
            Err(error) => Tenant::Unusable(error),
        };
        let file = json::read(text.trim_start_matches('\u{feff}')).unwrap_or_default();
        Self { tenant, file }
    }

    pub(crate) fn tenant(&self) -> &Tenant {
        &self.tenant
    }

    /// The same file with the local tenant at another port, as JSON text.
    pub(crate) fn with_local_port(&self, port: u16) -> String {
        let mut fields = self.file.as_object().cloned().unwrap_or_default();
        fields.insert("domain".to_owned(), Value::String(format!("localhost:{port}")));
        json::write(&Value::Object(fields))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(domain: &str, expected: &Tenant) {
        let text = format!(r#"{{"domain": "{domain}", "client_id": "abc"}}"#);
        assert_eq!(AuthConfig::parse(&text).tenant(), expected, "{domain}");
    }

    #[test]
    fn local_and_remote_tenants_are_told_apart() {
        check(" LocalHost:4400 ", &Tenant::Local { port: 4400 });
        check("[::1]", &Tenant::Local { port: 80 });
        check(" Acme.eu.auth0.com ", &Tenant::Remote { domain: "acme.eu.auth0.com".to_owned() });
        check("10.0.0.1:4400", &Tenant::Remote { domain: "10.0.0.1:4400".to_owned() });
    }

    /// Cases: CF-06.
    #[test]
    fn a_file_that_the_app_refuses_names_no_tenant() {
        for text in [
            "",
            "[]",
            r#"{"client_id": "abc"}"#,
            r#"{"domain": "localhost:4400"}"#,
            r#"{"domain": "localhost:70000", "client_id": "abc"}"#,
            r#"{"domain": "-a.example", "client_id": "abc"}"#,
            r#"{"domain": "acme.eu.auth0.com", "clientID": "abc"}"#,
        ] {
            let expected = config::AuthConfig::parse(text).unwrap_err();
            assert_eq!(AuthConfig::parse(text).tenant(), &Tenant::Unusable(expected), "{text}");
        }
    }

    #[test]
    fn another_port_changes_only_the_domain() {
        let text =
            "\u{feff}{\"domain\": \"127.0.0.1:4400\", \"clientId\": \"abc\", \"merge_metadata\": false}";
        let moved = AuthConfig::parse(&AuthConfig::parse(text).with_local_port(4500));
        assert_eq!(moved.tenant(), &Tenant::Local { port: 4500 });
        assert_eq!(moved.file.get("clientId"), Some(&Value::from("abc")));
        assert_eq!(moved.file.get("merge_metadata"), Some(&Value::Bool(false)));
    }
}
