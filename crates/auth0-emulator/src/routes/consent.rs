//! `GET` and `POST /u/consent`: what the application may do in the person's name.

use axum::body::Bytes;
use axum::extract::{RawQuery, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};

use super::flow::{self, Flow};
use crate::cookies::Browser;
use crate::emulator::Emulator;
use crate::pages::consent::consent;
use crate::params::Params;
use crate::tenant::authorization::AuthorizeError;
use crate::tenant::transaction::{Progress, Stage};
use crate::tenant::user::User;

/// Shows the page.
pub(super) async fn show(
    State(emulator): State<Emulator>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let browser = Browser::of(&headers);
    let tenant = emulator.tenant();
    let flow = Flow::new(&emulator, &browser, emulator.now());
    let pending = match flow.pending(&tenant, &Params::parse(query.unwrap_or_default().as_bytes())) {
        Ok(pending) => pending,
        Err(refusal) => return refusal.into_response(),
    };
    let request = &pending.transaction.request;
    let Stage::Identified(progress) = &pending.transaction.stage else {
        return flow::refuse(&request.reply_to, &AuthorizeError::LoginRequired);
    };
    let client = tenant.client(&request.client_id).map_or("the application", |client| &client.name);
    let api = tenant.resource_server(&request.audience).map_or_else(|| "profile".to_owned(), |api| api.name);
    let user = tenant.users.owner(&progress.session.identity).map_or("there", |user| user.profile().label());
    let scopes: Vec<&str> = request.scopes.iter().collect();
    consent(&tenant.name, client, &api, user, &scopes)
}

/// Takes the answer.
pub(super) async fn submit(
    State(emulator): State<Emulator>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let browser = Browser::of(&headers);
    let mut tenant = emulator.tenant();
    let flow = Flow::new(&emulator, &browser, emulator.now());
    let pending = match flow.pending(&tenant, &Params::parse(query.unwrap_or_default().as_bytes())) {
        Ok(pending) => pending,
        Err(refusal) => return refusal.into_response(),
    };
    let (request, progress) = match flow.accepted(&mut tenant, pending, &body, &AuthorizeError::Declined) {
        Ok(accepted) => accepted,
        Err(refused) => return *refused,
    };
    let user_id = tenant.users.owner(&progress.session.identity).map(User::user_id);
    if let (Some(user_id), Some(audience)) = (user_id, request.audience.identifier()) {
        tenant.consents.give(&user_id, &request.client_id, audience, &request.scopes);
    }
    let progress = Progress { saw_a_page: true, consented: true, ..progress };
    let step = tenant.proceed(&request, progress);
    flow.carry_out(&mut tenant, request, step)
}
