//! The tenant's address, from which the endpoints and the Management API's audience are derived.

use std::fmt;

use thiserror::Error;
use url::Url;

/// An issuer URL with a trailing slash, such as `http://localhost:4400/`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issuer(String);

/// A text that is not an issuer URL.
#[derive(Debug, Error, PartialEq, Eq)]
#[error("`{0}` is not an issuer: it must be an http or https URL without path, query and fragment")]
pub struct NotAnIssuer(pub String);

impl Issuer {
    /// Parses an issuer URL and adds a missing trailing slash.
    ///
    /// # Errors
    ///
    /// [`NotAnIssuer`] for anything but an http or https URL without path, query and fragment. Auth0's issuers have no path.
    pub fn parse(text: &str) -> Result<Self, NotAnIssuer> {
        let refuse = || NotAnIssuer(text.to_owned());
        let url = Url::parse(text).map_err(|_| refuse())?;
        let bare = url.query().is_none()
            && url.fragment().is_none()
            && url.username().is_empty()
            && url.path() == "/";
        if !bare || !matches!(url.scheme(), "http" | "https") {
            return Err(refuse());
        }
        Ok(Self(url.into()))
    }

    /// Takes a text unchecked, with a trailing slash.
    pub fn as_given(text: &str) -> Self {
        Self(format!("{}/", text.trim_end_matches('/')))
    }

    /// The issuer for a port on this machine.
    pub fn localhost(port: u16) -> Self {
        Self(format!("http://localhost:{port}/"))
    }

    /// The `iss` of tokens, trailing slash included.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The address of an endpoint, from its path without the leading slash.
    pub(crate) fn endpoint(&self, path: &str) -> String {
        format!("{}{path}", self.0)
    }

    /// Host and port: what an application's configuration calls the domain.
    pub fn domain(&self) -> &str {
        self.without_scheme().trim_end_matches('/')
    }

    /// Whether the tenant is served by https, so that its cookies can be `Secure`.
    pub(crate) fn is_https(&self) -> bool {
        self.0.starts_with("https://")
    }

    /// Whether an `audience` means this tenant's Management API.
    ///
    /// Its identifier is `https://{domain}/api/v2/`. For a local tenant without TLS, applications send `http` or `https`.
    /// Both are accepted.
    pub(crate) fn is_management_audience(&self, identifier: &str) -> bool {
        let rest = identifier.strip_prefix("https://").or_else(|| identifier.strip_prefix("http://"));
        rest.and_then(|rest| rest.strip_prefix(self.without_scheme())) == Some("api/v2/")
    }

    fn without_scheme(&self) -> &str {
        self.0.split_once("://").map_or(self.0.as_str(), |(_, rest)| rest)
    }
}

impl fmt::Display for Issuer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_issuer_ends_with_a_slash() {
        for text in ["http://localhost:4400", "http://localhost:4400/"] {
            let issuer = Issuer::parse(text).unwrap();
            assert_eq!(issuer.as_str(), "http://localhost:4400/");
            assert_eq!(issuer.domain(), "localhost:4400");
            assert!(!issuer.is_https());
        }
        for bad in ["", "localhost:4400", "ftp://x/", "http://x/?q", "http://x/#f", "http://x/auth"] {
            assert!(Issuer::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn the_management_audience_may_be_written_with_http_or_https() {
        let issuer = Issuer::localhost(4400);
        assert!(issuer.is_management_audience("http://localhost:4400/api/v2/"));
        assert!(issuer.is_management_audience("https://localhost:4400/api/v2/"));
        for other in ["https://localhost:4400/api/v2", "https://localhost:4401/api/v2/", "api/v2/", ""] {
            assert!(!issuer.is_management_audience(other), "{other}");
        }
    }
}
