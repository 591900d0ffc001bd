//! The security headers, sent with every response.

use crate::policy::ContentSecurityPolicy;
use crate::tenant::TenantOrigin;

/// A response header. The value contains neither line breaks nor double quotes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    /// In its usual spelling.
    pub name: &'static str,
    /// The complete value.
    pub value: String,
}

/// The scheme of the site's URL.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scheme {
    /// Local use. `Strict-Transport-Security` would make the browser refuse the site.
    Http,
    /// In production.
    Https,
}

/// The security headers of the app.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecurityHeaders {
    /// What the page may load, ask and run.
    pub policy: ContentSecurityPolicy,
    scheme: Scheme,
}

/// Browser features that the page does not use. Only names that browsers know: others cause console warnings.
const CLOSED_FEATURES: [&str; 26] = [
    "accelerometer",
    "autoplay",
    "browsing-topics",
    "camera",
    "clipboard-read",
    "clipboard-write",
    "display-capture",
    "encrypted-media",
    "fullscreen",
    "gamepad",
    "geolocation",
    "gyroscope",
    "hid",
    "identity-credentials-get",
    "idle-detection",
    "local-fonts",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "picture-in-picture",
    "publickey-credentials-get",
    "screen-wake-lock",
    "serial",
    "usb",
    "xr-spatial-tracking",
];

impl SecurityHeaders {
    /// The headers for this tenant, or for a configuration without a valid one.
    pub fn new(tenant: Option<&TenantOrigin>, scheme: Scheme) -> Self {
        Self { policy: ContentSecurityPolicy::new(tenant), scheme }
    }

    /// The headers, in a fixed order.
    pub fn list(&self) -> Vec<Header> {
        let closed = CLOSED_FEATURES.map(|feature| format!("{feature}=()")).join(", ");
        let mut headers = vec![
            Header { name: "Content-Security-Policy", value: self.policy.to_string() },
            // The app's URL may contain a code.
            Header { name: "Referrer-Policy", value: "no-referrer".to_owned() },
            Header { name: "X-Content-Type-Options", value: "nosniff".to_owned() },
            // No other window keeps a reference to this one. Possible because no login runs in a popup.
            Header { name: "Cross-Origin-Opener-Policy", value: "same-origin".to_owned() },
            Header { name: "Cross-Origin-Resource-Policy", value: "same-origin".to_owned() },
            Header { name: "Permissions-Policy", value: closed },
        ];
        if self.scheme == Scheme::Https {
            // A year, without `includeSubDomains`: other hosts of the domain are not this app's concern.
            headers.push(Header { name: "Strict-Transport-Security", value: "max-age=31536000".to_owned() });
        }
        headers
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strict_transport_security_is_sent_over_https_only() {
        let has_header = |scheme| {
            let headers = SecurityHeaders::new(None, scheme).list();
            headers.iter().any(|header| header.name == "Strict-Transport-Security")
        };
        assert!(has_header(Scheme::Https) && !has_header(Scheme::Http));
    }

    #[test]
    fn values_can_be_written_into_every_hosts_configuration() {
        let tenant = TenantOrigin::from_domain("[2001:db8::1]:8443").unwrap();
        for header in SecurityHeaders::new(Some(&tenant), Scheme::Https).list() {
            let odd = |c: char| c.is_control() || !c.is_ascii() || "\"\\${}`".contains(c);
            assert!(!header.value.contains(odd), "{header:?}");
        }
    }
}
