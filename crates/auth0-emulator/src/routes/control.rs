//! The control API under `/_emulator/`: state, reset, clock, faults, keys, settings, claims and permissions, users, tokens.
//!
//! For developers, and for tests in other languages. Pages of other origins cannot use it.

use std::time::Duration;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::emulator::Emulator;
use crate::extract::{ControlBody, Query};
use crate::fault::{Fault, Faults};
use crate::pages;
use crate::snapshot::Snapshot;
use crate::tenant::settings::{Settings, SettingsPatch};

mod claims;
mod form;
mod token;
mod users;

pub use claims::AccessError;
pub(super) use claims::{claims, permissions};
pub(super) use form::submit;
pub(super) use token::token;
pub use token::{TokenError, TokenRequest};
pub(super) use users::{change_user, create_user, delete_user};

/// How to move the clock.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub(super) enum ClockMove {
    /// Forward by this many seconds.
    Advance(u64),
    /// To a time in seconds since the epoch.
    Set(i64),
    /// Undo all moves.
    Reset,
}

/// How to change the signing keys.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum KeyMove {
    /// Sign with a new key. The old one stays published.
    Rotate,
    /// Publish one more key, which does not sign.
    Publish,
    /// Publish only the signing key.
    RevokeOlder,
}

/// Shows the inspector page, with the users that `q` finds.
pub(super) async fn inspector(State(emulator): State<Emulator>, Query(query): Query) -> Response {
    pages::inspector::inspector(&Snapshot::of(&emulator), query.first("q").unwrap_or_default())
}

/// What the inspector shows, as JSON.
pub(super) async fn state(State(emulator): State<Emulator>) -> Json<Value> {
    Json(json!(Snapshot::of(&emulator)))
}

/// Returns to the seed.
pub(super) async fn reset(State(emulator): State<Emulator>) -> StatusCode {
    emulator.reset();
    StatusCode::NO_CONTENT
}

/// Moves the clock.
pub(super) async fn clock(
    State(emulator): State<Emulator>,
    ControlBody(body): ControlBody<ClockMove>,
) -> Json<Value> {
    match body {
        ClockMove::Advance(seconds) => emulator.clock().advance(Duration::from_secs(seconds)),
        ClockMove::Set(seconds) => emulator.clock().set(seconds),
        ClockMove::Reset => emulator.clock().reset(),
    }
    Json(json!({ "now": emulator.now().seconds() }))
}

/// Shows the current faults.
pub(super) async fn faults(State(emulator): State<Emulator>) -> Json<Faults> {
    Json(emulator.faults().clone())
}

/// Adds a fault of one route.
pub(super) async fn add_fault(
    State(emulator): State<Emulator>,
    ControlBody(fault): ControlBody<Fault>,
) -> StatusCode {
    emulator.add_fault(fault);
    StatusCode::NO_CONTENT
}

/// Replaces all faults.
pub(super) async fn replace_faults(
    State(emulator): State<Emulator>,
    ControlBody(faults): ControlBody<Faults>,
) -> StatusCode {
    *emulator.faults() = faults;
    StatusCode::NO_CONTENT
}

/// Removes all faults.
pub(super) async fn clear_faults(State(emulator): State<Emulator>) -> StatusCode {
    *emulator.faults() = Faults::default();
    StatusCode::NO_CONTENT
}

/// Rotates, publishes or revokes keys.
pub(super) async fn keys(
    State(emulator): State<Emulator>,
    ControlBody(body): ControlBody<KeyMove>,
) -> StatusCode {
    match body {
        KeyMove::Rotate => emulator.rotate_signing_key(),
        KeyMove::Publish => emulator.publish_another_key(),
        KeyMove::RevokeOlder => emulator.revoke_older_keys(),
    }
    StatusCode::NO_CONTENT
}

/// Changes settings.
pub(super) async fn settings(
    State(emulator): State<Emulator>,
    ControlBody(patch): ControlBody<SettingsPatch>,
) -> Json<Settings> {
    let mut tenant = emulator.tenant();
    patch.apply(&mut tenant.settings);
    Json(tenant.settings)
}
