//! The tenant's own pages. The templates escape all values. Pages load nothing from elsewhere, and work without JavaScript.

use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY, X_FRAME_OPTIONS,
};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use std::sync::LazyLock;

use crate::random::sha256;

pub(crate) mod accounts;
pub(crate) mod confirm;
pub(crate) mod consent;
pub(crate) mod deliver;
pub(crate) mod inspector;
pub(crate) mod login;
pub(crate) mod notice;
pub(crate) mod provider;
pub(crate) mod reset_password;
pub(crate) mod signup;

const STYLE: &str = include_str!("pages/style.css");

/// The policy of every page: nothing but the inline style. There is no `form-action`, because browsers apply it to the
/// redirect after a form too, which leads to the application.
static POLICY: LazyLock<String> = LazyLock::new(|| {
    let style = source_hash(STYLE);
    format!("default-src 'none'; style-src '{style}'; img-src data:; base-uri 'none'; frame-ancestors 'none'")
});

/// A page with the common frame. `main` begins with its heading.
pub(crate) fn page(status: StatusCode, title: &str, main: &Markup) -> Response {
    let document = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (title) }
                link rel="icon" href="data:,";
                style { (PreEscaped(STYLE)) }
            }
            body {
                main { (main) }
                footer { p { "Local Auth0 tenant. People and providers are made up." } }
            }
        }
    };
    respond(status, document.into_string(), &POLICY)
}

/// An HTML response with this content security policy.
fn respond(status: StatusCode, document: String, policy: &str) -> Response {
    let mut response = (status, document).into_response();
    let headers = response.headers_mut();
    let mut set = |name: HeaderName, value: &str| {
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.insert(name, value);
        }
    };
    set(CONTENT_TYPE, "text/html; charset=utf-8");
    set(CONTENT_SECURITY_POLICY, policy);
    set(CACHE_CONTROL, "no-store");
    set(REFERRER_POLICY, "no-referrer");
    if policy.contains("frame-ancestors 'none'") {
        set(X_FRAME_OPTIONS, "DENY");
    }
    response
}

/// The source expression of a content security policy that allows an inline element with this text.
fn source_hash(text: &str) -> String {
    format!("sha256-{}", STANDARD.encode(sha256(text.as_bytes())))
}

/// The name of the tenant, above a heading.
fn brand(tenant: &str) -> Markup {
    html! { p.brand { (tenant) } }
}

/// Where the e-mails are.
fn mail_hint() -> Markup {
    html! {
        p.hint { "No e-mail leaves this tenant: the link is in the " a href="/_emulator#mails" { "inspector" } " and in the \
            program's log." }
    }
}
