//! `GET` and `POST /u/provider`: the simulated page of a social provider.

use axum::extract::State;
use axum::response::Response;

use super::flow::Flow;
use crate::emulator::Emulator;
use crate::error::login::LoginError;
use crate::extract::{PendingLogin, Query, Submission};
use crate::pages::accounts::Accounts;
use crate::pages::provider::provider;
use crate::params::Params;
use crate::tenant::Tenant;
use crate::tenant::authorization::AuthorizeError;
use crate::tenant::connection::{Connection, ProviderAccount};
use crate::tenant::identity::{IdentityId, Profile};

/// Shows the page.
pub(super) async fn show(
    State(emulator): State<Emulator>,
    login: PendingLogin,
    Query(query): Query,
) -> Result<Response, LoginError> {
    let tenant = emulator.tenant();
    let connection = connection(&tenant, &login, &query)?;
    Ok(draw(&tenant, &login, &connection, query.first("q").unwrap_or_default(), None))
}

/// Handles its forms.
pub(super) async fn submit(
    State(emulator): State<Emulator>,
    Query(query): Query,
    Submission { login, form }: Submission,
) -> Result<Response, LoginError> {
    let mut tenant = emulator.tenant();
    let flow = Flow::new(&emulator, &login.browser);
    let connection = connection(&tenant, &login, &query)?;
    let account = match form.first("action") {
        Some("cancel") => return Err(flow.cancel(&mut tenant, &login)),
        Some("new") => {
            let id = emulator.random().token(21);
            new_account(&mut tenant, &connection, form.first("email").unwrap_or_default(), &id)
        }
        _ => {
            let id = form.first("account").unwrap_or_default();
            accounts(&tenant, &connection).find(|account| account.id.to_string() == id).cloned()
        }
    };
    let Some(account) = account else {
        let error = "Choose one of the accounts, or enter an e-mail address.";
        return Ok(draw(&tenant, &login, &connection, "", Some(error)));
    };
    let key = tenant.sign_in_at_provider(&connection, &account, flow.now);
    let request = login.finish(&mut tenant, flow.now)?.request;
    Ok(flow.logged_in(&mut tenant, request, key, &connection.name))
}

fn new_account(
    tenant: &mut Tenant,
    connection: &Connection,
    email: &str,
    id: &str,
) -> Option<ProviderAccount> {
    let (local, domain) = email.trim().split_once('@')?;
    if local.is_empty() || domain.is_empty() {
        return None;
    }
    let account = ProviderAccount {
        connection: connection.name.clone(),
        id: IdentityId::Text(id.to_owned()),
        profile: Profile {
            email: Some(email.trim().to_owned()),
            email_verified: Some(true),
            name: Some(local.to_owned()),
            ..Profile::default()
        },
    };
    tenant.accounts.push(account.clone());
    Some(account)
}

fn accounts<'a>(tenant: &'a Tenant, connection: &'a Connection) -> impl Iterator<Item = &'a ProviderAccount> {
    tenant.accounts.iter().filter(|account| account.connection == connection.name)
}

/// The connection of the page's address.
///
/// # Errors
///
/// [`LoginError::ToCallback`] when the client may not use it, or the request asked for another one.
fn connection(tenant: &Tenant, login: &PendingLogin, query: &Params) -> Result<Connection, LoginError> {
    let request = login.request();
    let name = query.first("connection").unwrap_or_default();
    let found = tenant
        .offered_connections(request)
        .find(|connection| connection.name == name && !connection.is_database());
    found
        .cloned()
        .ok_or_else(|| LoginError::ToCallback(request.reply_to.clone(), AuthorizeError::UnknownConnection))
}

fn draw(
    tenant: &Tenant,
    login: &PendingLogin,
    connection: &Connection,
    query: &str,
    error: Option<&str>,
) -> Response {
    let all = accounts(tenant, connection).map(|account| (account.id.to_string(), &account.profile));
    let address = [("state", login.state.as_str()), ("connection", &connection.name)];
    provider(connection.label(), &Accounts::search(all, query, &address), error)
}
