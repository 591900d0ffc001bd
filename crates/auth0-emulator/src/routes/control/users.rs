//! `POST /_emulator/users`, `PATCH` and `DELETE /_emulator/users/{id}`: the Management API's operations, without a token.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value};

use crate::emulator::Emulator;
use crate::error::management::ManagementError;
use crate::extract::{ControlBody, check_properties};
use crate::routes::user::{self, patch};
use crate::routes::users;

/// Creates a database user.
pub(in crate::routes) async fn create_user(
    State(emulator): State<Emulator>,
    ControlBody(body): ControlBody<Map<String, Value>>,
) -> Result<Response, ManagementError> {
    Ok((StatusCode::CREATED, Json(users::add(&emulator, &body)?)).into_response())
}

/// Changes a user.
pub(in crate::routes) async fn change_user(
    State(emulator): State<Emulator>,
    Path(user_id): Path<String>,
    ControlBody(body): ControlBody<Map<String, Value>>,
) -> Result<Json<Map<String, Value>>, ManagementError> {
    check_properties(&body, patch::FIELDS)?;
    user::change(&emulator, &user_id, &body).map(Json)
}

/// Deletes a user with all its identities.
pub(in crate::routes) async fn delete_user(
    State(emulator): State<Emulator>,
    Path(user_id): Path<String>,
) -> Result<StatusCode, ManagementError> {
    let gone = emulator.tenant().delete_user(&user_id);
    gone.map(|_| StatusCode::NO_CONTENT).ok_or(ManagementError::NoSuchUser)
}
