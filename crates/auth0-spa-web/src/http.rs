//! HTTP by `fetch()`: each request is sent once, with a timeout, without redirects and without a referrer; to other
//! origins without cookies and past the cache.

use std::sync::LazyLock;

use auth0_spa::http::{
    Body, HttpClient, HttpRequest, HttpResponse, MAX_BODY, Method, TransportError, seconds_to_wait,
};
use auth0_spa::management::rate_limit::{RequestLock, Throttled, Timer as _};
use auth0_spa::{Clock, Origin};
use gloo_net::http::{Method as GlooMethod, Request, RequestBuilder, Response};
use js_sys::{Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortSignal, ReadableStreamDefaultReader, ReferrerPolicy, RequestCache, RequestCredentials, RequestMode,
    RequestRedirect,
};

use crate::{Browser, location};

/// Milliseconds until a request times out.
const TIMEOUT: u32 = 10_000;

/// Seconds in which a page that is being left is gone.
const LEAVING: u32 = 1;

/// Shared by all calls of the Management API: a page has one tenant.
static LOCK: LazyLock<RequestLock> = LazyLock::new(RequestLock::default);

impl Browser {
    /// Whether the device has a network connection, as far as the browser knows (`navigator.onLine`).
    pub fn is_online(&self) -> bool {
        web_sys::window().is_none_or(|window| window.navigator().on_line())
    }

    /// The client for the Management API: sends two requests at a time, a change alone, and respects the tenant's rate limit.
    pub fn throttled(&self) -> Throttled<'_, Self> {
        Throttled::new(self, &LOCK)
    }
}

impl HttpClient for Browser {
    async fn send(&self, request: HttpRequest) -> Result<HttpResponse, TransportError> {
        if !self.is_online() {
            return Err(TransportError::Offline);
        }
        let answer = fetch(request).await;
        if matches!(answer, Err(TransportError::Failed)) {
            // Firefox and WebKit fail the requests of a page that is being left before the page is gone. What is made of such a
            // failure nobody sees, and it would take away what is kept for the next page.
            self.sleep(LEAVING).await;
        }
        answer
    }
}

async fn fetch(request: HttpRequest) -> Result<HttpResponse, TransportError> {
    let timeout = AbortSignal::timeout_with_u32(TIMEOUT);
    // Only the timeout aborts a request. The error does not tell: WebKit's has another name.
    let cause = || if timeout.aborted() { TransportError::TimedOut } else { TransportError::Failed };
    let request = build(request, &timeout).map_err(|_| TransportError::Failed)?;
    let response = request.send().await.map_err(|_| cause())?;
    if response.redirected() { Err(TransportError::Failed) } else { read(&response, cause).await }
}

fn build(request: HttpRequest, timeout: &AbortSignal) -> Result<Request, gloo_net::Error> {
    let HttpRequest { method, url, bearer, body } = request;
    let is_get = matches!(method, Method::Get);
    let method = match method {
        Method::Get => GlooMethod::GET,
        Method::Post => GlooMethod::POST,
        Method::Patch => GlooMethod::PATCH,
        Method::Delete => GlooMethod::DELETE,
    };
    let mut builder = RequestBuilder::new(&url)
        .method(method)
        .abort_signal(Some(timeout))
        .referrer_policy(ReferrerPolicy::NoReferrer);
    let is_own = Origin::of(&location::origin()).is_some_and(|own| own.has(&url));
    builder = if is_own && bearer.is_none() && is_get {
        // A file of the page itself. `<link rel="preload" as="fetch">` asks in the same way, and only then do the two share
        // one request; in Firefox only if a redirect is no error yet, in WebKit only without `crossorigin`.
        builder.mode(RequestMode::NoCors).credentials(RequestCredentials::Include)
    } else {
        builder
            .credentials(RequestCredentials::Omit)
            .cache(RequestCache::NoStore)
            .redirect(RequestRedirect::Error)
    };
    if let Some(token) = bearer {
        builder = builder.header("Authorization", &format!("Bearer {}", token.secret()));
    }
    match body {
        Body::Empty => builder.build(),
        Body::Form(text) => builder.header("Content-Type", "application/x-www-form-urlencoded").body(text),
        Body::Json(text) => builder.header("Content-Type", "application/json").body(text),
    }
}

async fn read(
    response: &Response,
    cause: impl Fn() -> TransportError,
) -> Result<HttpResponse, TransportError> {
    let header = |name| response.headers().get(name);
    let (after, reset) = (header("retry-after"), header("x-ratelimit-reset"));
    let retry_after = seconds_to_wait(after.as_deref(), reset.as_deref(), Browser.now());
    let body = body(response, cause).await?;
    Ok(HttpResponse { status: response.status(), retry_after, body })
}

/// The body as text (WHATWG Encoding, "UTF-8 decode"). Read piece by piece, so that the download stops at the limit,
/// whatever length was announced and however small the compressed body is.
async fn body(response: &Response, cause: impl Fn() -> TransportError) -> Result<String, TransportError> {
    let mut bytes = Vec::new();
    if let Some(stream) = response.body() {
        let reader: ReadableStreamDefaultReader = stream.get_reader().unchecked_into();
        loop {
            let piece = JsFuture::from(reader.read()).await.map_err(|_| cause())?;
            // The last piece has no value.
            let Ok(piece) = member(&piece, "value").dyn_into::<Uint8Array>() else { break };
            if bytes.len() + piece.length() as usize > MAX_BODY {
                let _cancelled = reader.cancel();
                return Err(TransportError::TooLarge);
            }
            bytes.extend(piece.to_vec());
        }
    }
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
    Ok(String::from_utf8_lossy(text).into_owned())
}

fn member(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &JsValue::from_str(name)).unwrap_or_default()
}
