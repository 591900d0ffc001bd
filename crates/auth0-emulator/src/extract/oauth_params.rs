//! The parameters of a request to an OAuth endpoint.

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;
use serde_json::{Map, Value};

use super::params::is_content_type;
use crate::error::oauth::OAuthError;
use crate::params::Params;

/// A form, or a JSON object of strings.
#[derive(Debug)]
pub(crate) struct OAuthParams(pub(crate) Params);

impl<S: Send + Sync> FromRequest<S> for OAuthParams {
    type Rejection = OAuthError;

    async fn from_request(request: Request, state: &S) -> Result<Self, OAuthError> {
        let is_json = is_content_type(request.headers(), "application/json");
        let body =
            Bytes::from_request(request, state).await.map_err(|rejection| match rejection.status() {
                StatusCode::PAYLOAD_TOO_LARGE => OAuthError::TooLarge,
                _ => OAuthError::UnreadableBody,
            })?;
        if !is_json {
            return Ok(Self(Params::parse(&body)));
        }
        let object: Map<String, Value> =
            serde_json::from_slice(&body).map_err(|_| OAuthError::UnreadableBody)?;
        let texts =
            object.into_iter().filter(|(_, value)| !value.is_null()).map(|(name, value)| match value {
                Value::String(text) => Ok((name, text)),
                _ => Err(OAuthError::UnreadableBody),
            });
        Ok(Self(Params::from_pairs(texts.collect::<Result<Vec<_>, _>>()?)))
    }
}
