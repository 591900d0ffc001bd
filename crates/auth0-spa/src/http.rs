//! HTTP as an argument: plain requests and responses, and transport errors.

mod wait;

use std::future::Future;

use thiserror::Error;

use crate::json::{self, Value};
use crate::secret::AccessToken;

pub use wait::seconds_to_wait;

/// The most that is read of an answer, in bytes. Everything that is asked for is far smaller.
pub const MAX_BODY: usize = 1 << 20;

/// Sends one request, once.
///
/// An implementation never repeats a request, follows no redirect, sends no cookie and no referrer, and gives up
/// after a time of its own choosing (10 seconds in the browser).
pub trait HttpClient {
    /// Sends `request` and reads the whole answer.
    ///
    /// # Errors
    ///
    /// [`TransportError`] when no complete answer arrived. A status of 400 and more is an answer.
    fn send(&self, request: HttpRequest) -> impl Future<Output = Result<HttpResponse, TransportError>>;
}

/// The methods this app uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Read.
    Get,
    /// Create, or exchange a code.
    Post,
    /// Change a part.
    Patch,
    /// Remove.
    Delete,
}

/// What a request carries. Its `Debug` shows the kind only: a code, a verifier or a token may be inside.
#[derive(Clone, PartialEq, Eq)]
pub enum Body {
    /// Nothing.
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
    /// Method.
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

/// One answer. Header values are those a browser lets a page of another origin read; they may be missing.
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
    /// The body as JSON, `None` when it is anything else (a proxy's HTML page, half an answer).
    ///
    /// There is no type for each answer, which would add kilobytes to the bundle.
    pub fn json(&self) -> Option<Value> {
        json::read(&self.body).ok()
    }
}

impl std::fmt::Debug for HttpResponse {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("HttpResponse").field("status", &self.status).finish_non_exhaustive()
    }
}

/// No complete answer arrived.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum TransportError {
    /// The device is offline: nothing was sent.
    #[error("offline")]
    Offline,
    /// No answer in time. Whether the request was carried out is unknown.
    #[error("no answer in time")]
    TimedOut,
    /// The browser failed the request: network, DNS, TLS, a redirect, or an origin the tenant does not allow (CORS).
    /// A page cannot tell these apart. Whether the request was carried out is unknown.
    #[error("the request failed")]
    Failed,
    /// The answer was larger than [`MAX_BODY`].
    #[error("the answer is too large")]
    TooLarge,
}

impl TransportError {
    /// Whether the server may have carried the request out although we saw no answer.
    #[must_use]
    pub const fn outcome_unknown(self) -> bool {
        !matches!(self, Self::Offline)
    }
}
