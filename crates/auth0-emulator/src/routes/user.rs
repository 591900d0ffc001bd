//! `GET`, `PATCH` and `DELETE /api/v2/users/{id}`.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value};

use super::fields::Fields;
use super::mail;
use crate::emulator::Emulator;
use crate::error::management::ManagementError;
use crate::extract::{Caller, JsonObject, Query, Reach, check_properties};
use crate::tenant::ticket::Purpose;

pub(super) mod patch;

/// Reads a user.
pub(super) async fn read(
    State(emulator): State<Emulator>,
    Path(user_id): Path<String>,
    caller: Caller,
    Query(params): Query,
) -> Result<Response, ManagementError> {
    caller.may_act_on(&user_id, &["read:users"], &["read:current_user"])?;
    let fields = Fields::parse(&params, &[])?;
    let tenant = emulator.tenant();
    let user = tenant.users.get(&user_id).ok_or(ManagementError::NoSuchUser)?;
    Ok(Json(fields.select(user.to_json())).into_response())
}

/// Changes a user. On an error, nothing is changed.
pub(super) async fn update(
    State(emulator): State<Emulator>,
    Path(user_id): Path<String>,
    caller: Caller,
    body: Result<JsonObject, ManagementError>,
) -> Result<Response, ManagementError> {
    let reach = caller.may_act_on(
        &user_id,
        &["update:users", "update:users_app_metadata"],
        &["update:current_user_metadata"],
    )?;
    let JsonObject(patch) = body?;
    let may_change: &[&str] = match reach {
        Reach::Itself => &["user_metadata"],
        Reach::Anyone if caller.scopes.contains("update:users") => patch::FIELDS,
        Reach::Anyone => &["app_metadata"],
    };
    check_properties(&patch, patch::FIELDS)?;
    let foreign: Vec<&str> =
        patch.keys().map(String::as_str).filter(|key| !may_change.contains(key)).collect();
    if !foreign.is_empty() {
        return Err(ManagementError::ForbiddenFields(foreign.join(", ")));
    }
    Ok(Json(change(&emulator, &user_id, &patch)?).into_response())
}

/// Applies a patch whose properties the caller may change. On an error, nothing is changed.
///
/// # Errors
///
/// [`ManagementError`].
pub(super) fn change(
    emulator: &Emulator,
    user_id: &str,
    patch: &Map<String, Value>,
) -> Result<Map<String, Value>, ManagementError> {
    let now = emulator.now();
    let mut tenant = emulator.tenant();
    let user = tenant.users.get(user_id).ok_or(ManagementError::NoSuchUser)?;
    let mut changed = user.clone();
    let identity = patch::apply(&mut changed, patch, &tenant, emulator.random())?;
    changed.updated_at = now;
    let answer = changed.to_json();
    if let Some(user) = tenant.users.get_mut(user_id) {
        *user = changed;
    }
    if patch.get("verify_email") == Some(&Value::Bool(true)) {
        mail::send(emulator, &mut tenant, Purpose::VerifyEmail, &identity);
    }
    Ok(answer)
}

/// Deletes a user with all its identities. The response for an unknown user is the same.
pub(super) async fn remove(
    State(emulator): State<Emulator>,
    Path(user_id): Path<String>,
    caller: Caller,
) -> Result<StatusCode, ManagementError> {
    caller.may_act_on_anyone("delete:users")?;
    emulator.tenant().delete_user(&user_id);
    Ok(StatusCode::NO_CONTENT)
}
