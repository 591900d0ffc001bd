//! The layer for CORS: scripts of registered origins may read responses.
//!
//! Auth0, "Application Settings": an origin is registered as callback, web origin or allowed origin. Discovery and keys are
//! public.

use axum::extract::{Request, State};
use axum::http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE, ORIGIN, VARY,
};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::emulator::Emulator;

/// Headers that scripts may read if the settings allow it. Auth0 does not document whether they may.
const RATE_LIMIT_HEADERS: &str = "x-ratelimit-limit,x-ratelimit-remaining,x-ratelimit-reset,retry-after";

/// Adds CORS headers, and answers preflight requests.
pub(super) async fn layer(State(emulator): State<Emulator>, request: Request, next: Next) -> Response {
    let rule = rule(request.uri().path()).filter(|_| !emulator.faults().cors_off);
    let Some(rule) = rule else { return next.run(request).await };
    let origin = request.headers().get(ORIGIN).cloned();
    let allowed = match rule {
        Rule::Anyone => Some(HeaderValue::from_static("*")),
        Rule::Registered => origin.filter(|origin| is_registered(&emulator, origin)),
    };
    let is_preflight = request.method() == Method::OPTIONS;
    let mut response =
        if is_preflight { StatusCode::NO_CONTENT.into_response() } else { next.run(request).await };
    let headers = response.headers_mut();
    headers.append(VARY, HeaderValue::from_static("Origin"));
    if let Some(origin) = allowed {
        headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        if emulator.tenant().settings.expose_rate_limit_headers {
            headers.insert(ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static(RATE_LIMIT_HEADERS));
        }
        if is_preflight {
            answer_preflight(headers);
        }
    }
    response
}

enum Rule {
    Anyone,
    Registered,
}

fn rule(path: &str) -> Option<Rule> {
    match path {
        path if path.starts_with("/.well-known/") => Some(Rule::Anyone),
        "/oauth/token" | "/oauth/revoke" | "/userinfo" | "/dbconnections/change_password" => {
            Some(Rule::Registered)
        }
        path if path.starts_with("/api/v2/") => Some(Rule::Registered),
        _ => None,
    }
}

fn is_registered(emulator: &Emulator, origin: &HeaderValue) -> bool {
    let Ok(origin) = origin.to_str() else { return false };
    emulator.tenant().clients.iter().any(|client| client.allows_origin(origin))
}

fn answer_preflight(headers: &mut HeaderMap) {
    headers.insert(ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static("GET,POST,PATCH,PUT,DELETE"));
    headers.insert(
        ACCESS_CONTROL_ALLOW_HEADERS,
        HeaderValue::from_static("authorization,content-type,auth0-client,dpop"),
    );
    headers.insert(ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("600"));
}
