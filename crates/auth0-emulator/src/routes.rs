//! The endpoints of the tenant, and their router.

use axum::http::{Method, StatusCode, Uri};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{delete, get, patch, post, put};
use axum::{Json, Router};
use serde_json::json;

use crate::emulator::Emulator;
use crate::layers;

mod attributes;
mod authorize;
mod callback_confirmation;
mod client_authentication;
mod consent;
mod control;
mod discovery;
mod email_verification;
mod fields;
mod flow;
mod identities;
mod issue;
mod jwks;
mod login;
mod logout;
mod mail;
mod oidc_logout;
mod provider;
mod reset_password;
mod revoke;
mod signup;
mod token;
mod user;
mod userinfo;
mod users;

pub use control::{AccessError, TokenError, TokenRequest};

/// The routes of an emulator, to be served or called without a socket (`tower::ServiceExt::oneshot`).
pub fn router(emulator: &Emulator) -> Router {
    let routes = Router::new()
        .route("/.well-known/openid-configuration", get(discovery::openid_configuration))
        .route("/.well-known/jwks.json", get(jwks::jwks))
        .route("/authorize", get(authorize::by_query).post(authorize::by_form))
        .route("/u/login", get(login::show).post(login::submit))
        .route("/u/signup", get(signup::show).post(signup::submit))
        .route("/u/email-verification", get(email_verification::open))
        .route("/u/reset-password/request", get(reset_password::show_request).post(reset_password::request))
        .route("/u/reset-verify", get(reset_password::show).post(reset_password::submit))
        .route("/dbconnections/change_password", post(reset_password::change_password))
        .route("/u/provider", get(provider::show).post(provider::submit))
        .route("/u/consent", get(consent::show).post(consent::submit))
        .route("/u/confirm", get(callback_confirmation::show).post(callback_confirmation::submit))
        .route("/oauth/token", post(token::token))
        .route("/oauth/revoke", post(revoke::revoke))
        .route("/userinfo", get(userinfo::userinfo).post(userinfo::userinfo))
        .route("/v2/logout", get(logout::v2_logout))
        .route("/oidc/logout", get(oidc_logout::by_query).post(oidc_logout::by_form))
        .route("/api/v2/users", get(users::list).post(users::create))
        .route("/api/v2/users-by-email", get(users::by_email))
        .route("/api/v2/users/{id}", get(user::read).patch(user::update).delete(user::remove))
        .route("/api/v2/users/{id}/identities", post(identities::link))
        .route("/api/v2/users/{id}/identities/{provider}/{user_id}", delete(identities::unlink))
        .route("/", get(|| async { Redirect::to("/_emulator") }))
        .route("/_emulator", get(control::inspector))
        .route("/_emulator/", get(control::inspector))
        .route("/_emulator/state", get(control::state))
        .route("/_emulator/reset", post(control::reset))
        .route("/_emulator/clock", post(control::clock))
        .route(
            "/_emulator/faults",
            get(control::faults)
                .post(control::add_fault)
                .put(control::replace_faults)
                .delete(control::clear_faults),
        )
        .route("/_emulator/keys", post(control::keys))
        .route("/_emulator/token", post(control::token))
        .route("/_emulator/claims", put(control::claims))
        .route("/_emulator/permissions", put(control::permissions))
        .route("/_emulator/users", post(control::create_user))
        .route("/_emulator/users/{id}", patch(control::change_user).delete(control::delete_user))
        .route("/_emulator/form", post(control::submit))
        .route("/_emulator/settings", patch(control::settings))
        .fallback(unknown_route)
        .method_not_allowed_fallback(unknown_route);
    layers::wrap(routes, emulator).with_state(emulator.clone())
}

/// Says that the emulator lacks the route, so that it is not mistaken for a response of Auth0.
async fn unknown_route(method: Method, uri: Uri) -> Response {
    let message = format!("auth0-emulator has no route {method} {}", uri.path());
    let body = json!({ "statusCode": 404, "error": "Not Found", "message": message, "errorCode": "emulator_no_route" });
    (StatusCode::NOT_FOUND, Json(body)).into_response()
}
