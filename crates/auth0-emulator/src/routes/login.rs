//! `GET` and `POST /u/login`: the Universal Login page.

use axum::extract::State;
use axum::response::Response;

use super::flow::Flow;
use crate::emulator::Emulator;
use crate::error::login::LoginError;
use crate::extract::{PendingLogin, Query, Submission};
use crate::pages::accounts::Accounts;
use crate::pages::deliver::redirect;
use crate::pages::login::{LoginPage, login as login_page};
use crate::seed::Seed;
use crate::tenant::Tenant;
use crate::tenant::authorization::AuthorizationRequest;
use crate::tenant::connection::Connection;
use crate::tenant::identity::{Identity, IdentityKey};
use crate::tenant::user::User;

/// Shows the page.
pub(super) async fn show(
    State(emulator): State<Emulator>,
    login: PendingLogin,
    Query(query): Query,
) -> Response {
    let email = login.request().login_hint.as_deref().unwrap_or_default();
    draw(&emulator.tenant(), &login, email, query.first("q").unwrap_or_default(), None)
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
        Some("cancel") => Err(flow.cancel(&mut tenant, &login)),
        Some("connection") => {
            let name = form.first("connection").unwrap_or_default();
            let offered = tenant.offered_connections(request).find(|connection| connection.name == name);
            match offered.map(Connection::is_database) {
                None => {
                    Ok(draw(&tenant, &login, "", "", Some("The application does not offer that connection.")))
                }
                Some(false) if emulator.faults().silent_provider => {
                    let request = login.finish(&mut tenant, flow.now)?.request;
                    Ok(flow.enter_silently(&mut tenant, request, name))
                }
                Some(_) => Ok(redirect(&flow.page_address("provider", &login.state, Some(name)))),
            }
        }
        Some("forgot") => Ok(redirect(&flow.page_address("reset-password/request", &login.state, None))),
        Some("signup") => Ok(redirect(&flow.page_address("signup", &login.state, None))),
        Some("account") => {
            let user_id = form.first("user_id").unwrap_or_default();
            let key = accounts(&tenant, request).map(Identity::key).find(|key| key.user_id() == user_id);
            match key {
                Some(key) => finish(&flow, &mut tenant, &login, key),
                None => Ok(draw(&tenant, &login, "", "", Some("That account does not exist."))),
            }
        }
        _ => {
            let email = form.first("username").unwrap_or_default().trim();
            let password = form.first("password").unwrap_or_default();
            let proved = tenant.by_password(&databases(&tenant, request), email, password).map(Identity::key);
            if let Some(key) = proved {
                finish(&flow, &mut tenant, &login, key)
            } else {
                let error = match accounts(&tenant, request).next() {
                    Some(_) => "Wrong email or password. Check both, or use one of the accounts below.",
                    None => "Wrong email or password.",
                };
                Ok(draw(&tenant, &login, email, "", Some(error)))
            }
        }
    }
}

fn finish(
    flow: &Flow<'_>,
    tenant: &mut Tenant,
    login: &PendingLogin,
    key: IdentityKey,
) -> Result<Response, LoginError> {
    let connection = tenant.users.owner(&key).and_then(|user| user.identity(&key));
    let connection = connection.map(|identity| identity.connection.clone()).unwrap_or_default();
    let request = login.finish(tenant, flow.now)?.request;
    Ok(flow.logged_in(tenant, request, key, &connection))
}

fn databases<'a>(tenant: &'a Tenant, request: &'a AuthorizationRequest) -> Vec<&'a str> {
    let databases = tenant.offered_connections(request).filter(|connection| connection.is_database());
    databases.map(|connection| connection.name.as_str()).collect()
}

/// The accounts of the databases that the login may use.
fn accounts<'a>(tenant: &'a Tenant, request: &'a AuthorizationRequest) -> impl Iterator<Item = &'a Identity> {
    let databases = databases(tenant, request);
    let all = tenant.users.iter().flat_map(User::identities);
    all.filter(move |identity| databases.contains(&identity.connection.as_str()))
}

fn draw(tenant: &Tenant, login: &PendingLogin, email: &str, query: &str, error: Option<&str>) -> Response {
    let request = login.request();
    let connections: Vec<&Connection> = tenant.offered_connections(request).collect();
    let providers = connections.iter().filter(|connection| !connection.is_database());
    let all = accounts(tenant, request).map(|identity| (identity.key().user_id(), &identity.profile));
    let address = [("state", login.state.as_str())];
    login_page(&LoginPage {
        tenant: &tenant.name,
        client: tenant.client_name(&request.client_id),
        email,
        error,
        has_database: connections.iter().any(|connection| connection.is_database()),
        allows_signup: connections.iter().any(|connection| connection.allows_signup),
        providers: providers
            .map(|connection| (connection.name.clone(), connection.label().to_owned()))
            .collect(),
        accounts: Accounts::search(all, query, &address),
        are_demo: Seed::is_demo(&tenant.seed_digest),
    })
}
