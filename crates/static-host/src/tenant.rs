//! The tenant's origin: the only other server that the app uses.

use std::fmt;

use auth0_spa::config::{AuthConfig, ConfigError, Domain};

/// `https://acme.eu.auth0.com`, or `http://localhost:4400`. It can be written into a header and into a host's configuration,
/// because a [`Domain`] has no special characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TenantOrigin(Domain);

impl TenantOrigin {
    /// From a tenant's domain.
    ///
    /// # Errors
    ///
    /// When it is not a host with an optional port.
    pub fn from_domain(domain: &str) -> Result<Self, ConfigError> {
        Domain::parse(domain).map(Self)
    }

    /// From the text of `auth_config.json`.
    ///
    /// # Errors
    ///
    /// When the app would not start with it.
    pub fn from_auth_config(json: &str) -> Result<Self, ConfigError> {
        AuthConfig::parse(json).map(|config| Self(config.application.domain))
    }
}

impl fmt::Display for TenantOrigin {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0.origin())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tenant_is_the_one_that_the_app_reads() {
        let origin = |text| TenantOrigin::from_auth_config(text).map(|origin| origin.to_string());
        assert_eq!(
            origin(r#"{"domain": " Acme.eu.auth0.com ", "client_id": "abc"}"#),
            Ok("https://acme.eu.auth0.com".to_owned())
        );
        for text in [
            "",
            "{}",
            r#"{"domain": "-a.acme.com", "client_id": "abc"}"#,
            r#"{"domain": "acme.eu.auth0.com"}"#,
        ] {
            assert_eq!(
                origin(text),
                AuthConfig::parse(text).map(|config| config.application.domain.origin()),
                "{text}"
            );
            assert!(origin(text).is_err(), "{text}");
        }
    }
}
