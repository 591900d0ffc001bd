//! `GET` and `POST /u/consent`: the consent page.

use axum::extract::State;
use axum::response::Response;

use super::flow::Flow;
use crate::emulator::Emulator;
use crate::error::login::LoginError;
use crate::extract::{PendingLogin, Submission};
use crate::pages::consent::consent;
use crate::tenant::authorization::AuthorizeError;
use crate::tenant::transaction::Progress;
use crate::tenant::user::User;

/// Shows the page.
pub(super) async fn show(
    State(emulator): State<Emulator>,
    login: PendingLogin,
) -> Result<Response, LoginError> {
    let tenant = emulator.tenant();
    let request = login.request();
    let identity = login.identity()?;
    let client = tenant.client_name(&request.client_id);
    let api = tenant.resource_server(&request.audience).map_or_else(|| "profile".to_owned(), |api| api.name);
    let user = tenant.users.owner(identity);
    let name = user.map_or("there", |user| user.profile().label());
    let user_id = user.map(User::user_id).unwrap_or_default();
    let scopes = tenant.scopes_to_consent(request, &user_id);
    let scopes: Vec<&str> = scopes.iter().collect();
    Ok(consent(&tenant.name, client, &api, name, &scopes))
}

/// Handles the answer.
pub(super) async fn submit(
    State(emulator): State<Emulator>,
    Submission { login, form }: Submission,
) -> Result<Response, LoginError> {
    let mut tenant = emulator.tenant();
    let flow = Flow::new(&emulator, &login.browser);
    let (request, progress) = flow.accepted(&mut tenant, &login, &form, AuthorizeError::Declined)?;
    let user_id = tenant.users.owner(&progress.session.identity).map(User::user_id);
    if let Some(user_id) = user_id {
        let audience = tenant.consent_audience(&request.audience);
        let scopes = tenant.scopes_to_consent(&request, &user_id);
        tenant.consents.give(&user_id, &request.client_id, &audience, &scopes);
    }
    let step = tenant.proceed(&request, Progress { saw_a_page: true, consented: true, ..progress });
    Ok(flow.carry_out(&mut tenant, request, step))
}
