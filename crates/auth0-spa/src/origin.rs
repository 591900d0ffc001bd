//! The origin of a URL (RFC 6454). Whether a URL is the app's or the tenant's is decided by its origin, never by a
//! prefix.

/// Scheme, host and port of an `http` or `https` URL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    secure: bool,
    host: String,
    port: u16,
}

impl Origin {
    /// The origin of an absolute URL. `None` for other schemes, user info before the host, and anything that is not a
    /// URL.
    ///
    /// ```
    /// use auth0_spa::Origin;
    ///
    /// assert_eq!(Origin::of("https://ACME.eu.auth0.com/authorize"), Origin::of("https://acme.eu.auth0.com:443"));
    /// assert_ne!(Origin::of("http://localhost:4477/"), Origin::of("http://localhost:44"));
    /// ```
    pub fn of(url: &str) -> Option<Self> {
        let (scheme, rest) = url.split_once("://")?;
        let secure = scheme.eq_ignore_ascii_case("https");
        if !secure && !scheme.eq_ignore_ascii_case("http") {
            return None;
        }
        let authority = rest.split(['/', '?', '#', '\\']).next()?;
        // The colons of an IPv6 address are inside brackets.
        let (host, port) = match authority.rsplit_once(':') {
            Some((host, port)) if !port.ends_with(']') => (host, port),
            _ => (authority, ""),
        };
        let port = match port {
            "" => {
                if secure {
                    443
                } else {
                    80
                }
            }
            digits if digits.bytes().all(|byte| byte.is_ascii_digit()) => digits.parse().ok()?,
            _ => return None,
        };
        // A browser would decode, convert or remove any other character before it parses the host.
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~[:]".contains(&byte);
        let host = host.to_ascii_lowercase();
        (!host.is_empty() && host.bytes().all(plain)).then_some(Self { secure, host, port })
    }

    /// Whether a URL has this origin.
    pub fn has(&self, url: &str) -> bool {
        Self::of(url).as_ref() == Some(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn same(one: &str, other: &str) -> bool {
        Origin::of(one).is_some_and(|origin| origin.has(other))
    }

    /// Cases: TE-31.
    #[test]
    fn an_origin_is_scheme_host_and_port() {
        for (one, other) in [
            ("http://localhost:44", "http://localhost:44/auth_config.json"),
            ("https://acme.eu", "https://acme.eu/"),
            ("https://acme.eu", "HTTPS://Acme.EU:443?x#y"),
            ("http://[::1]:80", "http://[::1]/a:b"),
            ("http://localhost", "http://localhost:080"),
            ("https://acme.eu", "https://acme.eu:/"),
        ] {
            assert!(same(one, other), "{one} {other}");
        }
        for (one, other) in [
            ("http://localhost:44", "http://localhost:4477/"),
            ("https://acme.eu", "https://acme.eu.auth0.com/oauth/token"),
            ("https://acme.eu", "https://acme.eu@evil.example/"),
            ("https://acme.eu", "http://acme.eu/"),
            ("https://acme.eu", "https://acme.eu:444/"),
            ("https://acme.eu", "https://acme.eu./"),
            ("https://acme.eu", "https://evil.example/https://acme.eu"),
            ("http://[::1]", "http://[::1:80]/"),
        ] {
            assert!(!same(one, other), "{one} {other}");
        }
    }

    /// Cases: TE-31.
    #[test]
    fn anything_but_a_plain_web_url_has_no_origin() {
        for url in [
            "",
            "null",
            "/path",
            "//acme.eu/",
            "acme.eu",
            "https:/acme.eu",
            "https://",
            "https:///acme.eu",
            "https://:443",
            "https://a b",
            "https://a%2eb",
            "https://é.eu",
            "https://a\t.eu",
            "https://user@acme.eu",
            "https://acme.eu:65536",
            "https://acme.eu:+80",
            "ftp://acme.eu",
            "blob:https://acme.eu/1",
        ] {
            assert_eq!(Origin::of(url), None, "{url}");
            assert!(!same(url, url), "{url}");
        }
    }

    /// Where this parser sees an origin, the browser's parser sees the same one.
    ///
    /// Cases: TE-31.
    #[test]
    fn a_browser_parses_the_same_origin() {
        for url in
            ["https://ACME.eu:0443/x", "http://a-b_c.~x:8080\\y", "http://[::1]:3000?z", "http://127.0.0.1#a"]
        {
            let theirs = url::Url::parse(url).unwrap().origin().ascii_serialization();
            assert!(same(url, &theirs), "{url} {theirs}");
        }
    }
}
