//! The middleware around all routes.

use std::time::Duration;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn, from_fn_with_state};
use tower_http::timeout::RequestBodyDeadlineLayer;

use crate::emulator::Emulator;

mod body_deadline;
mod control_access;
mod cors;
mod inject_faults;
mod rate_limit;
mod record;
mod save;
mod truncated;

pub(crate) use inject_faults::DropConnection;

/// Longest request body that is read, in bytes.
const BODY_LIMIT: usize = 1024 * 1024;
/// How long a client may take to send a whole body.
const BODY_DEADLINE: Duration = Duration::from_secs(30);

/// Wraps routes in all layers. A request passes them from the last line to the first.
pub(crate) fn wrap(routes: Router<Emulator>, emulator: &Emulator) -> Router<Emulator> {
    let state = || emulator.clone();
    routes
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .layer(from_fn(body_deadline::layer))
        .layer(from_fn_with_state(state(), rate_limit::layer))
        .layer(from_fn_with_state(state(), record::layer))
        .layer(from_fn_with_state(state(), inject_faults::layer))
        .layer(from_fn_with_state(state(), save::layer))
        .layer(from_fn_with_state(state(), cors::layer))
        .layer(from_fn_with_state(state(), control_access::layer))
        .layer(RequestBodyDeadlineLayer::new(BODY_DEADLINE))
}
