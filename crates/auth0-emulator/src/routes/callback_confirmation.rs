//! `GET` and `POST /u/confirm`: the page that confirms a loopback callback.

use axum::extract::State;
use axum::response::Response;

use super::flow::Flow;
use crate::emulator::Emulator;
use crate::error::login::LoginError;
use crate::extract::{PendingLogin, Submission};
use crate::pages::confirm::confirm;
use crate::tenant::authorization::AuthorizeError;
use crate::tenant::transaction::Progress;

/// Shows the page.
pub(super) async fn show(
    State(emulator): State<Emulator>,
    login: PendingLogin,
) -> Result<Response, LoginError> {
    let tenant = emulator.tenant();
    let request = login.request();
    let identity = login.identity()?;
    let client = tenant.client_name(&request.client_id);
    let user = tenant.users.owner(identity).map_or("somebody", |user| user.profile().label());
    Ok(confirm(&tenant.name, client, user, &request.reply_to.redirect_uri))
}

/// Handles the answer.
pub(super) async fn submit(
    State(emulator): State<Emulator>,
    Submission { login, form }: Submission,
) -> Result<Response, LoginError> {
    let mut tenant = emulator.tenant();
    let flow = Flow::new(&emulator, &login.browser);
    let (request, progress) = flow.accepted(&mut tenant, &login, &form, AuthorizeError::Canceled)?;
    let step = tenant.proceed(&request, Progress { saw_a_page: true, ..progress });
    Ok(flow.carry_out(&mut tenant, request, step))
}
