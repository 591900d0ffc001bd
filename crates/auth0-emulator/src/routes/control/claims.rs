//! `PUT /_emulator/claims` and `/_emulator/permissions`: what Actions add to tokens, and what users may do.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::json;
use thiserror::Error;

use crate::emulator::Emulator;
use crate::extract::ControlBody;
use crate::tenant::custom_claims::CustomClaims;
use crate::tenant::permissions::Permissions;

/// Claims or permissions that do not fit the tenant. Nothing was changed.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("{}", .0.join("; "))]
pub struct AccessError(Vec<String>);

impl IntoResponse for AccessError {
    fn into_response(self) -> Response {
        (StatusCode::BAD_REQUEST, Json(json!({ "error": self.to_string() }))).into_response()
    }
}

impl Emulator {
    /// Replaces the custom claims of tokens, in place of the Actions of a real tenant (Auth0, "Create Custom Claims").
    ///
    /// # Errors
    ///
    /// [`AccessError`]: a name that Auth0 refuses, a client or a user that does not exist.
    pub fn set_claims(&self, claims: Vec<CustomClaims>) -> Result<(), AccessError> {
        let mut tenant = self.tenant();
        let is_user = |id: &str| tenant.users.get(id).is_some();
        let mistakes = claims.iter().flat_map(|claims| claims.mistakes(&tenant.clients, is_user)).collect();
        checked(mistakes)?;
        tenant.claims = claims;
        Ok(())
    }

    /// Replaces the permissions of users for APIs (Auth0, "Role-Based Access Control").
    ///
    /// # Errors
    ///
    /// [`AccessError`]: a user, an API or a permission that does not exist, an API without `enforce_policies`.
    pub fn set_permissions(&self, permissions: Permissions) -> Result<(), AccessError> {
        let mut tenant = self.tenant();
        checked(permissions.mistakes(&tenant.resource_servers, |id| tenant.users.get(id).is_some()))?;
        tenant.permissions = permissions;
        Ok(())
    }
}

fn checked(mistakes: Vec<String>) -> Result<(), AccessError> {
    if mistakes.is_empty() { Ok(()) } else { Err(AccessError(mistakes)) }
}

/// Replaces the claims.
pub(in crate::routes) async fn claims(
    State(emulator): State<Emulator>,
    ControlBody(claims): ControlBody<Vec<CustomClaims>>,
) -> Result<StatusCode, AccessError> {
    emulator.set_claims(claims).map(|()| StatusCode::NO_CONTENT)
}

/// Replaces the permissions.
pub(in crate::routes) async fn permissions(
    State(emulator): State<Emulator>,
    ControlBody(permissions): ControlBody<Permissions>,
) -> Result<StatusCode, AccessError> {
    emulator.set_permissions(permissions).map(|()| StatusCode::NO_CONTENT)
}
