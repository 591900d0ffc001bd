//! Bodies: forms and JSON, with errors in the shape of the endpoint that reads them.

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, StatusCode};
use serde_json::{Map, Value};

use crate::error::management::ManagementError;
use crate::error::oauth::OAuthError;
use crate::params::Params;

/// The parameters of an OAuth endpoint: a form, or a JSON object of texts.
///
/// # Errors
///
/// [`OAuthError::UnreadableBody`] or [`OAuthError::TooLarge`].
pub(super) fn oauth_params(
    headers: &HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Params, OAuthError> {
    let body = body.map_err(|rejection| match rejection.status() {
        StatusCode::PAYLOAD_TOO_LARGE => OAuthError::TooLarge,
        _ => OAuthError::UnreadableBody,
    })?;
    if !is_json(headers) {
        return Ok(Params::parse(&body));
    }
    let object: Map<String, Value> = serde_json::from_slice(&body).map_err(|_| OAuthError::UnreadableBody)?;
    let pairs = object.into_iter().filter(|(_, value)| !value.is_null()).map(|(name, value)| match value {
        Value::String(text) => Ok((name, text)),
        _ => Err(OAuthError::UnreadableBody),
    });
    Ok(Params::from_pairs(pairs.collect::<Result<Vec<_>, _>>()?))
}

/// The object of a Management API body: JSON, or a form where the endpoint takes one.
///
/// # Errors
///
/// [`ManagementError::InvalidBody`] or [`ManagementError::TooLarge`].
pub(super) fn object(
    headers: &HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Map<String, Value>, ManagementError> {
    let body = body.map_err(|rejection| match rejection.status() {
        StatusCode::PAYLOAD_TOO_LARGE => ManagementError::TooLarge,
        _ => ManagementError::InvalidBody("The body could not be read.".to_owned()),
    })?;
    if is_form(headers) {
        let pairs = url::form_urlencoded::parse(&body);
        return Ok(pairs
            .map(|(name, value)| (name.into_owned(), Value::String(value.into_owned())))
            .collect());
    }
    match serde_json::from_slice(&body) {
        Ok(Value::Object(object)) => Ok(object),
        Ok(other) => Err(ManagementError::InvalidBody(format!(
            "'Expected type object but found type {}'.",
            type_name(&other)
        ))),
        Err(_) => Err(ManagementError::InvalidBody("'Invalid request payload JSON format'.".to_owned())),
    }
}

/// The JSON Schema name of a value's type.
pub(super) fn type_name(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

fn content_type(headers: &HeaderMap) -> &str {
    headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

fn is_json(headers: &HeaderMap) -> bool {
    content_type(headers)
        .split(';')
        .next()
        .is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json"))
}

fn is_form(headers: &HeaderMap) -> bool {
    let kind = content_type(headers).split(';').next().unwrap_or_default().trim();
    kind.eq_ignore_ascii_case("application/x-www-form-urlencoded")
}
