//! `GET` and `POST /api/v2/users`, `GET /api/v2/users-by-email`: for machine clients.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value, json};

use super::attributes;
use super::fields::{Fields, boolean, number, one};
use super::mail;
use crate::emulator::Emulator;
use crate::error::management::ManagementError;
use crate::extract::{Caller, JsonObject, Query};
use crate::tenant::ticket::Purpose;
use crate::tenant::user::User;

mod create;
mod search;

/// Parameters of a search. The last three have no effect.
const SEARCH: [&str; 8] =
    ["page", "per_page", "include_totals", "sort", "q", "connection", "search_engine", "primary_order"];
const DEFAULT_PAGE: usize = 50;
const LARGEST_PAGE: usize = 100;

/// Lists or searches users.
pub(super) async fn list(
    State(emulator): State<Emulator>,
    caller: Caller,
    Query(params): Query,
) -> Result<Response, ManagementError> {
    caller.may_act_on_anyone("read:users")?;
    let fields = Fields::parse(&params, &SEARCH)?;
    let page = number(&params, "page", 0..=usize::MAX / LARGEST_PAGE)?.unwrap_or(0);
    let per_page = number(&params, "per_page", 0..=LARGEST_PAGE)?.unwrap_or(DEFAULT_PAGE);
    let filter = search::Filter::parse(one(&params, "q")?.unwrap_or_default())?;
    let sort = search::Sort::parse(one(&params, "sort")?)?;
    let tenant = emulator.tenant();
    let mut found: Vec<Map<String, Value>> =
        tenant.users.iter().map(User::to_json).filter(|user| filter.matches(user)).collect();
    sort.sort(&mut found);
    let total = found.len();
    let users: Vec<Map<String, Value>> =
        found.into_iter().skip(page * per_page).take(per_page).map(|user| fields.select(user)).collect();
    if boolean(&params, "include_totals")? == Some(true) {
        let totals = json!({
            "start": page * per_page, "limit": per_page, "length": users.len(), "total": total, "users": users,
        });
        return Ok(Json(totals).into_response());
    }
    Ok(Json(users).into_response())
}

/// Finds users by e-mail address, including those of linked identities. The case of letters matters.
pub(super) async fn by_email(
    State(emulator): State<Emulator>,
    caller: Caller,
    Query(params): Query,
) -> Result<Response, ManagementError> {
    caller.may_act_on_anyone("read:users")?;
    let fields = Fields::parse(&params, &["email"])?;
    let email = one(&params, "email")?
        .ok_or_else(|| ManagementError::InvalidQuery("'Missing required property: email'.".to_owned()))?;
    let tenant = emulator.tenant();
    let own =
        |user: &&User| user.identities().any(|identity| identity.profile.email.as_deref() == Some(email));
    let found: Vec<Map<String, Value>> =
        tenant.users.iter().filter(own).map(|user| fields.select(user.to_json())).collect();
    Ok(Json(found).into_response())
}

/// Creates a database user.
pub(super) async fn create(
    State(emulator): State<Emulator>,
    caller: Caller,
    body: Result<JsonObject, ManagementError>,
) -> Result<Response, ManagementError> {
    caller.may_act_on_anyone("create:users")?;
    let JsonObject(body) = body?;
    Ok((StatusCode::CREATED, Json(add(&emulator, &body)?)).into_response())
}

/// Adds a database user.
///
/// # Errors
///
/// [`ManagementError`].
pub(super) fn add(
    emulator: &Emulator,
    body: &Map<String, Value>,
) -> Result<Map<String, Value>, ManagementError> {
    let now = emulator.now();
    let mut tenant = emulator.tenant();
    let user = create::user(&tenant, body, emulator.random(), now)?;
    let user = tenant.users.insert(user).map_err(|_| ManagementError::UserExists)?;
    let answer = user.to_json();
    let (key, is_verified) = (user.primary.key(), user.profile().email_verified == Some(true));
    // Auth0 sends one unless the address is verified already; `verify_email` overrides that.
    if attributes::boolean(body, "verify_email").unwrap_or(!is_verified) {
        mail::send(emulator, &mut tenant, Purpose::VerifyEmail, &key);
    }
    Ok(answer)
}
