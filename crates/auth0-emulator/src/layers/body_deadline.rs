//! The answer to a client that does not finish its body in time: 408, in the shape of the endpoint that it asked.
//!
//! The time itself is limited by the outermost layer of the router. This layer only notices that it ran out.

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

/// Puts the refusal in the place of what the endpoint makes of half a body.
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
    // The rest of the body may come yet, and must not be read as the next request.
    response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
    response
}
