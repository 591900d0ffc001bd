//! The rules by which Auth0 compares a requested URL with the allowed ones. They differ by kind of URL.
//!
//! Auth0, "Application Settings" and "Subdomain URL Placeholders": a `*` may stand as the left-most label of
//! the host of an http or https URL. Callbacks are compared as text; `returnTo` without query and fragment,
//! with host and scheme in any case; `post_logout_redirect_uri` with its query.

use url::Url;

/// Whether `url` is the allowed callback: equal character by character, except for a wildcard subdomain.
pub(crate) fn callback(allowed: &str, url: &str) -> bool {
    allowed == url || wildcard(allowed, url)
}

/// Whether `url` may be a `returnTo`. Query, fragment and the case of scheme and host are ignored.
pub(crate) fn return_to(allowed: &str, url: &str) -> bool {
    without_query(url).is_some_and(|url| {
        without_query(allowed).is_some_and(|allowed| allowed == url) || wildcard(allowed, &url)
    })
}

/// Whether `url` may be a `post_logout_redirect_uri`: like `returnTo`, but the query must match.
pub(crate) fn post_logout(allowed: &str, url: &str) -> bool {
    let (Ok(allowed_url), Ok(parsed)) = (Url::parse(allowed), Url::parse(url)) else {
        return wildcard(allowed, url);
    };
    allowed_url == parsed || wildcard(allowed, parsed.as_str())
}

/// Whether `origin` (as a browser sends it) is the origin of the allowed URL or origin.
pub(crate) fn origin(allowed: &str, origin: &str) -> bool {
    if allowed.contains('*') {
        let slashed = format!("{}/", origin.trim_end_matches('/'));
        return wildcard(&format!("{}/", allowed.trim_end_matches('/')), &slashed);
    }
    Url::parse(allowed).is_ok_and(|url| url.origin().ascii_serialization() == origin)
}

/// The origin of a URL as a browser would send it.
pub(crate) fn origin_of(url: &str) -> Option<String> {
    let origin = Url::parse(url).ok()?.origin();
    origin.is_tuple().then(|| origin.ascii_serialization())
}

/// Whether any program on the device could receive the callback: a loopback host or a custom scheme.
pub(crate) fn is_non_verifiable(callback: &str) -> bool {
    let Ok(url) = Url::parse(callback) else { return true };
    match (url.scheme(), url.host()) {
        ("http" | "https", Some(url::Host::Domain(name))) => {
            name == "localhost" || name.ends_with(".localhost")
        }
        ("http" | "https", Some(url::Host::Ipv4(address))) => address.is_loopback(),
        ("http" | "https", Some(url::Host::Ipv6(address))) => address.is_loopback(),
        _ => true,
    }
}

fn without_query(url: &str) -> Option<String> {
    let mut url = Url::parse(url).ok()?;
    url.set_query(None);
    url.set_fragment(None);
    Some(url.into())
}

/// `https://*.example.com/x` matches `https://a.example.com/x`: exactly one label. A final slash makes no difference.
fn wildcard(allowed: &str, url: &str) -> bool {
    let (allowed, url) = (allowed.trim_end_matches('/'), url.trim_end_matches('/'));
    let Some((scheme, rest)) = allowed.split_once("://*.") else { return false };
    if scheme != "http" && scheme != "https" {
        return false;
    }
    let Some(after_scheme) = url.strip_prefix(scheme).and_then(|url| url.strip_prefix("://")) else {
        return false;
    };
    let Some((label, tail)) = after_scheme.split_once('.') else { return false };
    let is_label = !label.is_empty() && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    is_label && tail == rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn callbacks_are_compared_as_text() {
        let cases = [
            ("http://localhost:3000", "http://localhost:3000", true),
            ("http://localhost:3000", "http://localhost:3000/", false),
            ("http://localhost:3000", "http://localhost:3001", false),
            ("https://app.example", "https://APP.example", false),
            ("https://*.app.example/cb", "https://pr-7.app.example/cb", true),
            ("https://*.app.example", "https://pr-1.app.example", true),
            ("https://*.app.example", "https://pr-1.app.example/", true),
            ("https://*.app.example/", "https://pr-1.app.example", true),
            ("https://*.app.example", "https://pr-1.app.example/cb", false),
            ("https://*.app.example/cb", "https://a.b.app.example/cb", false),
            ("https://*.app.example/cb", "https://evil.example/?.app.example/cb", false),
            ("https://*.app.example/cb", "https://x@y.app.example/cb", false),
            ("myapp://*.x", "myapp://a.x", false),
        ];
        for (allowed, url, expected) in cases {
            assert_eq!(callback(allowed, url), expected, "{url} against {allowed}");
        }
    }

    #[test]
    fn return_to_ignores_the_query_and_post_logout_does_not() {
        let allowed = "http://localhost:3000/bye";
        assert!(return_to(allowed, "http://LOCALHOST:3000/bye?x=1#y"));
        assert!(!return_to(allowed, "http://localhost:3000/Bye"));
        assert!(!return_to(allowed, "http://localhost:3000.evil.example/bye"));
        assert!(return_to("http://localhost:3000", "http://localhost:3000/"));
        assert!(return_to("https://*.app.example", "https://pr-1.app.example"));
        assert!(return_to("https://*.app.example/", "https://pr-1.app.example/?x=1"));
        assert!(post_logout("https://*.app.example", "https://pr-1.app.example"));
        assert!(post_logout(allowed, "http://localhost:3000/bye"));
        assert!(!post_logout(allowed, "http://localhost:3000/bye?x=1"));
    }

    #[test]
    fn an_origin_is_what_a_browser_sends() {
        assert!(origin("http://localhost:3000/cb", "http://localhost:3000"));
        assert!(!origin("http://localhost:3000/cb", "http://localhost:30001"));
        assert!(!origin("http://localhost:3000", "null"));
        assert!(origin("https://*.app.example", "https://a.app.example"));
        assert_eq!(origin_of("http://localhost:3000/cb?x"), Some("http://localhost:3000".to_owned()));
    }

    #[test]
    fn loopback_and_custom_schemes_cannot_be_verified() {
        for url in ["http://localhost:3000", "http://127.0.0.1/", "http://[::1]:9/cb", "com.example.app://cb"]
        {
            assert!(is_non_verifiable(url), "{url}");
        }
        assert!(!is_non_verifiable("https://app.example/cb"));
    }
}
