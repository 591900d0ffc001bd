//! `GET` and `POST /authorize` (OpenID Connect Core §3.1.2.1).

use axum::body::Bytes;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;

use super::flow::{self, Flow};
use crate::cookies::Browser;
use crate::emulator::Emulator;
use crate::pages::notice;
use crate::params::Params;
use crate::tenant::authorization::{AuthorizationRequest, PageError, Refusal};

/// Parameters in the query.
pub(super) async fn by_query(
    State(emulator): State<Emulator>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    authorize(&emulator, &Params::parse(query.unwrap_or_default().as_bytes()), &headers)
}

/// Parameters in a form.
pub(super) async fn by_form(State(emulator): State<Emulator>, headers: HeaderMap, body: Bytes) -> Response {
    authorize(&emulator, &Params::parse(&body), &headers)
}

fn authorize(emulator: &Emulator, params: &Params, headers: &HeaderMap) -> Response {
    let browser = Browser::of(headers);
    let now = emulator.now();
    let mut tenant = emulator.tenant();
    let request = match AuthorizationRequest::parse(params, &tenant) {
        Ok(request) => request,
        Err(Refusal::OnPage(error)) => return error_page(&error),
        Err(Refusal::ToCallback(reply_to, error)) => return flow::refuse(&reply_to, &error),
    };
    let cookie = browser.session.as_deref();
    let session = cookie.and_then(|cookie| tenant.session(cookie, now)).cloned();
    if let (Some(cookie), Some(_)) = (cookie, &session) {
        tenant.touch_session(cookie, now);
    }
    let step = tenant.begin(&request, session.as_ref(), now);
    Flow::new(emulator, &browser, now).carry_out(&mut tenant, request, step)
}

fn error_page(error: &PageError) -> Response {
    let (status, heading, code) = match error {
        PageError::MissingClient | PageError::Repeated(_) | PageError::UnknownClient(_) => {
            (StatusCode::BAD_REQUEST, "Oops!, something went wrong", "invalid_request")
        }
        PageError::CallbackMismatch(_) => {
            (StatusCode::FORBIDDEN, "Callback URL mismatch.", "unauthorized_client")
        }
        PageError::WebOrigin(_) => (StatusCode::FORBIDDEN, "Origin not allowed", "unauthorized_client"),
    };
    notice::error(status, heading, code, &error.to_string())
}
