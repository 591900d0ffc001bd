//! The response headers that keep the page to itself, sent with every answer.

use crate::policy::ContentSecurityPolicy;
use crate::tenant::TenantOrigin;

/// A response header. The value holds neither line breaks nor double quotes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    /// As it is usually spelt.
    pub name: &'static str,
    /// All of it.
    pub value: String,
}

/// How people reach the site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scheme {
    /// Only on this machine: to promise https would lock the person's browser out of it.
    Http,
    /// In production.
    Https,
}

/// Everything that a browser is told about how far to trust the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecurityHeaders {
    /// What the page may load, ask and run.
    pub policy: ContentSecurityPolicy,
    scheme: Scheme,
}

/// What the page uses of all that browsers offer: nothing. Only names that browsers know: others are complained of.
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
    /// The headers of the app with this tenant; without one when its configuration names none.
    pub fn new(tenant: Option<&TenantOrigin>, scheme: Scheme) -> Self {
        Self { policy: ContentSecurityPolicy::new(tenant), scheme }
    }

    /// The headers, in the order in which they are written everywhere.
    pub fn list(&self) -> Vec<Header> {
        let closed = CLOSED_FEATURES.map(|feature| format!("{feature}=()")).join(", ");
        let mut headers = vec![
            Header { name: "Content-Security-Policy", value: self.policy.to_string() },
            // An address of this app may hold a code.
            Header { name: "Referrer-Policy", value: "no-referrer".to_owned() },
            Header { name: "X-Content-Type-Options", value: "nosniff".to_owned() },
            // No other window keeps a hold on this one. Possible because no login runs in a popup.
            Header { name: "Cross-Origin-Opener-Policy", value: "same-origin".to_owned() },
            Header { name: "Cross-Origin-Resource-Policy", value: "same-origin".to_owned() },
            Header { name: "Permissions-Policy", value: closed },
        ];
        if self.scheme == Scheme::Https {
            // A year, for this host alone: what else lives under the domain is not this app's to promise.
            headers.push(Header { name: "Strict-Transport-Security", value: "max-age=31536000".to_owned() });
        }
        headers
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn https_is_promised_where_it_is_spoken() {
        let has_promise = |scheme| {
            let headers = SecurityHeaders::new(None, scheme).list();
            headers.iter().any(|header| header.name == "Strict-Transport-Security")
        };
        assert!(has_promise(Scheme::Https) && !has_promise(Scheme::Http));
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
