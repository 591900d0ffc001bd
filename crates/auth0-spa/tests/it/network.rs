//! HTTP as in a browser, straight into the tenant's router: preflights, origins, no redirects. Requests and answers can be lost.

use std::cell::{Cell, RefCell};

use auth0_emulator::{Clock, Emulator, router};
use auth0_spa::http::{Body, Method, seconds_to_wait};
use auth0_spa::{HttpClient, HttpRequest, HttpResponse, TransportError, UnixTime};
use axum::Router;
use axum::body::to_bytes;
use axum::http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_REQUEST_HEADERS, ACCESS_CONTROL_REQUEST_METHOD,
    AUTHORIZATION, CONTENT_TYPE, HeaderName, ORIGIN,
};
use axum::http::{Request, Response};
use tower::ServiceExt as _;

/// What can happen to a request, once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mishap {
    /// It never arrives.
    RequestLost(Method),
    /// It is carried out, and its answer never arrives.
    AnswerLost(Method),
}

/// The network between the page and the tenant.
pub(crate) struct Network {
    router: Router,
    tenant: String,
    origin: &'static str,
    clock: Clock,
    mishap: Cell<Option<Mishap>>,
    log: RefCell<Vec<String>>,
}

impl Network {
    /// For a page of this origin.
    pub(crate) fn new(emulator: &Emulator, origin: &'static str) -> Self {
        let tenant = emulator.issuer().trim_end_matches('/').to_owned();
        let (router, clock) = (router(emulator), emulator.clock().clone());
        Self { router, tenant, origin, clock, mishap: Cell::default(), log: RefCell::default() }
    }

    /// Loses the next request of a method, or its answer.
    pub(crate) fn next(&self, mishap: Mishap) {
        self.mishap.set(Some(mishap));
    }

    /// Method and path of the requests since the last call.
    pub(crate) fn take_log(&self) -> Vec<String> {
        self.log.take()
    }

    async fn ask(&self, request: Request<axum::body::Body>) -> Response<axum::body::Body> {
        match self.router.clone().oneshot(request).await {
            Ok(response) => response,
            Err(never) => match never {},
        }
    }

    /// The preflight of a request that is more than a form.
    async fn preflight(
        &self,
        path: &str,
        method: &str,
        headers: &[HeaderName],
    ) -> Result<(), TransportError> {
        let names: Vec<_> = headers.iter().map(HeaderName::as_str).collect();
        let request = Request::options(path)
            .header(ORIGIN, self.origin)
            .header(ACCESS_CONTROL_REQUEST_METHOD, method)
            .header(ACCESS_CONTROL_REQUEST_HEADERS, names.join(","))
            .body(axum::body::Body::empty())
            .expect("a request");
        let response = self.ask(request).await;
        let allows = |header: HeaderName, wanted: &str| {
            header_text(&response, header).split(',').any(|one| one.trim().eq_ignore_ascii_case(wanted))
        };
        let all_allowed = response.status().is_success()
            && self.may_read(&response)
            && allows(ACCESS_CONTROL_ALLOW_METHODS, method)
            && names.iter().all(|name| allows(ACCESS_CONTROL_ALLOW_HEADERS, name));
        if all_allowed { Ok(()) } else { Err(TransportError::Failed) }
    }

    fn may_read(&self, response: &Response<axum::body::Body>) -> bool {
        let allowed = header_text(response, ACCESS_CONTROL_ALLOW_ORIGIN);
        allowed == "*" || allowed == self.origin
    }
}

impl HttpClient for Network {
    async fn send(&self, request: HttpRequest) -> Result<HttpResponse, TransportError> {
        let HttpRequest { method, url, bearer, body } = request;
        let path = url.strip_prefix(&self.tenant).expect("requests go to the tenant only");
        let name = name(method);
        self.log.borrow_mut().push(format!("{name} {path}"));
        let mishap = self.mishap.take();
        match mishap {
            Some(Mishap::RequestLost(lost)) if lost == method => return Err(TransportError::Failed),
            Some(Mishap::AnswerLost(lost)) if lost == method => {}
            other => self.mishap.set(other),
        }

        let mut builder = Request::builder().method(name).uri(path).header(ORIGIN, self.origin);
        let mut asked = Vec::new();
        if let Some(token) = bearer {
            builder = builder.header(AUTHORIZATION, format!("Bearer {}", token.secret()));
            asked.push(AUTHORIZATION);
        }
        let text = match body {
            Body::Empty => String::new(),
            Body::Form(text) => {
                builder = builder.header(CONTENT_TYPE, "application/x-www-form-urlencoded");
                text
            }
            Body::Json(text) => {
                builder = builder.header(CONTENT_TYPE, "application/json");
                asked.push(CONTENT_TYPE);
                text
            }
        };
        if !asked.is_empty() {
            self.preflight(path, name, &asked).await?;
        }
        let response = self.ask(builder.body(text.into()).expect("a request")).await;
        if matches!(mishap, Some(Mishap::AnswerLost(lost)) if lost == method) {
            return Err(TransportError::TimedOut);
        }
        if response.status().is_redirection() || !self.may_read(&response) {
            return Err(TransportError::Failed);
        }
        let status = response.status().as_u16();
        let [after, reset] = ["retry-after", "x-ratelimit-reset"].map(|name| exposed(&response, name));
        let retry_after = seconds_to_wait(after, reset, UnixTime(self.clock.now().seconds()));
        let bytes = to_bytes(response.into_body(), usize::MAX).await.map_err(|_| TransportError::Failed)?;
        Ok(HttpResponse { status, retry_after, body: String::from_utf8_lossy(&bytes).into_owned() })
    }
}

fn name(method: Method) -> &'static str {
    match method {
        Method::Get => "GET",
        Method::Post => "POST",
        Method::Patch => "PATCH",
        Method::Delete => "DELETE",
    }
}

fn header_text(response: &Response<axum::body::Body>, name: HeaderName) -> &str {
    response.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

/// A header that a page of another origin may read.
fn exposed<'a>(response: &'a Response<axum::body::Body>, name: &str) -> Option<&'a str> {
    let exposed = header_text(response, ACCESS_CONTROL_EXPOSE_HEADERS);
    let may = exposed.split(',').any(|one| one.trim().eq_ignore_ascii_case(name));
    response.headers().get(name).filter(|_| may).and_then(|value| value.to_str().ok())
}
