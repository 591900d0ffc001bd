//! The control API under `/_emulator/`: state, reset, clock, faults, keys and settings.
//!
//! For the developer at this machine and for tests in other languages. A page of another origin cannot use it.

use std::time::Duration;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Request, State};
use axum::http::header::{HOST, ORIGIN};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::emulator::Emulator;
use crate::fault::{Fault, Faults};
use crate::pages;
use crate::pages::deliver::redirect;
use crate::tenant::settings::SettingsPatch;

/// How the clock is to move.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum ClockMove {
    /// Forward by so many seconds.
    Advance(u64),
    /// To a time in seconds since the epoch.
    Set(i64),
    /// Back to where it would be without any move: the text `"reset"`.
    Reset,
}

/// What is to happen to the signing keys.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum KeyMove {
    /// A new key signs; the old one stays published.
    Rotate,
    /// One more key is published that never signs.
    Publish,
    /// Only the signing key stays published.
    RevokeOlder,
}

/// Lets only this machine's own pages and programs in.
pub(super) async fn guard(State(emulator): State<Emulator>, request: Request, next: Next) -> Response {
    if !request.uri().path().starts_with("/_emulator") {
        return next.run(request).await;
    }
    match refusal(&emulator, request.method(), request.headers()) {
        None => next.run(request).await,
        Some(reason) => (StatusCode::FORBIDDEN, Json(json!({ "error": reason }))).into_response(),
    }
}

fn refusal(emulator: &Emulator, method: &Method, headers: &HeaderMap) -> Option<&'static str> {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let own_domain = emulator.domain();
    let host = text(HOST.as_str()).unwrap_or(own_domain);
    let name = host.rsplit_once(':').filter(|(_, port)| port.bytes().all(|b| b.is_ascii_digit()));
    let name = name.map_or(host, |(name, _)| name);
    // A name that was made to point at this machine is how a foreign page gets past the origin check.
    if !["localhost", "127.0.0.1", "[::1]"].contains(&name) && host != own_domain {
        return Some("the control API answers to the tenant's own host name and to loopback names only");
    }
    let is_own = |origin: &str| origin.split_once("://").is_some_and(|(_, authority)| authority == host);
    if text(ORIGIN.as_str()).is_some_and(|origin| !is_own(origin)) {
        return Some("the control API cannot be used by a page of another origin");
    }
    let opens_a_page = *method == Method::GET && text("sec-fetch-mode") == Some("navigate");
    let is_foreign = matches!(text("sec-fetch-site"), Some("cross-site" | "same-site"));
    (is_foreign && !opens_a_page).then_some("the control API cannot be used by a page of another origin")
}

/// The inspector.
pub(super) async fn inspector(State(emulator): State<Emulator>) -> Response {
    pages::inspector::inspector(&emulator.snapshot())
}

/// What the inspector shows, as JSON.
pub(super) async fn state(State(emulator): State<Emulator>) -> Json<Value> {
    Json(json!(emulator.snapshot()))
}

/// Back to the seed. A form of the inspector gets the inspector again.
pub(super) async fn reset(State(emulator): State<Emulator>, headers: HeaderMap) -> Response {
    emulator.reset();
    if headers.contains_key("content-type") {
        return redirect("/_emulator");
    }
    StatusCode::NO_CONTENT.into_response()
}

/// Moves the clock.
pub(super) async fn clock(State(emulator): State<Emulator>, body: Bytes) -> Result<Response, Response> {
    match parse(&body)? {
        ClockMove::Advance(seconds) => emulator.clock().advance(Duration::from_secs(seconds)),
        ClockMove::Set(seconds) => emulator.clock().set(seconds),
        ClockMove::Reset => emulator.clock().reset(),
    }
    Ok(Json(json!({ "now": emulator.now().seconds() })).into_response())
}

/// What is wrong at the moment.
pub(super) async fn faults(State(emulator): State<Emulator>) -> Json<Value> {
    Json(json!(*emulator.faults()))
}

/// Spoils the next answers of one more route.
pub(super) async fn add_fault(State(emulator): State<Emulator>, body: Bytes) -> Result<Response, Response> {
    let fault: Fault = parse(&body)?;
    emulator.faults().answers.push(fault);
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// Sets everything that is wrong at once.
pub(super) async fn replace_faults(
    State(emulator): State<Emulator>,
    body: Bytes,
) -> Result<Response, Response> {
    let faults: Faults = parse(&body)?;
    *emulator.faults() = faults;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// Everything is well again.
pub(super) async fn clear_faults(State(emulator): State<Emulator>) -> StatusCode {
    *emulator.faults() = Faults::default();
    StatusCode::NO_CONTENT
}

/// Rotates, publishes or revokes keys.
pub(super) async fn keys(State(emulator): State<Emulator>, body: Bytes) -> Result<Response, Response> {
    match parse(&body)? {
        KeyMove::Rotate => emulator.rotate_signing_key(),
        KeyMove::Publish => emulator.publish_another_key(),
        KeyMove::RevokeOlder => emulator.revoke_older_keys(),
    }
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// Changes switches.
pub(super) async fn settings(State(emulator): State<Emulator>, body: Bytes) -> Result<Response, Response> {
    let patch: SettingsPatch = parse(&body)?;
    let mut tenant = emulator.tenant();
    patch.apply(&mut tenant.settings);
    Ok(Json(json!(tenant.settings)).into_response())
}

#[expect(clippy::result_large_err, reason = "the refusal is the answer, and is sent at once")]
fn parse<T: DeserializeOwned>(body: &[u8]) -> Result<T, Response> {
    serde_json::from_slice(body).map_err(|error| {
        (StatusCode::BAD_REQUEST, Json(json!({ "error": error.to_string() }))).into_response()
    })
}
