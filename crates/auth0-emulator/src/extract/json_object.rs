//! The body of a Management API request.

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;
use serde_json::{Map, Value};

use super::params::is_content_type;
use crate::error::management::ManagementError;

/// A JSON object, or a form whose values are taken as JSON strings.
#[derive(Debug)]
pub(crate) struct JsonObject(pub(crate) Map<String, Value>);

impl<S: Send + Sync> FromRequest<S> for JsonObject {
    type Rejection = ManagementError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ManagementError> {
        let is_form = is_content_type(request.headers(), "application/x-www-form-urlencoded");
        let body =
            Bytes::from_request(request, state).await.map_err(|rejection| match rejection.status() {
                StatusCode::PAYLOAD_TOO_LARGE => ManagementError::TooLarge,
                _ => ManagementError::InvalidBody("The body could not be read.".to_owned()),
            })?;
        if is_form {
            let pairs = url::form_urlencoded::parse(&body);
            return Ok(Self(pairs.map(|(name, value)| (name.into_owned(), Value::from(value))).collect()));
        }
        match serde_json::from_slice(&body) {
            Ok(Value::Object(object)) => Ok(Self(object)),
            Ok(other) => Err(ManagementError::InvalidBody(format!(
                "'Expected type object but found type {}'.",
                type_name(&other)
            ))),
            Err(_) => Err(ManagementError::InvalidBody("'Invalid request payload JSON format'.".to_owned())),
        }
    }
}

/// Checks that a body has no other properties than these.
///
/// # Errors
///
/// [`ManagementError::InvalidBody`] for the first other one.
pub(crate) fn check_properties(body: &Map<String, Value>, known: &[&str]) -> Result<(), ManagementError> {
    match body.keys().find(|name| !known.contains(&name.as_str())) {
        None => Ok(()),
        Some(unknown) => {
            Err(ManagementError::InvalidBody(format!("'Additional properties not allowed: {unknown}'.")))
        }
    }
}

/// The JSON Schema name of a value's type.
pub(crate) fn type_name(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}
