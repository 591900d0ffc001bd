//! `GET` and `POST /u/signup`: a new account in the client's database.

use axum::extract::State;
use axum::response::Response;

use super::flow::Flow;
use super::mail;
use crate::emulator::Emulator;
use crate::error::login::LoginError;
use crate::extract::{PendingLogin, Submission};
use crate::pages::deliver::redirect;
use crate::pages::signup::signup;
use crate::random::Random;
use crate::tenant::Tenant;
use crate::tenant::authorization::AuthorizationRequest;
use crate::tenant::connection::Connection;
use crate::tenant::format::is_email;
use crate::tenant::identity::{Identity, IdentityId, Profile};
use crate::tenant::password::PasswordHash;
use crate::tenant::ticket::Purpose;
use crate::tenant::user::User;

/// Shows the page.
pub(super) async fn show(State(emulator): State<Emulator>, login: PendingLogin) -> Response {
    let email = login.request().login_hint.as_deref().unwrap_or_default();
    draw(&emulator.tenant(), login.request(), email, None)
}

/// Handles its forms.
pub(super) async fn submit(
    State(emulator): State<Emulator>,
    Submission { login, form }: Submission,
) -> Result<Response, LoginError> {
    let mut tenant = emulator.tenant();
    let flow = Flow::new(&emulator, &login.browser);
    let request = login.request();
    match form.first("action") {
        Some("cancel") => return Err(flow.cancel(&mut tenant, &login)),
        Some("login") => return Ok(redirect(&flow.page_address("login", &login.state, None))),
        _ => {}
    }
    let email = form.first("email").unwrap_or_default().trim();
    let password = form.first("password").unwrap_or_default();
    let account = tenant
        .offered_connections(request)
        .find(|connection| connection.allows_signup)
        .ok_or("This application has no database to sign up in.")
        .and_then(|connection| new_account(&tenant, connection, email, password, emulator.random()));
    let identity = match account {
        Ok(identity) => identity,
        Err(error) => return Ok(draw(&tenant, request, email, Some(error))),
    };
    let (key, connection) = (identity.key(), identity.connection.clone());
    if tenant.users.insert(User::new(identity, flow.now)).is_err() {
        return Ok(draw(&tenant, request, email, Some("That account exists already. Log in instead.")));
    }
    mail::send(&emulator, &mut tenant, Purpose::VerifyEmail, &key);
    let request = login.finish(&mut tenant, flow.now)?.request;
    Ok(flow.logged_in(&mut tenant, request, key, &connection))
}

fn new_account(
    tenant: &Tenant,
    connection: &Connection,
    email: &str,
    password: &str,
    random: &Random,
) -> Result<Identity, &'static str> {
    if !is_email(email) {
        return Err("Enter an e-mail address.");
    }
    if !connection.password_policy.allows(password) {
        return Err(connection.password_policy.rule());
    }
    if tenant.is_email_taken(&connection.name, email) {
        return Err("An account with this e-mail address exists already. Log in instead.");
    }
    let profile = Profile {
        email: Some(email.to_lowercase()),
        email_verified: Some(false),
        name: Some(email.to_lowercase()),
        ..Profile::default()
    };
    Ok(Identity {
        connection: connection.name.clone(),
        provider: "auth0".to_owned(),
        id: IdentityId::Text(random.hex(24)),
        is_social: false,
        profile,
        password: Some(PasswordHash::new(password, random)),
    })
}

fn draw(tenant: &Tenant, request: &AuthorizationRequest, email: &str, error: Option<&str>) -> Response {
    let database = tenant.offered_connections(request).find(|connection| connection.allows_signup);
    let rule = database.map(|database| database.password_policy).unwrap_or_default().rule();
    signup(&tenant.name, tenant.client_name(&request.client_id), email, rule, error)
}
