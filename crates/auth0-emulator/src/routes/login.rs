//! `GET` and `POST /u/login`: the Universal Login page.

use axum::body::Bytes;
use axum::extract::{RawQuery, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};

use super::flow::{self, Flow, Pending};
use crate::cookies::Browser;
use crate::emulator::Emulator;
use crate::pages::deliver::redirect;
use crate::pages::login::{LoginPage, login};
use crate::params::Params;
use crate::tenant::Tenant;
use crate::tenant::authorization::{AuthorizationRequest, AuthorizeError};
use crate::tenant::connection::Connection;
use crate::tenant::identity::{Identity, IdentityKey};
use crate::tenant::user::User;

/// Most demo accounts that the page offers.
const DEMO_ACCOUNTS: usize = 12;

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
    let mut tenant = emulator.tenant();
    let flow = Flow::new(&emulator, &browser, emulator.now());
    let pending = match flow.pending(&tenant, &Params::parse(query.unwrap_or_default().as_bytes())) {
        Ok(pending) => pending,
        Err(refusal) => return refusal.into_response(),
    };
    match form.first("action") {
        Some("cancel") => {
            flow.finish(&mut tenant, &pending);
            flow::refuse(&pending.transaction.request.reply_to, &AuthorizeError::Canceled)
        }
        Some("connection") => {
            to_provider(&flow, &tenant, &pending, form.first("connection").unwrap_or_default())
        }
        Some("signup") => redirect(&flow.page_address("signup", &pending.state, None)),
        Some("demo") => {
            let key = IdentityKey::from_user_id(form.first("user_id").unwrap_or_default());
            let is_offered = |key: &IdentityKey| {
                let offered = demo_accounts(&tenant, &pending.transaction.request);
                offered.iter().any(|(user_id, _)| *user_id == key.user_id())
            };
            match key.filter(is_offered) {
                Some(key) => finish(&flow, &mut tenant, &pending, &key),
                None => {
                    draw(&tenant, &pending.transaction.request, "", Some("That demo account does not exist."))
                }
            }
        }
        _ => {
            let email = form.first("username").unwrap_or_default().trim();
            let password = form.first("password").unwrap_or_default();
            if let Some(key) = by_password(&tenant, &pending.transaction.request, email, password) {
                finish(&flow, &mut tenant, &pending, &key)
            } else {
                let error = "Wrong email or password. Check both, or use one of the demo accounts below.";
                draw(&tenant, &pending.transaction.request, email, Some(error))
            }
        }
    }
}

fn finish(flow: &Flow<'_>, tenant: &mut Tenant, pending: &Pending, key: &IdentityKey) -> Response {
    let connection = tenant.users.owner(key).and_then(|user| user.identity(key));
    let connection = connection.map(|identity| identity.connection.clone()).unwrap_or_default();
    flow.finish(tenant, pending);
    flow.logged_in(tenant, pending.transaction.request.clone(), key.clone(), &connection)
}

fn to_provider(flow: &Flow<'_>, tenant: &Tenant, pending: &Pending, name: &str) -> Response {
    let request = &pending.transaction.request;
    let offered = connections(tenant, request).into_iter().any(|connection| connection.name == name);
    if offered {
        redirect(&flow.page_address("provider", &pending.state, Some(name)))
    } else {
        draw(tenant, request, "", Some("The application does not offer that connection."))
    }
}

/// The database identity that an e-mail address and a password belong to, whichever user has it now.
fn by_password(
    tenant: &Tenant,
    request: &AuthorizationRequest,
    email: &str,
    password: &str,
) -> Option<IdentityKey> {
    let identities = database_identities(tenant, request);
    let named = identities.into_iter().filter(|identity| {
        identity.profile.email.as_deref().is_some_and(|own| own.eq_ignore_ascii_case(email))
    });
    let mut proved =
        named.filter(|identity| identity.password.as_ref().is_some_and(|own| own.matches(password)));
    proved.next().map(Identity::key)
}

fn database_identities<'a>(tenant: &'a Tenant, request: &AuthorizationRequest) -> Vec<&'a Identity> {
    let databases: Vec<&str> = connections(tenant, request)
        .into_iter()
        .filter(|connection| connection.is_database())
        .map(|connection| connection.name.as_str())
        .collect();
    let all = tenant.users.iter().flat_map(User::identities);
    all.filter(|identity| databases.contains(&identity.connection.as_str())).collect()
}

fn demo_accounts(tenant: &Tenant, request: &AuthorizationRequest) -> Vec<(String, String)> {
    let identities = database_identities(tenant, request).into_iter().take(DEMO_ACCOUNTS);
    identities.map(|identity| (identity.key().user_id(), identity.profile.label().to_owned())).collect()
}

/// The connections that the page may offer: those of the client, or the one that was asked for.
fn connections<'a>(tenant: &'a Tenant, request: &AuthorizationRequest) -> Vec<&'a Connection> {
    let Some(client) = tenant.client(&request.client_id) else { return Vec::new() };
    let asked = request.connection.as_deref();
    let enabled =
        tenant.connections.iter().filter(|connection| connection.enabled_clients.contains(&client.name));
    enabled.filter(|connection| asked.is_none_or(|name| name == connection.name)).collect()
}

fn draw(tenant: &Tenant, request: &AuthorizationRequest, email: &str, error: Option<&str>) -> Response {
    let connections = connections(tenant, request);
    let providers = connections.iter().filter(|connection| !connection.is_database());
    login(&LoginPage {
        tenant: &tenant.name,
        client: tenant.client(&request.client_id).map_or("the application", |client| &client.name),
        email,
        error,
        has_database: connections.iter().any(|connection| connection.is_database()),
        allows_signup: connections.iter().any(|connection| connection.allows_signup),
        providers: providers
            .map(|connection| (connection.name.clone(), connection.label().to_owned()))
            .collect(),
        demo_accounts: demo_accounts(tenant, request),
    })
}
