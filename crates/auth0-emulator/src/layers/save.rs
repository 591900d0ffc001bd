//! The layer that writes the data file.

use std::io;

use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::emulator::Emulator;

/// Writes what a request changed before it is answered.
pub(super) async fn layer(State(emulator): State<Emulator>, request: Request, next: Next) -> Response {
    let response = next.run(request).await;
    let Some(file) = emulator.data_file() else { return response };
    let outcome = tokio::task::spawn_blocking(move || file.write(|| emulator.tenant())).await;
    match outcome.map_err(io::Error::other).flatten() {
        Ok(()) => response,
        Err(error) => {
            let text = format!("auth0-emulator could not write its data file: {error}");
            (StatusCode::INTERNAL_SERVER_ERROR, text).into_response()
        }
    }
}
