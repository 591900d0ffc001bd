//! The pages of *Forgot password?*: asking for a link, and choosing a new password.

use axum::http::StatusCode;
use axum::response::Response;
use maud::html;

use super::{brand, mail_hint, page};

/// Asks for the address.
pub(crate) fn request(tenant: &str, email: &str, error: Option<&str>) -> Response {
    let status = if error.is_some() { StatusCode::BAD_REQUEST } else { StatusCode::OK };
    page(
        status,
        "Forgot your password?",
        &html! {
            (brand(tenant))
            h1 { "Forgot your password?" }
            @if let Some(error) = error { p role="alert" { (error) } }
            p { "Enter your e-mail address, and we will send you a link to choose a new one." }
            form method="post" {
                label for="email" { "Email address" }
                input #email name="email" type="email" autocomplete="username" required value=(email);
                button.main type="submit" { "Continue" }
            }
            form method="post" {
                input type="hidden" name="action" value="login";
                button.quiet type="submit" { "Back to the login" }
            }
        },
    )
}

/// Says that a link was sent, whether or not there is such an account.
pub(crate) fn requested(tenant: &str, email: &str) -> Response {
    page(
        StatusCode::OK,
        "Check your email",
        &html! {
            (brand(tenant))
            h1 { "Check your email" }
            p { "We've sent an e-mail to " strong { (email) } ", if there is an account with this address. The link in it \
                leads to a new password." }
            (mail_hint())
            form method="post" {
                input type="hidden" name="action" value="login";
                button.main type="submit" { "Back to the login" }
            }
        },
    )
}

/// Asks for the new password.
pub(crate) fn choose(tenant: &str, email: &str, rule: &str, error: Option<&str>) -> Response {
    let status = if error.is_some() { StatusCode::BAD_REQUEST } else { StatusCode::OK };
    page(
        status,
        "Change your password",
        &html! {
            (brand(tenant))
            h1 { "Change your password" }
            @if let Some(error) = error { p role="alert" { (error) } }
            p { "For " strong { (email) } "." }
            form method="post" {
                input type="hidden" name="username" autocomplete="username" value=(email);
                label for="password" { "New password" }
                input #password name="password" type="password" autocomplete="new-password" required
                    aria-describedby="rule";
                p.hint #rule { (rule) }
                label for="again" { "New password, again" }
                input #again name="again" type="password" autocomplete="new-password" required;
                button.main type="submit" { "Reset password" }
            }
        },
    )
}
