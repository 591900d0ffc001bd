//! `GET` and `POST /u/signup`: a new account in the client's database.

use axum::body::Bytes;
use axum::extract::{RawQuery, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};

use super::flow::{self, Flow};
use crate::cookies::Browser;
use crate::emulator::Emulator;
use crate::pages::deliver::redirect;
use crate::pages::signup::signup;
use crate::params::Params;
use crate::random::Random;
use crate::tenant::Tenant;
use crate::tenant::authorization::{AuthorizationRequest, AuthorizeError};
use crate::tenant::connection::Connection;
use crate::tenant::identity::{Identity, IdentityId, IdentityKey, Profile};
use crate::tenant::password::PasswordHash;
use crate::tenant::user::User;

const SHORTEST_PASSWORD: usize = 8;

/// Shows the page.
pub(super) async fn show(
    State(emulator): State<Emulator>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let browser = Browser::of(&headers);
    let tenant = emulator.tenant();
    let flow = Flow::new(&emulator, &browser, emulator.now());
    match flow.pending(&tenant, &Params::parse(query.unwrap_or_default().as_bytes())) {
        Ok(pending) => {
            let email = pending.transaction.request.login_hint.clone().unwrap_or_default();
            draw(&tenant, &pending.transaction.request, &email, None)
        }
        Err(refusal) => refusal.into_response(),
    }
}

/// Takes one of its forms.
pub(super) async fn submit(
    State(emulator): State<Emulator>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let browser = Browser::of(&headers);
    let form = Params::parse(&body);
    let now = emulator.now();
    let mut tenant = emulator.tenant();
    let flow = Flow::new(&emulator, &browser, now);
    let pending = match flow.pending(&tenant, &Params::parse(query.unwrap_or_default().as_bytes())) {
        Ok(pending) => pending,
        Err(refusal) => return refusal.into_response(),
    };
    let request = &pending.transaction.request;
    match form.first("action") {
        Some("cancel") => {
            flow.finish(&mut tenant, &pending);
            return flow::refuse(&request.reply_to, &AuthorizeError::Canceled);
        }
        Some("login") => return redirect(&flow.page_address("login", &pending.state, None)),
        _ => {}
    }
    let email = form.first("email").unwrap_or_default().trim();
    let account = database(&tenant, request)
        .cloned()
        .ok_or("This application has no database to sign up in.")
        .and_then(|connection| {
            let password = form.first("password").unwrap_or_default();
            new_account(&tenant, &connection, email, password, emulator.random())
        });
    match account {
        Err(error) => draw(&tenant, request, email, Some(error)),
        Ok(identity) => {
            let (key, connection): (IdentityKey, String) = (identity.key(), identity.connection.clone());
            if tenant.users.insert(User::new(identity, now)).is_err() {
                return draw(&tenant, request, email, Some("That account exists already. Log in instead."));
            }
            flow.finish(&mut tenant, &pending);
            flow.logged_in(&mut tenant, pending.transaction.request, key, &connection)
        }
    }
}

fn new_account(
    tenant: &Tenant,
    connection: &Connection,
    email: &str,
    password: &str,
    random: &Random,
) -> Result<Identity, &'static str> {
    let Some((local, domain)) = email.split_once('@') else { return Err("Enter an e-mail address.") };
    if local.is_empty() || domain.is_empty() || email.chars().any(char::is_whitespace) {
        return Err("Enter an e-mail address.");
    }
    if password.chars().count() < SHORTEST_PASSWORD {
        return Err("The password needs at least 8 characters.");
    }
    let is_taken = |identity: &Identity| {
        identity.connection == connection.name
            && identity.profile.email.as_deref().is_some_and(|own| own.eq_ignore_ascii_case(email))
    };
    if tenant.users.iter().flat_map(User::identities).any(is_taken) {
        return Err("An account with this e-mail address exists already. Log in instead.");
    }
    let profile = Profile {
        email: Some(email.to_lowercase()),
        email_verified: Some(false),
        name: Some(email.to_lowercase()),
        nickname: Some(local.to_lowercase()),
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

fn database<'a>(tenant: &'a Tenant, request: &AuthorizationRequest) -> Option<&'a Connection> {
    let client = tenant.client(&request.client_id)?;
    let asked = request.connection.as_deref();
    tenant.connections.iter().find(|connection| {
        connection.allows_signup
            && connection.enabled_clients.contains(&client.name)
            && asked.is_none_or(|name| name == connection.name)
    })
}

fn draw(tenant: &Tenant, request: &AuthorizationRequest, email: &str, error: Option<&str>) -> Response {
    let client = tenant.client(&request.client_id).map_or("the application", |client| &client.name);
    signup(&tenant.name, client, email, error)
}
