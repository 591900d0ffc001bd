//! `GET`, `PATCH` and `DELETE /api/v2/users/{id}`.

use axum::Json;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};

use super::bearer::{Caller, Reach};
use super::body;
use super::fields::Fields;
use crate::emulator::Emulator;
use crate::error::management::ManagementError;
use crate::params::Params;

mod patch;

/// Reads a user.
pub(super) async fn read(
    State(emulator): State<Emulator>,
    Path(user_id): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, ManagementError> {
    let caller = Caller::of(&emulator, &headers)?;
    caller.may_act_on(&user_id, &["read:users"], &["read:current_user"])?;
    let fields = Fields::parse(&Params::parse(query.unwrap_or_default().as_bytes()))?;
    let tenant = emulator.tenant();
    let user = tenant.users.get(&user_id).ok_or(ManagementError::NoSuchUser)?;
    Ok(Json(fields.select(user.to_json())).into_response())
}

/// Changes a user, wholly or not at all.
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
    let may_change: &[&str] = match reach {
        Reach::Itself => &["user_metadata"],
        Reach::Anyone if caller.scopes.contains("update:users") => patch::FIELDS,
        Reach::Anyone => &["app_metadata"],
    };
    if let Some(unknown) = patch.keys().find(|key| !patch::FIELDS.contains(&key.as_str())) {
        return Err(ManagementError::InvalidBody(format!("'Additional properties not allowed: {unknown}'.")));
    }
    let foreign: Vec<&str> =
        patch.keys().map(String::as_str).filter(|key| !may_change.contains(key)).collect();
    if !foreign.is_empty() {
        return Err(ManagementError::ForbiddenFields(foreign.join(", ")));
    }
    let now = emulator.now();
    let mut tenant = emulator.tenant();
    let user = tenant.users.get(&user_id).ok_or(ManagementError::NoSuchUser)?;
    let mut changed = user.clone();
    patch::apply(&mut changed, &patch, &tenant.connections, emulator.random())?;
    changed.updated_at = now;
    let answer = changed.to_json();
    if let Some(user) = tenant.users.get_mut(&user_id) {
        *user = changed;
    }
    Ok(Json(answer).into_response())
}

/// Removes a user with all its identities. A user that does not exist is answered alike.
pub(super) async fn remove(
    State(emulator): State<Emulator>,
    Path(user_id): Path<String>,
    headers: HeaderMap,
) -> Result<StatusCode, ManagementError> {
    let caller = Caller::of(&emulator, &headers)?;
    caller.may_act_on(&user_id, &["delete:users"], &[])?;
    emulator.tenant().delete_user(&user_id);
    Ok(StatusCode::NO_CONTENT)
}
