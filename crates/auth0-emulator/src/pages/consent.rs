//! The consent page: what an application wants to do on behalf of the user.

use axum::http::StatusCode;
use axum::response::Response;
use maud::html;

use super::{brand, page};

/// Renders the page.
pub(crate) fn consent(tenant: &str, client: &str, api: &str, user: &str, scopes: &[&str]) -> Response {
    page(
        StatusCode::OK,
        "Authorize App",
        &html! {
            (brand(tenant))
            h1 { "Authorize App" }
            p { "Hi " (user) "," }
            p { strong { (client) } " is requesting access to your " strong { (tenant) } " account (" (api) "):" }
            ul { @for scope in scopes { li { (scope) } } }
            form method="post" {
                input type="hidden" name="action" value="accept";
                button.main type="submit" { "Accept" }
            }
            form method="post" {
                input type="hidden" name="action" value="deny";
                button.quiet type="submit" { "Decline" }
            }
        },
    )
}
