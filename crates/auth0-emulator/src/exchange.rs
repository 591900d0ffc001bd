//! The last requests with their responses, kept for the inspector and written to the log, secrets shortened.

use std::collections::VecDeque;

use serde::Serialize;

use crate::clock::Timestamp;
use crate::fault::Effect;

mod redact;

pub(crate) use redact::{shown_body, shown_url};

/// Most exchanges that are kept.
const KEPT: usize = 100;

/// A request and its response.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Exchange {
    /// When the request arrived.
    pub(crate) at: String,
    /// Its method.
    pub(crate) method: String,
    /// Its path and query, secrets shortened.
    pub(crate) target: String,
    /// The request's body, secrets shortened.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) request: String,
    /// The status of the response. `None` if a fault was applied.
    pub(crate) status: Option<u16>,
    /// The response's body or redirect, secrets shortened.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) answer: String,
}

/// The last exchanges, the newest first.
#[derive(Debug, Default)]
pub(crate) struct Exchanges(VecDeque<Exchange>);

impl Exchanges {
    /// Adds one, and drops the oldest if there are too many.
    pub(crate) fn add(&mut self, exchange: Exchange) {
        self.0.push_front(exchange);
        self.0.truncate(KEPT);
    }

    /// The exchanges, the newest first.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Exchange> {
        self.0.iter()
    }
}

impl Exchange {
    /// A request to which a fault was applied.
    pub(crate) fn faulty(at: Timestamp, method: &str, path: &str, effect: &Effect) -> Self {
        Self {
            at: at.iso(),
            method: method.to_owned(),
            target: shown_url(path),
            request: String::new(),
            status: None,
            answer: format!("spoilt by a fault: {effect:?}"),
        }
    }
}
