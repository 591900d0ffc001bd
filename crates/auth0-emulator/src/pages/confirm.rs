//! The page that confirms a callback on this device (RFC 8252 §8.6).

use axum::http::StatusCode;
use axum::response::Response;
use maud::html;

use super::{brand, page};

/// Renders the page.
pub(crate) fn confirm(tenant: &str, client: &str, user: &str, redirect_uri: &str) -> Response {
    page(
        StatusCode::OK,
        "Confirm the application",
        &html! {
            (brand(tenant))
            h1 { "Continue to " (client) "?" }
            p { "You are logged in as " strong { (user) } "." }
            p { "The application answers at " code { (redirect_uri) } ", an address that any program on this device
                could use. Continue only if you opened " (client) " yourself." }
            form method="post" {
                input type="hidden" name="action" value="accept";
                button.main type="submit" { "Continue" }
            }
            form method="post" {
                input type="hidden" name="action" value="deny";
                button.quiet type="submit" { "Cancel" }
            }
        },
    )
}
