//! `GET` and `POST /u/reset-password/request`: asks for a link for a new password. `GET` and `POST /u/reset-verify`: the
//! link, where the password is chosen. `POST /dbconnections/change_password`: the first step for applications.

use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};

use super::flow::Flow;
use super::mail::send_password_link;
use crate::emulator::Emulator;
use crate::error::login::LoginError;
use crate::error::oauth::OAuthError;
use crate::extract::{Form, OAuthParams, PendingLogin, Query, Submission};
use crate::pages::deliver::redirect;
use crate::pages::{notice, reset_password as page};
use crate::tenant::connection::Connection;
use crate::tenant::format::is_email;
use crate::tenant::password::PasswordHash;

/// Shows the page that asks for the address.
pub(super) async fn show_request(State(emulator): State<Emulator>, login: PendingLogin) -> Response {
    let email = login.request().login_hint.as_deref().unwrap_or_default();
    page::request(&emulator.tenant().name, email, None)
}

/// Sends a link, and says so whether or not there is such an account.
pub(super) async fn request(
    State(emulator): State<Emulator>,
    Submission { login, form }: Submission,
) -> Result<Response, LoginError> {
    if form.first("action") == Some("login") {
        let flow = Flow::new(&emulator, &login.browser);
        return Ok(redirect(&flow.page_address("login", &login.state, None)));
    }
    let mut tenant = emulator.tenant();
    let email = form.first("email").unwrap_or_default().trim();
    if !is_email(email) {
        return Ok(page::request(&tenant.name, email, Some("Enter an e-mail address.")));
    }
    let databases = tenant.offered_connections(login.request()).filter(|one| one.is_database());
    let databases: Vec<String> = databases.map(|database| database.name.clone()).collect();
    send_password_link(&emulator, &mut tenant, &databases, email);
    Ok(page::requested(&tenant.name, email))
}

/// Sends a link (Auth0, Authentication API, "Change password"). The answer is the same for an address without an account.
pub(super) async fn change_password(
    State(emulator): State<Emulator>,
    OAuthParams(params): OAuthParams,
) -> Result<Response, OAuthError> {
    const ANSWER: &str = "We've just sent you an email to reset your password.";
    let email = params.one("email")?.ok_or(OAuthError::Missing("email"))?;
    let name = params.one("connection")?.ok_or(OAuthError::Missing("connection"))?;
    let client_id = params.one("client_id")?.ok_or(OAuthError::Missing("client_id"))?;
    let mut tenant = emulator.tenant();
    let client = tenant.client(client_id).ok_or(OAuthError::InvalidClient)?;
    let is_own = |database: &Connection| database.is_database() && database.name == name;
    if !tenant.connections_of(client).any(is_own) {
        return Err(OAuthError::UnknownDatabase(name.to_owned()));
    }
    send_password_link(&emulator, &mut tenant, &[name.to_owned()], email);
    Ok(([(CONTENT_TYPE, "text/html; charset=utf-8")], ANSWER).into_response())
}

/// Shows the page of a link.
pub(super) async fn show(State(emulator): State<Emulator>, Query(query): Query) -> Response {
    draw(&emulator, query.first("ticket").unwrap_or_default(), None)
}

/// Sets the password.
pub(super) async fn submit(
    State(emulator): State<Emulator>,
    Query(query): Query,
    form: Result<Form, axum::extract::rejection::BytesRejection>,
) -> Result<Response, LoginError> {
    let Form(form) = form.map_err(LoginError::Unreadable)?;
    let ticket = query.first("ticket").unwrap_or_default();
    let password = form.first("password").unwrap_or_default();
    let now = emulator.now();
    let policy = emulator.tenant().password_change(ticket, now).map(|(_, policy)| policy);
    if let Ok(policy) = policy {
        if !policy.allows(password) {
            return Ok(draw(&emulator, ticket, Some(policy.rule())));
        }
        if form.first("again") != Some(password) {
            return Ok(draw(&emulator, ticket, Some("The two passwords differ.")));
        }
        let hash = PasswordHash::new(password, emulator.random());
        if emulator.tenant().change_password(ticket, hash, now).is_ok() {
            let done = "Your password has been changed. Go back to the application and log in with it.";
            return Ok(notice::done("Password changed", done));
        }
    }
    Ok(draw(&emulator, ticket, None))
}

fn draw(emulator: &Emulator, ticket: &str, error: Option<&str>) -> Response {
    let tenant = emulator.tenant();
    match tenant.password_change(ticket, emulator.now()) {
        Ok((email, policy)) => page::choose(&tenant.name, &email, policy.rule(), error),
        Err(refusal) => notice::refused("This link cannot be used", &refusal.to_string()),
    }
}
