//! The sign-up page: a new account in the database.

use axum::http::StatusCode;
use axum::response::Response;
use maud::html;

use super::{brand, mail_hint, page};

/// Renders the page, with the rule for passwords and the error of the last attempt.
pub(crate) fn signup(tenant: &str, client: &str, email: &str, rule: &str, error: Option<&str>) -> Response {
    let status = if error.is_some() { StatusCode::BAD_REQUEST } else { StatusCode::OK };
    let heading = format!("Sign up to {client}");
    page(
        status,
        &heading,
        &html! {
            (brand(tenant))
            h1 { (heading) }
            @if let Some(error) = error { p role="alert" { (error) } }
            form method="post" {
                input type="hidden" name="action" value="create";
                label for="email" { "Email address" }
                input #email name="email" type="email" autocomplete="username" required value=(email);
                label for="password" { "Password" }
                input #password name="password" type="password" autocomplete="new-password" required
                    aria-describedby="rule";
                p.hint #rule { (rule) }
                button.main type="submit" { "Continue" }
            }
            p.hint { "The address counts as verified once you open the link in the e-mail that we send you." }
            (mail_hint())
            form method="post" {
                input type="hidden" name="action" value="login";
                button.quiet type="submit" { "Log in instead" }
            }
            form method="post" {
                input type="hidden" name="action" value="cancel";
                button.quiet type="submit" { "Cancel" }
            }
        },
    )
}
