//! The layer that keeps pages of other origins away from the control API.

use axum::Json;
use axum::extract::{Request, State};
use axum::http::header::{HOST, ORIGIN};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde_json::json;

use crate::emulator::Emulator;

/// Refuses requests to the control API from pages of other origins.
pub(super) async fn layer(State(emulator): State<Emulator>, request: Request, next: Next) -> Response {
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
    // DNS rebinding: a foreign host name that resolves to this machine would pass the check of the origin.
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
