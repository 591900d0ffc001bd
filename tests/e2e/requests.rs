//! The requests that reached the servers of a story, and how they were answered.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::Request as HttpRequest;
use axum::http::{Method, StatusCode};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use url::Url;

/// A request that a page, or the user's navigation, sent. Preflights are left out.
#[derive(Clone, Debug)]
pub struct Request {
    /// The method, in capitals.
    pub method: String,
    /// The whole address.
    pub url: Url,
    /// The body, where there is one that is text.
    pub body: Option<String>,
    /// The status of the answer, once there is one.
    pub status: Option<u16>,
}

/// The requests to all servers of a story, in the order they came. Clones share them.
#[derive(Clone, Debug, Default)]
pub struct RequestLog(Arc<Mutex<Vec<Request>>>);

impl RequestLog {
    /// Every request until now.
    pub fn all(&self) -> Vec<Request> {
        self.with(|requests| requests.clone())
    }

    /// Records every request to this router, which serves `origin`.
    pub fn watch(&self, router: Router, origin: &str) -> Router {
        let (log, origin) = (self.clone(), origin.to_owned());
        router.layer(from_fn(move |request: HttpRequest, next: Next| {
            let (log, origin) = (log.clone(), origin.clone());
            async move { log.record(&origin, request, next).await }
        }))
    }

    async fn record(&self, origin: &str, request: HttpRequest, next: Next) -> Response {
        let target = request.uri().path_and_query().map_or("/", |target| target.as_str());
        // Browsers ask for an icon on their own where a page names none.
        let own = request.method() == Method::OPTIONS || target == "/favicon.ico";
        let Some(url) = Url::parse(&format!("{origin}{target}")).ok().filter(|_| !own) else {
            return next.run(request).await;
        };
        let method = request.method().as_str().to_owned();
        let (head, body) = request.into_parts();
        let Ok(bytes) = to_bytes(body, usize::MAX).await else {
            return StatusCode::BAD_REQUEST.into_response();
        };
        let body = String::from_utf8(bytes.to_vec()).ok().filter(|body| !body.is_empty());
        let index = self.with(|requests| {
            requests.push(Request { method, url, body, status: None });
            requests.len() - 1
        });
        let response = next.run(HttpRequest::from_parts(head, Body::from(bytes))).await;
        self.with(|requests| {
            if let Some(request) = requests.get_mut(index) {
                request.status = Some(response.status().as_u16());
            }
        });
        response
    }

    fn with<T>(&self, act: impl FnOnce(&mut Vec<Request>) -> T) -> T {
        act(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl fmt::Display for Request {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} {}", self.method, self.url)
    }
}
