//! `GET /u/email-verification`: the link in an e-mail that verifies its address.

use axum::extract::State;
use axum::response::Response;

use crate::emulator::Emulator;
use crate::extract::Query;
use crate::pages::notice;

/// Verifies the address, and says so. A tenant with a *Redirect To* in its e-mail template would redirect there, with
/// `success` and the same `message`; the emulator has no templates.
pub(super) async fn open(State(emulator): State<Emulator>, Query(query): Query) -> Response {
    let ticket = query.first("ticket").unwrap_or_default();
    match emulator.tenant().verify_email(ticket, emulator.now()) {
        Ok(()) => {
            notice::done("Email verified", "Your email was verified. You can continue using the application.")
        }
        Err(error) => notice::refused("Your email address could not be verified.", &error.to_string()),
    }
}
