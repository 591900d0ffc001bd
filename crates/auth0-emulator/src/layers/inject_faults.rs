//! The layer that applies faults to responses.

use std::time::Duration;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE, HeaderValue};
use axum::http::{Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::BODY_LIMIT;
use super::truncated::Truncated;
use crate::emulator::Emulator;
use crate::exchange::Exchange;
use crate::fault::Effect;

/// Tells the server to close the connection instead of answering.
#[derive(Clone, Copy, Debug)]
pub(crate) struct DropConnection;

/// Applies the first fault that fits the request.
pub(super) async fn layer(State(emulator): State<Emulator>, request: Request, next: Next) -> Response {
    let (method, path) = (request.method().clone(), request.uri().path().to_owned());
    // Never the control API, and no preflight: its failure would look like a refused origin.
    if path.starts_with("/_emulator") || method == Method::OPTIONS {
        return next.run(request).await;
    }
    let Some(effect) = emulator.faults().take(method.as_str(), &path) else { return next.run(request).await };
    emulator.record(Exchange::faulty(emulator.now(), method.as_str(), &path, &effect));
    match effect {
        Effect::Refuse => DropConnection.into_response(),
        Effect::Answer { status, body, content_type } => canned(status, body, content_type.as_deref()),
        Effect::Delay(millis) => {
            let response = next.run(request).await;
            tokio::time::sleep(Duration::from_millis(millis)).await;
            response
        }
        Effect::Drop => {
            next.run(request).await;
            DropConnection.into_response()
        }
        Effect::CarriedOutLate(millis) => {
            carry_out_late(emulator, request, next, Duration::from_millis(millis)).await;
            canned(504, "<!doctype html><title>Gateway timeout</title>".to_owned(), Some("text/html"))
        }
        Effect::Truncate => truncated(next.run(request).await).await,
        Effect::NotJson => {
            let status = next.run(request).await.status();
            canned(status.as_u16(), "<!doctype html><title>Bad gateway</title>".to_owned(), Some("text/html"))
        }
    }
}

/// Carries the request out after `delay`, detached from its connection, unless the tenant is reset before. The response
/// is discarded.
async fn carry_out_late(emulator: Emulator, request: Request, next: Next, delay: Duration) {
    let (parts, body) = request.into_parts();
    // An incomplete body means that the request never arrived.
    let Ok(whole) = axum::body::to_bytes(body, BODY_LIMIT).await else { return };
    let sent_to = emulator.resets();
    tokio::spawn(async move {
        tokio::time::sleep(delay).await;
        if emulator.resets() == sent_to {
            next.run(Request::from_parts(parts, Body::from(whole))).await;
        }
    });
}

fn canned(status: u16, body: String, content_type: Option<&str>) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = (status, body).into_response();
    if let Ok(kind) = HeaderValue::from_str(content_type.unwrap_or("application/json; charset=utf-8")) {
        response.headers_mut().insert(CONTENT_TYPE, kind);
    }
    response
}

async fn truncated(response: Response) -> Response {
    let (mut parts, body) = response.into_parts();
    let whole = axum::body::to_bytes(body, usize::MAX).await.unwrap_or_default();
    parts.headers.insert(CONTENT_LENGTH, HeaderValue::from(whole.len()));
    let half = whole.slice(..whole.len() / 2);
    Response::from_parts(parts, Body::new(Truncated::after(half)))
}

impl IntoResponse for DropConnection {
    fn into_response(self) -> Response {
        // Seen only by callers of the router, which have no connection to close.
        let mut response = (StatusCode::BAD_GATEWAY, "connection closed by a fault").into_response();
        response.extensions_mut().insert(self);
        response
    }
}
