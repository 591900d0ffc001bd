//! The last requests and their answers, kept for the inspector, with every secret cut short.

use std::collections::VecDeque;

use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE, LOCATION};
use axum::http::{HeaderMap, Method};
use axum::middleware::Next;
use axum::response::Response;
use serde::Serialize;

use crate::clock::Timestamp;
use crate::emulator::Emulator;
use crate::fault::Effect;
use crate::log;
use crate::truncated::Truncated;

mod redact;

pub(crate) use redact::shortened;

/// Most exchanges that are kept.
const KEPT: usize = 100;
/// Bodies beyond this many bytes are not looked at.
const LARGEST_BODY: usize = 64 * 1024;

/// A request and its answer.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Exchange {
    /// When it came.
    pub(crate) at: String,
    /// Its method.
    pub(crate) method: String,
    /// Its path and query, secrets cut short.
    pub(crate) target: String,
    /// The request's body, secrets cut short.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) request: String,
    /// The answer's status; none for a connection that was closed.
    pub(crate) status: Option<u16>,
    /// The answer's body or redirect, secrets cut short.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) answer: String,
}

/// The last exchanges, the newest first.
#[derive(Debug, Default)]
pub(crate) struct Exchanges(VecDeque<Exchange>);

impl Exchanges {
    /// Adds one, and forgets the oldest beyond what is kept.
    pub(crate) fn add(&mut self, exchange: Exchange) {
        self.0.push_front(exchange);
        self.0.truncate(KEPT);
    }

    /// The exchanges, the newest first.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Exchange> {
        self.0.iter()
    }
}

impl Exchange {
    /// A request whose answer a fault spoilt.
    pub(crate) fn spoilt(at: Timestamp, method: &Method, path: &str, effect: &Effect) -> Self {
        Self {
            at: at.iso(),
            method: method.to_string(),
            target: shortened(path),
            request: String::new(),
            status: None,
            answer: format!("spoilt by a fault: {effect:?}"),
        }
    }
}

/// Notes each exchange, but for those with the control API.
pub(crate) async fn layer(State(emulator): State<Emulator>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    if path.starts_with("/_emulator") {
        return next.run(request).await;
    }
    // What people type on the tenant's pages is nobody's business, made up or not.
    let is_page = path.starts_with("/u/");
    let at = emulator.now().iso();
    let method = request.method().to_string();
    let target = request.uri().path_and_query().map_or(path, |target| target.as_str());
    let target = shortened(target);
    let (request, sent) = if is_page { (request, String::new()) } else { read_request(request).await };
    let (response, answer) = read_response(next.run(request).await).await;
    let status = response.status().as_u16();
    let exchange = Exchange { at, method, target, request: sent, status: Some(status), answer };
    log::exchange(emulator.log_format(), &exchange);
    emulator.note(exchange);
    response
}

/// The request, its body read if it is small, and what may be shown of it.
async fn read_request(request: Request) -> (Request, String) {
    let (parts, body) = request.into_parts();
    let length =
        parts.headers.get(CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
    if length.is_none_or(|length| length > LARGEST_BODY) {
        return (Request::from_parts(parts, body), String::new());
    }
    match to_bytes(body, LARGEST_BODY).await {
        Ok(bytes) => {
            let text = redact::body(content_type(&parts.headers), &bytes);
            (Request::from_parts(parts, Body::from(bytes)), text)
        }
        // The body broke off: the endpoint is to see an unreadable one, not an empty one.
        Err(error) => {
            let broken = Body::new(Truncated::failing(error));
            (Request::from_parts(parts, broken), String::new())
        }
    }
}

async fn read_response(response: Response) -> (Response, String) {
    let (parts, body) = response.into_parts();
    if let Some(location) = parts.headers.get(LOCATION).and_then(|value| value.to_str().ok()) {
        let text = format!("→ {}", shortened(location));
        return (Response::from_parts(parts, body), text);
    }
    let kind = content_type(&parts.headers).to_owned();
    if !kind.starts_with("application/json") {
        return (Response::from_parts(parts, body), String::new());
    }
    let bytes = to_bytes(body, usize::MAX).await.unwrap_or_default();
    let text = redact::body(&kind, &bytes);
    (Response::from_parts(parts, Body::from(bytes)), text)
}

fn content_type(headers: &HeaderMap) -> &str {
    headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default()
}
