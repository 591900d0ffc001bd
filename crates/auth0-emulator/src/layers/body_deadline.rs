//! The layer that answers 408 to a request whose body does not arrive in time, in the error shape of its endpoint.
//!
//! The outermost layer enforces the deadline. This one notices that the body failed because of it.

use std::error::Error;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use axum::body::Body;
use axum::extract::Request;
use axum::http::StatusCode;
use axum::http::header::{CONNECTION, HeaderValue};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http_body_util::BodyExt;
use tower_http::timeout::TimeoutError;

use crate::error::management::ManagementError;
use crate::error::oauth::OAuthError;
use crate::pages::notice;

/// Replaces the handler's response to an incomplete body.
pub(super) async fn layer(request: Request, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    let late = Arc::new(AtomicBool::new(false));
    let seen = Arc::clone(&late);
    let watched = request.map(|body| {
        Body::new(body.map_err(move |error| {
            seen.fetch_or(is_late(&error), Ordering::SeqCst);
            error
        }))
    });
    let response = next.run(watched).await;
    if late.load(Ordering::SeqCst) { refusal(&path) } else { response }
}

fn is_late(error: &axum::Error) -> bool {
    let mut causes = std::iter::successors(Some(error as &(dyn Error + 'static)), |&error| error.source());
    causes.any(<dyn Error>::is::<TimeoutError>)
}

fn refusal(path: &str) -> Response {
    let mut response = match path {
        "/oauth/token" | "/oauth/revoke" | "/userinfo" => OAuthError::TooSlow.into_response(),
        path if path.starts_with("/api/v2/") || path.starts_with("/_emulator") => {
            ManagementError::TooSlow.into_response()
        }
        _ => notice::error(
            StatusCode::REQUEST_TIMEOUT,
            "The form did not arrive in time",
            "request_timeout",
            "The connection may be too slow, or it broke off.",
        ),
    };
    // The rest of the body may still arrive, and must not be read as the next request.
    response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
    response
}
