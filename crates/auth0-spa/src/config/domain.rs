//! The tenant's host, and the scheme that follows from it.

use super::{ConfigError, ConfigProblem};

/// A tenant's host with its optional port, as Auth0 shows it: `acme.eu.auth0.com`, `login.acme.com`, `localhost:4400`.
///
/// Safe to write into a header and into a host's configuration: letters, digits, dots, hyphens, and for an address
/// colons and brackets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Domain {
    host: String,
    scheme: &'static str,
    port: Option<u16>,
}

/// Why a string is not a domain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DomainFault {
    /// It is a URL, with a scheme or a path.
    Url,
    /// What follows the colon is not a port.
    Port,
    /// It is not a host name.
    Host,
}

impl Domain {
    /// Parses the `domain` field. A loopback host is reached over http, every other over https. A local tenant that is
    /// reached otherwise says so with its scheme: `https://localhost:4443`, `http://auth0.test:4400` (RFC 6761).
    ///
    /// # Errors
    ///
    /// [`ConfigProblem::NotADomain`] for a scheme, a path, a user, or characters that a host name cannot have.
    pub fn parse(text: &str) -> Result<Self, ConfigError> {
        let given = text.trim();
        let refuse = |fault| Err(ConfigProblem::NotADomain { value: given.to_owned(), fault }.of("domain"));
        let (stated, text) = match given.split_once("://") {
            Some(("https", text)) => (Some("https"), text),
            Some(("http", text)) => (Some(LOCAL), text),
            _ => (None, given),
        };
        if text.contains('/') || ["http:", "https:"].iter().any(|scheme| text.starts_with(scheme)) {
            return refuse(DomainFault::Url);
        }
        let (host, digits) = match text.rsplit_once(':') {
            Some((host, port)) if !host.ends_with(':') && !port.contains(']') => (host, Some(port)),
            _ => (text, None),
        };
        let port = digits.and_then(port);
        if digits.is_some() && port.is_none() {
            return refuse(DomainFault::Port);
        }
        let bracketed = host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
        let valid = match bracketed {
            Some(address) => address.parse::<std::net::Ipv6Addr>().is_ok(),
            None => is_host_name(host),
        };
        let is_local = is_loopback(host, bracketed);
        // A client id in place of the domain has no dot. Auth0's dashboard is not a tenant.
        let has_tenants =
            is_local || bracketed.is_some() || (host.contains('.') && !host.eq_ignore_ascii_case(DASHBOARD));
        if !(valid && has_tenants) {
            return refuse(DomainFault::Host);
        }
        let is_test = host.rsplit('.').next().is_some_and(|end| end.eq_ignore_ascii_case("test"));
        let scheme = match stated {
            None if is_local => LOCAL,
            None => "https",
            Some("https") if is_local => "https",
            Some(LOCAL) if is_test => LOCAL,
            // Copied from an address bar: the field holds a host alone.
            Some(_) => return refuse(DomainFault::Url),
        };
        Ok(Self { host: text.to_ascii_lowercase(), scheme, port })
    }

    /// The port of a local tenant; `None` for a remote one.
    pub fn local_port(&self) -> Option<u16> {
        (self.scheme == LOCAL).then(|| self.port.unwrap_or(80))
    }

    /// As the `domain` field says it: with a scheme only if it is not the usual one.
    pub(crate) fn configured(&self) -> String {
        match Self::parse(&self.host) {
            Ok(usual) if usual == *self => self.host.clone(),
            _ => self.origin(),
        }
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

/// The scheme of a local tenant, and of no other.
const LOCAL: &str = "http";

/// Auth0's dashboard, from which people copy addresses.
const DASHBOARD: &str = "manage.auth0.com";

/// A port of a URL: digits alone. `u16` would read a sign as well.
fn port(digits: &str) -> Option<u16> {
    digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok()).flatten()
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
