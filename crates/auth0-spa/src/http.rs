//! HTTP as an argument: plain requests and responses, and transport errors.

mod wait;

use std::future::Future;

use thiserror::Error;

use crate::json::{self, Value};
use crate::secret::AccessToken;

pub use wait::seconds_to_wait;

/// The largest response body that is read, in bytes. Everything that is asked for is far smaller.
pub const MAX_BODY: usize = 1 << 20;

/// Sends one request, once.
///
/// An implementation never repeats a request, follows no redirect, sends no cookie and no referrer, and times out
/// after a time of its own choosing (10 seconds in the browser).
pub trait HttpClient {
    /// Sends `request` and reads the whole response.
    ///
    /// # Errors
    ///
    /// [`TransportError`] when no complete response arrived. A status of 400 or more is a response.
    fn send(&self, request: HttpRequest) -> impl Future<Output = Result<HttpResponse, TransportError>>;
}

/// The methods this app uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// `GET`.
    Get,
    /// `POST`.
    Post,
    /// `PATCH`.
    Patch,
    /// `DELETE`.
    Delete,
}

/// What a request carries. Its `Debug` shows the kind only: a code, a verifier or a token may be inside.
#[derive(Clone, PartialEq, Eq)]
pub enum Body {
    /// No body.
    Empty,
    /// `application/x-www-form-urlencoded`, already encoded.
    Form(String),
    /// `application/json`, already encoded.
    Json(String),
}

impl std::fmt::Debug for Body {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(match self {
            Self::Empty => "Empty",
            Self::Form(_) => "Form([redacted])",
            Self::Json(_) => "Json([redacted])",
        })
    }
}

/// One request. Its `Debug` shows neither the token nor the body, which may carry one.
#[derive(Clone, PartialEq, Eq)]
pub struct HttpRequest {
    /// The HTTP method.
    pub method: Method,
    /// Absolute URL.
    pub url: String,
    /// Goes into `Authorization: Bearer …`.
    pub bearer: Option<AccessToken>,
    /// Body and its content type.
    pub body: Body,
}

impl std::fmt::Debug for HttpRequest {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("HttpRequest")
            .field("method", &self.method)
            .field("url", &self.url)
            .finish_non_exhaustive()
    }
}

/// One response. Header values are those a browser lets a page of another origin read; they may be missing.
#[derive(Clone, PartialEq, Eq)]
pub struct HttpResponse {
    /// Status code.
    pub status: u16,
    /// Seconds after which to try again, where the server says so: see [`seconds_to_wait`].
    pub retry_after: Option<u32>,
    /// Body as text.
    pub body: String,
}

impl HttpResponse {
    /// The body as JSON, `None` when it is anything else (a proxy's HTML page, a truncated response).
    ///
    /// There is no type for each response, which would add kilobytes to the bundle.
    pub fn json(&self) -> Option<Value> {
        json::read(&self.body).ok()
    }
}

impl std::fmt::Debug for HttpResponse {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("HttpResponse").field("status", &self.status).finish_non_exhaustive()
    }
}

/// No complete response arrived.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum TransportError {
    /// The device is offline: nothing was sent.
    #[error("offline")]
    Offline,
    /// Timed out. Whether the request was carried out is unknown.
    #[error("no answer in time")]
    TimedOut,
    /// The browser failed the request: network, DNS, TLS, a redirect, or an origin the tenant does not allow (CORS).
    /// A page cannot tell these apart. Whether the request was carried out is unknown.
    #[error("the request failed")]
    Failed,
    /// The response was larger than [`MAX_BODY`].
    #[error("the answer is too large")]
    TooLarge,
}

impl TransportError {
    /// Whether the server may have carried the request out although no response arrived.
    #[must_use]
    pub const fn outcome_unknown(self) -> bool {
        !matches!(self, Self::Offline)
    }
}
