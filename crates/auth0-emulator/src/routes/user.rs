//! `GET` and `PATCH /api/v2/users/{id}`.

use axum::Json;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value};

use super::bearer::{Caller, Reach};
use super::body;
use crate::clock::Timestamp;
use crate::emulator::Emulator;
use crate::error::management::ManagementError;
use crate::tenant::metadata;
use crate::tenant::user::User;

/// Reads a user.
pub(super) async fn read(
    State(emulator): State<Emulator>,
    Path(user_id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, ManagementError> {
    let caller = Caller::of(&emulator, &headers)?;
    caller.may_act_on(&user_id, &["read:users"], &["read:current_user"])?;
    let tenant = emulator.tenant();
    let user = tenant.users.get(&user_id).ok_or(ManagementError::NoSuchUser)?;
    Ok(Json(user.to_json()).into_response())
}

/// Changes a user.
pub(super) async fn update(
    State(emulator): State<Emulator>,
    Path(user_id): Path<String>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, ManagementError> {
    let caller = Caller::of(&emulator, &headers)?;
    let reach = caller.may_act_on(
        &user_id,
        &["update:users", "update:users_app_metadata"],
        &["update:current_user_metadata"],
    )?;
    let patch = body::object(&headers, body)?;
    if reach == Reach::Itself {
        let foreign: Vec<&str> =
            patch.keys().map(String::as_str).filter(|key| *key != "user_metadata").collect();
        if !foreign.is_empty() {
            return Err(ManagementError::ForbiddenFields(foreign.join(", ")));
        }
    }
    let now = emulator.now();
    let mut tenant = emulator.tenant();
    let user = tenant.users.get_mut(&user_id).ok_or(ManagementError::NoSuchUser)?;
    apply(user, &patch, now)?;
    Ok(Json(user.to_json()).into_response())
}

fn apply(user: &mut User, patch: &Map<String, Value>, now: Timestamp) -> Result<(), ManagementError> {
    let user_metadata = metadata_patch(patch, "user_metadata")?;
    let app_metadata = metadata_patch(patch, "app_metadata")?;
    if let Some(reserved) = app_metadata.and_then(metadata::reserved_key) {
        return Err(ManagementError::InvalidBody(format!(
            "'app_metadata' must not have the property '{reserved}'."
        )));
    }
    if let Some(patch) = user_metadata {
        user.user_metadata = Some(metadata::merged(user.user_metadata.as_ref(), patch));
    }
    if let Some(patch) = app_metadata {
        let merged = metadata::merged(user.app_metadata.as_ref(), patch);
        user.app_metadata = (!merged.is_empty()).then_some(merged);
    }
    user.updated_at = now;
    Ok(())
}

fn metadata_patch<'a>(
    patch: &'a Map<String, Value>,
    name: &str,
) -> Result<Option<&'a Map<String, Value>>, ManagementError> {
    let Some(value) = patch.get(name) else { return Ok(None) };
    let Value::Object(object) = value else {
        let found = body::type_name(value);
        let message = format!("'Expected type object but found type {found}' on property {name}.");
        return Err(ManagementError::InvalidBody(message));
    };
    match metadata::forbidden_key(value) {
        Some(key) => Err(ManagementError::InvalidBody(format!(
            "'Property names must not contain . or $' on property {name} ({key})."
        ))),
        None => Ok(Some(object)),
    }
}
