//! The Universal Login page: e-mail and password, a button per provider, and a button per account that logs in
//! without a password.

use axum::http::StatusCode;
use axum::response::Response;
use maud::html;

use super::accounts::Accounts;
use super::{brand, page};

/// What the page shows.
#[derive(Debug)]
pub(crate) struct LoginPage<'a> {
    pub(crate) tenant: &'a str,
    pub(crate) client: &'a str,
    /// Filled into the e-mail field.
    pub(crate) email: &'a str,
    pub(crate) error: Option<&'a str>,
    /// Whether the client may use a database of passwords.
    pub(crate) has_database: bool,
    pub(crate) allows_signup: bool,
    /// Name and label of each provider.
    pub(crate) providers: Vec<(String, String)>,
    /// The accounts of the databases, by user id.
    pub(crate) accounts: Accounts<'a>,
    /// Whether they are those of the demo tenant.
    pub(crate) are_demo: bool,
}

/// Renders the page.
pub(crate) fn login(view: &LoginPage<'_>) -> Response {
    let status = if view.error.is_some() { StatusCode::BAD_REQUEST } else { StatusCode::OK };
    let heading = format!("Log in to {}", view.client);
    page(
        status,
        &heading,
        &html! {
            (brand(view.tenant))
            h1 { (heading) }
            @if let Some(error) = view.error { p role="alert" { (error) } }
            @if view.has_database {
                form method="post" {
                    input type="hidden" name="action" value="password";
                    label for="username" { "Email address" }
                    input #username name="username" type="email" autocomplete="username" required value=(view.email);
                    label for="password" { "Password" }
                    input #password name="password" type="password" autocomplete="current-password" required;
                    button.main type="submit" { "Continue" }
                }
            }
            @if view.has_database {
                form method="post" {
                    input type="hidden" name="action" value="forgot";
                    button.quiet type="submit" { "Forgot password?" }
                }
            }
            @if view.allows_signup {
                form method="post" {
                    input type="hidden" name="action" value="signup";
                    button.quiet type="submit" { "Sign up" }
                }
            }
            @for (name, label) in &view.providers {
                form method="post" {
                    input type="hidden" name="action" value="connection";
                    input type="hidden" name="connection" value=(name);
                    button type="submit" { "Continue with " (label) }
                }
            }
            @if !view.accounts.is_empty() {
                section aria-labelledby="accounts" {
                    h2 #accounts { @if view.are_demo { "Demo accounts" } @else { "Without a password" } }
                    (view.accounts.form())
                    @for (user_id, label) in &view.accounts.shown {
                        form method="post" {
                            input type="hidden" name="action" value="account";
                            input type="hidden" name="user_id" value=(user_id);
                            button type="submit" { "Log in as " (label) }
                        }
                    }
                }
            }
            hr;
            form method="post" {
                input type="hidden" name="action" value="cancel";
                button.quiet type="submit" { "Cancel" }
            }
        },
    )
}
