//! The page of a simulated provider: choose an account, create one, or cancel.

use axum::http::StatusCode;
use axum::response::Response;
use maud::html;

use super::accounts::Accounts;
use super::{brand, page};

/// Renders the page.
pub(crate) fn provider(label: &str, accounts: &Accounts<'_>, error: Option<&str>) -> Response {
    let status = if error.is_some() { StatusCode::BAD_REQUEST } else { StatusCode::OK };
    let heading = format!("Sign in with {label} (simulated)");
    page(
        status,
        &heading,
        &html! {
            (brand("This page stands for the provider's own."))
            h1 { (heading) }
            @if let Some(error) = error { p role="alert" { (error) } }
            (accounts.form())
            @for (id, name) in &accounts.shown {
                form method="post" {
                    input type="hidden" name="action" value="account";
                    input type="hidden" name="account" value=(id);
                    button type="submit" { "Continue as " (name) }
                }
            }
            @if accounts.is_empty() { p { "Nobody has an account here yet." } }
            h2 { "Another account" }
            form method="post" {
                input type="hidden" name="action" value="new";
                label for="email" { "Email of a new account" }
                input #email name="email" type="email" autocomplete="off" required;
                button.main type="submit" { "Create and continue" }
            }
            hr;
            form method="post" {
                input type="hidden" name="action" value="cancel";
                button.quiet type="submit" { "Cancel" }
            }
        },
    )
}
