//! The layer that records each exchange for the inspector and the log.

use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::HeaderMap;
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE, LOCATION};
use axum::middleware::Next;
use axum::response::Response;

use super::truncated::Truncated;
use crate::emulator::Emulator;
use crate::exchange::{Exchange, shown_body, shown_url};
use crate::log;

/// Larger request bodies are not recorded, in bytes.
const LARGEST_BODY: usize = 64 * 1024;

/// Records each exchange, except those with the control API.
pub(super) async fn layer(State(emulator): State<Emulator>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    if path.starts_with("/_emulator") {
        return next.run(request).await;
    }
    // Forms of the tenant's pages hold passwords.
    let is_page = path.starts_with("/u/");
    let at = emulator.now().iso();
    let method = request.method().to_string();
    let target = request.uri().path_and_query().map_or(path, |target| target.as_str());
    let target = shown_url(target);
    let (request, sent) = if is_page { (request, String::new()) } else { read_request(request).await };
    let (response, answer) = read_response(next.run(request).await).await;
    let status = response.status().as_u16();
    let exchange = Exchange { at, method, target, request: sent, status: Some(status), answer };
    log::exchange(emulator.log_format(), &exchange);
    emulator.record(exchange);
    response
}

/// Reads the body if it is small: the request, and what may be shown of the body.
async fn read_request(request: Request) -> (Request, String) {
    let (parts, body) = request.into_parts();
    let length =
        parts.headers.get(CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
    if length.is_none_or(|length| length > LARGEST_BODY) {
        return (Request::from_parts(parts, body), String::new());
    }
    match to_bytes(body, LARGEST_BODY).await {
        Ok(bytes) => {
            let text = shown_body(content_type(&parts.headers), &bytes);
            (Request::from_parts(parts, Body::from(bytes)), text)
        }
        // The body broke off. The handler must see an error, not an empty body.
        Err(error) => {
            let broken = Body::new(Truncated::failing(error));
            (Request::from_parts(parts, broken), String::new())
        }
    }
}

async fn read_response(response: Response) -> (Response, String) {
    let (parts, body) = response.into_parts();
    if let Some(location) = parts.headers.get(LOCATION).and_then(|value| value.to_str().ok()) {
        let text = format!("→ {}", shown_url(location));
        return (Response::from_parts(parts, body), text);
    }
    let kind = content_type(&parts.headers).to_owned();
    if !kind.starts_with("application/json") {
        return (Response::from_parts(parts, body), String::new());
    }
    let bytes = to_bytes(body, usize::MAX).await.unwrap_or_default();
    let text = shown_body(&kind, &bytes);
    (Response::from_parts(parts, Body::from(bytes)), text)
}

fn content_type(headers: &HeaderMap) -> &str {
    headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default()
}
