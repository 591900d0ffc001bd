//! `GET` and `POST /authorize` (OpenID Connect Core §3.1.2.1).

use axum::extract::State;
use axum::response::Response;

use super::flow::Flow;
use crate::cookies::Browser;
use crate::emulator::Emulator;
use crate::error::login::LoginError;
use crate::extract::{Form, Query};
use crate::params::Params;
use crate::tenant::authorization::{AuthorizationRequest, AuthorizeError};
use crate::tenant::unsupported::Via;

/// Parameters in the query.
pub(super) async fn by_query(
    State(emulator): State<Emulator>,
    browser: Browser,
    Query(params): Query,
) -> Result<Response, LoginError> {
    authorize(&emulator, &browser, &params)
}

/// Parameters in a form.
pub(super) async fn by_form(
    State(emulator): State<Emulator>,
    browser: Browser,
    Form(params): Form,
) -> Result<Response, LoginError> {
    authorize(&emulator, &browser, &params)
}

fn authorize(emulator: &Emulator, browser: &Browser, params: &Params) -> Result<Response, LoginError> {
    let mut tenant = emulator.tenant();
    let flow = Flow::new(emulator, browser);
    let request = AuthorizationRequest::parse(params, &tenant)?;
    if let Some(client) = tenant.client(&request.client_id) {
        let asked = tenant.unsupported(params, Via::Page, client, request.audience.identifier());
        let refused =
            |missing| LoginError::ToCallback(request.reply_to.clone(), AuthorizeError::from(missing));
        emulator.allow(&mut tenant, asked).map_err(refused)?;
    }
    let cookie = browser.session.as_deref();
    let session = cookie.and_then(|cookie| tenant.session(cookie, flow.now)).cloned();
    if let (Some(cookie), Some(_)) = (cookie, &session) {
        tenant.touch_session(cookie, flow.now);
    }
    let step = tenant.begin(&request, session.as_ref(), flow.now);
    Ok(flow.carry_out(&mut tenant, request, step))
}
