//! `fetch`, once: ten seconds, no redirect, no cookie, no referrer, no cache.

use std::sync::LazyLock;

use auth0_client::Clock;
use auth0_client::http::{
    Body, HttpClient, HttpRequest, HttpResponse, MAX_BODY, Method, TransportError, seconds_to_wait,
};
use auth0_client::management::rate_limit::{Patient, Turn};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortSignal, DomException, Headers, ReferrerPolicy, Request, RequestCache, RequestCredentials,
    RequestInit, RequestRedirect, Response,
};

use super::Browser;

/// Milliseconds until a request is given up.
const TIMEOUT: u32 = 10_000;

/// Of the calls of the Management API; a page has one tenant.
static TURN: LazyLock<Turn> = LazyLock::new(Turn::default);

impl Browser {
    /// Whether there is a network at all, as far as the browser knows.
    pub fn is_online(&self) -> bool {
        web_sys::window().is_none_or(|window| window.navigator().on_line())
    }

    /// For the Management API: one request at a time, with respect for the tenant's limit.
    pub fn patient(&self) -> Patient<'_, Self> {
        Patient::new(self, &TURN)
    }
}

impl HttpClient for Browser {
    async fn send(&self, request: HttpRequest) -> Result<HttpResponse, TransportError> {
        if !self.is_online() {
            return Err(TransportError::Offline);
        }
        let window = web_sys::window().ok_or(TransportError::Failed)?;
        let request = build(&request).map_err(|_| TransportError::Failed)?;
        let answer = JsFuture::from(window.fetch_with_request(&request)).await;
        let response = answer.and_then(JsCast::dyn_into).map_err(|error| cause(&error))?;
        read(&response).await
    }
}

fn build(request: &HttpRequest) -> Result<Request, JsValue> {
    let headers = Headers::new()?;
    if let Some(token) = &request.bearer {
        headers.set("Authorization", &format!("Bearer {}", token.secret()))?;
    }
    let options = RequestInit::new();
    options.set_method(match request.method {
        Method::Get => "GET",
        Method::Post => "POST",
        Method::Patch => "PATCH",
        Method::Delete => "DELETE",
    });
    let body = match &request.body {
        Body::Empty => None,
        Body::Form(text) => Some(("application/x-www-form-urlencoded", text)),
        Body::Json(text) => Some(("application/json", text)),
    };
    if let Some((kind, text)) = body {
        headers.set("Content-Type", kind)?;
        options.set_body(&JsValue::from_str(text));
    }
    options.set_headers(&headers);
    options.set_signal(Some(&AbortSignal::timeout_with_u32(TIMEOUT)));
    options.set_redirect(RequestRedirect::Error);
    options.set_credentials(RequestCredentials::Omit);
    options.set_referrer_policy(ReferrerPolicy::NoReferrer);
    options.set_cache(RequestCache::NoStore);
    Request::new_with_str_and_init(&request.url, &options)
}

async fn read(response: &Response) -> Result<HttpResponse, TransportError> {
    // A name that is no header's is the only thing that a browser refuses here.
    let header = |name| response.headers().get(name).ok().flatten();
    let (after, reset) = (header("retry-after"), header("x-ratelimit-reset"));
    let retry_after = seconds_to_wait(after.as_deref(), reset.as_deref(), Browser.now());
    let declared = header("content-length").and_then(|length| length.parse::<usize>().ok());
    if declared.is_some_and(|length| length > MAX_BODY) {
        return Err(TransportError::TooLarge);
    }
    let text = response.text().map_err(|error| cause(&error))?;
    let body = JsFuture::from(text).await.map_err(|error| cause(&error))?.as_string().unwrap_or_default();
    if body.len() > MAX_BODY {
        return Err(TransportError::TooLarge);
    }
    Ok(HttpResponse { status: response.status(), retry_after, body })
}

fn cause(error: &JsValue) -> TransportError {
    match error.dyn_ref::<DomException>() {
        Some(error) if error.name() == "TimeoutError" => TransportError::TimedOut,
        _ => TransportError::Failed,
    }
}
