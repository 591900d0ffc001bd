//! Requests with their responses, kept for the inspector and written to the log, secrets shortened.

use serde::Serialize;

use crate::clock::Timestamp;
use crate::fault::Effect;

mod redact;

pub(crate) use redact::{shown_body, shown_url};

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
