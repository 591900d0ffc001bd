//! The layer that applies the Management API's rate limit and adds its headers.

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::emulator::Emulator;
use crate::error::management::ManagementError;
use crate::tenant::rate_limit::RateLimitState;
use crate::tenant::settings::RateLimitMode;

/// Passes a request on, or answers 429.
pub(super) async fn layer(State(emulator): State<Emulator>, request: Request, next: Next) -> Response {
    let counted = request.uri().path().starts_with("/api/v2/").then(|| count(&emulator)).flatten();
    let Some(state) = counted else { return next.run(request).await };
    let mut response = if state.allowed {
        next.run(request).await
    } else {
        ManagementError::TooManyRequests.into_response()
    };
    tell(response.headers_mut(), state);
    response
}

fn count(emulator: &Emulator) -> Option<RateLimitState> {
    let now = emulator.now();
    let mut tenant = emulator.tenant();
    (tenant.settings.rate_limit == RateLimitMode::Free).then(|| tenant.management_rate.take(now))
}

fn tell(headers: &mut HeaderMap, state: RateLimitState) {
    headers.insert("x-ratelimit-limit", HeaderValue::from(state.limit));
    headers.insert("x-ratelimit-remaining", HeaderValue::from(state.remaining));
    headers.insert("x-ratelimit-reset", HeaderValue::from(state.reset));
}
