//! The tenant's origin: the one other server that the app speaks to.

use std::fmt;
use std::net::{Ipv4Addr, Ipv6Addr};

use serde_json::Value;

/// `https://acme.eu.auth0.com`, or `http://localhost:4400`. Safe to write into a header and into a host's
/// configuration: letters, digits, dots, hyphens, and for an address colons and brackets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TenantOrigin(String);

impl TenantOrigin {
    /// From the `domain` of `auth_config.json`. As the app does: a loopback host over http, every other over https.
    ///
    /// # Errors
    ///
    /// When it is not a host with an optional port.
    pub fn from_domain(domain: &str) -> Result<Self, TenantError> {
        let refused = || TenantError::NotADomain { value: domain.to_owned() };
        let (host, port) = split(domain).ok_or_else(refused)?;
        if port.is_some_and(|port| port.parse::<u16>().is_err()) {
            return Err(refused());
        }
        let address = host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
        let loopback = match address {
            Some(address) => address.parse::<Ipv6Addr>().map_err(|_| refused())?.is_loopback(),
            None if is_host_name(host) => {
                host.eq_ignore_ascii_case("localhost")
                    || host.parse::<Ipv4Addr>().is_ok_and(|address| address.is_loopback())
            }
            None => return Err(refused()),
        };
        let scheme = if loopback { "http" } else { "https" };
        Ok(Self(format!("{scheme}://{}", domain.to_ascii_lowercase())))
    }

    /// From the text of `auth_config.json`.
    ///
    /// # Errors
    ///
    /// When there is no `domain` in it that is one.
    pub fn from_auth_config(json: &str) -> Result<Self, TenantError> {
        let config: Value = serde_json::from_str(json).map_err(TenantError::NotJson)?;
        Self::from_domain(config.get("domain").and_then(Value::as_str).unwrap_or_default())
    }
}

impl fmt::Display for TenantOrigin {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

fn split(domain: &str) -> Option<(&str, Option<&str>)> {
    if let Some(end) = domain.rfind(']') {
        let (host, rest) = domain.split_at_checked(end + 1)?;
        return match rest.strip_prefix(':') {
            Some(port) => Some((host, Some(port))),
            None => rest.is_empty().then_some((host, None)),
        };
    }
    Some(domain.split_once(':').map_or((domain, None), |(host, port)| (host, Some(port))))
}

fn is_host_name(host: &str) -> bool {
    let is_label = |label: &str| {
        !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    host.len() <= 253 && host.split('.').all(is_label)
}

/// Why there is no origin.
#[derive(Debug, thiserror::Error)]
pub enum TenantError {
    /// The file is not JSON.
    #[error("auth_config.json is not JSON")]
    NotJson(#[source] serde_json::Error),
    /// `domain` is missing or something else.
    #[error("`{value}` is not a tenant's domain; write it as Auth0 shows it: `acme.eu.auth0.com`")]
    NotADomain {
        /// As written.
        value: String,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(domain: &str, expected: &str) {
        assert_eq!(TenantOrigin::from_domain(domain).unwrap().to_string(), expected);
    }

    #[test]
    fn a_tenant_is_reached_over_https_and_this_machine_over_http() {
        check("acme.eu.auth0.com", "https://acme.eu.auth0.com");
        check("Login.Acme.com:8443", "https://login.acme.com:8443");
        check("localhost:4400", "http://localhost:4400");
        check("127.0.0.1", "http://127.0.0.1");
        check("[::1]:4400", "http://[::1]:4400");
        check("[2001:db8::1]", "https://[2001:db8::1]");
    }

    #[test]
    fn what_could_end_a_directive_or_a_line_is_no_domain() {
        let domains = [
            "",
            "https://acme.eu.auth0.com",
            "acme.eu.auth0.com/",
            "a b",
            "a;script-src *",
            "a\nb",
            "a\"b",
            "*.auth0.com",
            "a:b",
            "a:1:2",
            "a..b",
            "[::1]x",
            "[a]",
            "user@host",
        ];
        for domain in domains {
            assert!(TenantOrigin::from_domain(domain).is_err(), "{domain}");
        }
    }

    #[test]
    fn the_configuration_names_the_tenant() {
        let origin = TenantOrigin::from_auth_config(r#"{"domain":"acme.eu.auth0.com","client_id":"x"}"#);
        assert_eq!(origin.unwrap().to_string(), "https://acme.eu.auth0.com");
        assert!(TenantOrigin::from_auth_config("{}").is_err());
        assert!(TenantOrigin::from_auth_config("").is_err());
    }
}
