//! `GET` and `POST /u/provider`: the simulated page of a social provider.

use axum::body::Bytes;
use axum::extract::{RawQuery, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};

use super::flow::{self, Flow, Pending};
use crate::cookies::Browser;
use crate::emulator::Emulator;
use crate::pages::provider::provider;
use crate::params::Params;
use crate::tenant::Tenant;
use crate::tenant::authorization::AuthorizeError;
use crate::tenant::connection::{Connection, ProviderAccount};
use crate::tenant::identity::{IdentityId, Profile};

/// Shows the page.
pub(super) async fn show(
    State(emulator): State<Emulator>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let browser = Browser::of(&headers);
    let query = Params::parse(query.unwrap_or_default().as_bytes());
    let tenant = emulator.tenant();
    let flow = Flow::new(&emulator, &browser, emulator.now());
    let pending = match flow.pending(&tenant, &query) {
        Ok(pending) => pending,
        Err(refusal) => return refusal.into_response(),
    };
    match connection(&tenant, &pending, &query) {
        Some(connection) => draw(&tenant, &connection, None),
        None => flow::refuse(&pending.transaction.request.reply_to, &AuthorizeError::UnknownConnection),
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
    let query = Params::parse(query.unwrap_or_default().as_bytes());
    let form = Params::parse(&body);
    let now = emulator.now();
    let mut tenant = emulator.tenant();
    let flow = Flow::new(&emulator, &browser, now);
    let pending = match flow.pending(&tenant, &query) {
        Ok(pending) => pending,
        Err(refusal) => return refusal.into_response(),
    };
    let Some(connection) = connection(&tenant, &pending, &query) else {
        return flow::refuse(&pending.transaction.request.reply_to, &AuthorizeError::UnknownConnection);
    };
    let account = match form.first("action") {
        Some("cancel") => {
            flow.finish(&mut tenant, &pending);
            return flow::refuse(&pending.transaction.request.reply_to, &AuthorizeError::Canceled);
        }
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
        return draw(&tenant, &connection, Some("Choose one of the accounts, or enter an e-mail address."));
    };
    let key = tenant.sign_in_at_provider(&connection, &account, now);
    flow.finish(&mut tenant, &pending);
    flow.logged_in(&mut tenant, pending.transaction.request, key, &connection.name)
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
            nickname: Some(local.to_owned()),
            ..Profile::default()
        },
    };
    tenant.accounts.push(account.clone());
    Some(account)
}

fn accounts<'a>(tenant: &'a Tenant, connection: &'a Connection) -> impl Iterator<Item = &'a ProviderAccount> {
    tenant.accounts.iter().filter(|account| account.connection == connection.name)
}

/// The connection of the page's address, if the client may use it and the request allows it.
fn connection(tenant: &Tenant, pending: &Pending, query: &Params) -> Option<Connection> {
    let request = &pending.transaction.request;
    let name = query.first("connection").unwrap_or_default();
    let usable = tenant.connection(name).filter(|connection| {
        let client = tenant.client(&request.client_id);
        let enabled = client.is_some_and(|client| connection.enabled_clients.contains(&client.name));
        let asked = request.connection.as_deref().is_none_or(|asked| asked == name);
        enabled && asked && !connection.is_database()
    });
    usable.cloned()
}

fn draw(tenant: &Tenant, connection: &Connection, error: Option<&str>) -> Response {
    let accounts: Vec<(String, String)> = accounts(tenant, connection)
        .map(|account| (account.id.to_string(), account.profile.label().to_owned()))
        .collect();
    provider(connection.label(), &accounts, error)
}
