//! The tenant's host, and the scheme that follows from it.

use super::{ConfigError, ConfigProblem};

/// A tenant's host with its optional port, as Auth0 shows it: `acme.eu.auth0.com`, `login.acme.com`, `localhost:4400`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Domain {
    host: String,
    scheme: &'static str,
}

impl Domain {
    /// Parses the `domain` field. A loopback host is reached over http, every other over https.
    ///
    /// # Errors
    ///
    /// [`ConfigProblem::NotADomain`] for a scheme, a path, a user, or characters that no host has.
    pub fn parse(text: &str) -> Result<Self, ConfigError> {
        let refuse = |reason| Err(ConfigProblem::NotADomain { value: text.to_owned(), reason }.of("domain"));
        if text.contains("://") {
            return refuse("leave out the https:// in front");
        }
        if text.contains('/') {
            return refuse("leave out everything from the slash on");
        }
        let (host, port) = match text.rsplit_once(':') {
            Some((host, port)) if !host.ends_with(':') && !port.contains(']') => (host, Some(port)),
            _ => (text, None),
        };
        if port.is_some_and(|port| port.parse::<u16>().is_err()) {
            return refuse("the port is not a number up to 65535");
        }
        let bracketed = host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
        let valid = match bracketed {
            Some(address) => address.parse::<std::net::Ipv6Addr>().is_ok(),
            None => is_host_name(host),
        };
        if !valid {
            return refuse("this is not a host name");
        }
        let scheme = if is_loopback(host, bracketed) { "http" } else { "https" };
        Ok(Self { host: text.to_ascii_lowercase(), scheme })
    }

    /// Host and optional port.
    pub fn as_str(&self) -> &str {
        &self.host
    }

    /// Scheme, host and optional port, as the browser's `location.origin` would say it.
    pub fn origin(&self) -> String {
        format!("{}://{}", self.scheme, self.host)
    }

    /// An absolute URL on this host. `path` begins with a slash.
    pub fn url(&self, path: &str) -> String {
        format!("{}://{}{path}", self.scheme, self.host)
    }
}

fn is_host_name(host: &str) -> bool {
    host.len() <= 253
        && host.split('.').all(|label| {
            !label.is_empty()
                && label.len() <= 63
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        })
}

fn is_loopback(host: &str, bracketed: Option<&str>) -> bool {
    if let Some(address) = bracketed {
        return address.parse::<std::net::Ipv6Addr>().is_ok_and(|address| address.is_loopback());
    }
    host.eq_ignore_ascii_case("localhost")
        || host.parse::<std::net::Ipv4Addr>().is_ok_and(|address| address.is_loopback())
}
