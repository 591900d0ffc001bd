//! Error pages, pages that say what was done, and the pages of a logout.

use axum::http::StatusCode;
use axum::response::Response;
use maud::html;

use super::page;

/// The tenant's error page.
pub(crate) fn error(status: StatusCode, heading: &str, code: &str, description: &str) -> Response {
    page(
        status,
        heading,
        &html! {
            h1 { (heading) }
            p { (description) }
            p.hint { "Error: " code { (code) } }
            p.hint { "Go back to the application and try again. If you develop it, compare the request with the \
                settings of the client in the tenant file." }
        },
    )
}

/// Says that something is done.
pub(crate) fn done(heading: &str, text: &str) -> Response {
    page(StatusCode::OK, heading, &html! { h1 { (heading) } p { (text) } })
}

/// Says that a link does nothing.
pub(crate) fn refused(heading: &str, text: &str) -> Response {
    page(StatusCode::BAD_REQUEST, heading, &html! { h1 { (heading) } p role="alert" { (text) } })
}

/// Says why the inspector's form was not carried out.
pub(crate) fn not_done(status: StatusCode, reason: &str) -> Response {
    let heading = "That was not done";
    let main = html! {
        h1 { (heading) }
        p role="alert" { (reason) }
        p { a href="/_emulator" { "Back to the inspector" } }
    };
    page(status, heading, &main)
}

/// The page after a logout without a redirect.
pub(crate) fn logged_out() -> Response {
    done("Logged out", "Your session with this tenant is over.")
}

/// Asks whether to end a session that the request did not identify.
pub(crate) fn confirm_logout(user: &str) -> Response {
    page(
        StatusCode::OK,
        "Log out?",
        &html! {
            h1 { "Log out?" }
            p { "You are logged in as " strong { (user) } "." }
            form method="post" {
                input type="hidden" name="action" value="accept";
                button.main type="submit" { "Log out" }
            }
        },
    )
}
