//! `GET` and `POST /u/confirm`: whether a loopback callback belongs to the application.

use axum::body::Bytes;
use axum::extract::{RawQuery, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};

use super::flow::{self, Flow};
use crate::cookies::Browser;
use crate::emulator::Emulator;
use crate::pages::confirm::confirm;
use crate::params::Params;
use crate::tenant::authorization::AuthorizeError;
use crate::tenant::transaction::{Progress, Stage};

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
    let user =
        tenant.users.owner(&progress.session.identity).map_or("somebody", |user| user.profile().label());
    confirm(&tenant.name, client, user, &request.reply_to.redirect_uri)
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
    let (request, progress) = match flow.accepted(&mut tenant, pending, &body, &AuthorizeError::Canceled) {
        Ok(accepted) => accepted,
        Err(refused) => return *refused,
    };
    let step = tenant.proceed(&request, Progress { saw_a_page: true, ..progress });
    flow.carry_out(&mut tenant, request, step)
}
