//! The tenant's two cookies: the single sign-on session, and the device on which a login began.
//!
//! Auth0 sets `auth0` with `SameSite=None; Secure`, and `auth0_compat` for browsers that do not support `None`. Over plain
//! http, one cookie with `SameSite=Lax` is enough, since localhost is the same site on all ports.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::header::{COOKIE, SET_COOKIE};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue};

use crate::tenant::issuer::Issuer;

const SESSION: &str = "auth0";
const SESSION_COMPAT: &str = "auth0_compat";
const DEVICE: &str = "did";
const DEVICE_LIFETIME: i64 = 365 * 86_400;

/// The tenant's cookies in a request.
#[derive(Clone, Debug, Default)]
pub(crate) struct Browser {
    /// Value of the session cookie.
    pub(crate) session: Option<String>,
    /// Value of the device cookie.
    pub(crate) device: Option<String>,
}

impl Browser {
    /// Reads the `Cookie` headers of a request.
    fn of(headers: &HeaderMap) -> Self {
        let value = |name: &str| {
            let lines = headers.get_all(COOKIE).iter().filter_map(|line| line.to_str().ok());
            let mut pairs =
                lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
            pairs.find(|(key, _)| *key == name).map(|(_, value)| value.to_owned())
        };
        Self { session: value(SESSION).or_else(|| value(SESSION_COMPAT)), device: value(DEVICE) }
    }
}

impl<S: Sync> FromRequestParts<S> for Browser {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Infallible> {
        Ok(Self::of(&parts.headers))
    }
}

/// Sets the session cookie for `lifetime` seconds.
pub(crate) fn set_session(headers: &mut HeaderMap, issuer: &Issuer, value: &str, lifetime: i64) {
    if issuer.is_https() {
        append(headers, SESSION, value, lifetime, "SameSite=None; Secure");
        append(headers, SESSION_COMPAT, value, lifetime, "Secure");
    } else {
        append(headers, SESSION, value, lifetime, "SameSite=Lax");
    }
}

/// Removes the session cookie.
pub(crate) fn clear_session(headers: &mut HeaderMap, issuer: &Issuer) {
    set_session(headers, issuer, "", 0);
}

/// Sets the device cookie.
pub(crate) fn set_device(headers: &mut HeaderMap, issuer: &Issuer, value: &str) {
    let attributes = if issuer.is_https() { "SameSite=None; Secure" } else { "SameSite=Lax" };
    append(headers, DEVICE, value, DEVICE_LIFETIME, attributes);
}

fn append(headers: &mut HeaderMap, name: &str, value: &str, max_age: i64, attributes: &str) {
    let text = format!("{name}={value}; Path=/; HttpOnly; Max-Age={max_age}; {attributes}");
    if let Ok(value) = HeaderValue::from_str(&text) {
        headers.append(SET_COOKIE, value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cookies_are_found_among_others() {
        let mut headers = HeaderMap::new();
        headers.append(COOKIE, HeaderValue::from_static("theme=dark; auth0=s3ss; x"));
        headers.append(COOKIE, HeaderValue::from_static("did=d3v"));
        let browser = Browser::of(&headers);
        assert_eq!((browser.session.as_deref(), browser.device.as_deref()), (Some("s3ss"), Some("d3v")));
    }

    #[test]
    fn over_https_the_session_cookie_also_works_in_frames() {
        let mut headers = HeaderMap::new();
        set_session(&mut headers, &Issuer::as_given("https://localhost:4443"), "v", 60);
        let lines: Vec<&str> =
            headers.get_all(SET_COOKIE).iter().map(|line| line.to_str().unwrap()).collect();
        assert_eq!(lines[0], "auth0=v; Path=/; HttpOnly; Max-Age=60; SameSite=None; Secure");
        assert!(lines[1].starts_with("auth0_compat=v;"));
    }
}
