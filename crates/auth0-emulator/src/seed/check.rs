//! What a person gets wrong in a seed file that can be read: reported, not refused.

use std::collections::BTreeSet;

use serde_json::{Map, Value};
use url::Url;

use super::tenant_file::{TenantFile, nearest};
use super::users_file::UsersFile;
use super::{SeedFile, SeedWarning};

pub(super) use access::access;

mod access;
mod keys;

/// The kinds of application that the emulator has.
const APP_TYPES: [&str; 4] = ["native", "non_interactive", "regular_web", "spa"];

/// Grant types of Auth0 ("Application Grant Types").
const GRANT_TYPES: [&str; 15] = [
    "authorization_code",
    "client_credentials",
    "http://auth0.com/oauth/grant-type/mfa-oob",
    "http://auth0.com/oauth/grant-type/mfa-otp",
    "http://auth0.com/oauth/grant-type/mfa-recovery-code",
    "http://auth0.com/oauth/grant-type/password-realm",
    "http://auth0.com/oauth/grant-type/passwordless/otp",
    "implicit",
    "password",
    "refresh_token",
    "urn:auth0:params:oauth:grant-type:token-exchange:federated-connection-access-token",
    "urn:ietf:params:oauth:grant-type:device_code",
    "urn:ietf:params:oauth:grant-type:token-exchange",
    "urn:okta:params:oauth:grant-type:webauthn",
    "urn:openid:params:grant-type:ciba",
];

/// Sections with code that runs at a login.
const ADD_CLAIMS: [&str; 4] = ["actions", "hooks", "rules", "triggers"];

/// What the tenant file has that is not emulated, or looks like a mistake.
pub(super) fn tenant(file: &TenantFile, json: &Map<String, Value>) -> Vec<SeedWarning> {
    let ignored = TenantFile::not_emulated(json).join(", ");
    let mut warnings = Vec::new();
    if !ignored.is_empty() {
        let hint = if ignored.split(", ").any(|section| ADD_CLAIMS.contains(&section)) {
            "; seed the claims that they add to tokens as `claims` in the users file"
        } else {
            ""
        };
        warnings.push(SeedWarning::Ignored(SeedFile::Tenant, format!("{ignored}: not emulated{hint}")));
    }
    warnings.extend(
        app_types(file).chain(unknown_clients(file)).map(|text| SeedWarning::Ignored(SeedFile::Tenant, text)),
    );
    let mistakes = keys::unknown(json)
        .into_iter()
        .chain(grant_types(file))
        .chain(grants(file))
        .chain(addresses(file))
        .chain(third_parties(file));
    warnings.extend(mistakes.map(|text| SeedWarning::Mistake(SeedFile::Tenant, text)));
    warnings
}

/// E-mail addresses that two users of one database have, and unknown keys of database users.
pub(super) fn users(file: &UsersFile) -> Vec<SeedWarning> {
    let mut seen = BTreeSet::new();
    let logins = file.users.iter().flat_map(|user| std::iter::once(&user.identity).chain(&user.identities));
    let mut warnings = Vec::new();
    for login in logins.filter(|login| login.provider == "auth0") {
        let unknown = keys::unknown_of_user(&format!("auth0|{}", login.id), &login.profile);
        warnings.extend(unknown.into_iter().map(|text| SeedWarning::Mistake(SeedFile::Users, text)));
        let Some(email) = login.profile.email.as_ref().map(|email| email.to_ascii_lowercase()) else {
            continue;
        };
        if !seen.insert((login.connection.clone(), email.clone())) {
            let text =
                format!("two users of one database have the address `{email}`; only the first can log in");
            warnings.push(SeedWarning::Mistake(SeedFile::Users, text));
        }
    }
    warnings
}

fn app_types(file: &TenantFile) -> impl Iterator<Item = String> {
    let kinds = file.clients.iter().filter_map(|client| Some((&client.name, client.app_type.as_ref()?)));
    kinds.filter(|(_, kind)| !APP_TYPES.contains(&kind.as_str())).map(|(name, kind)| {
        format!("client `{name}`: the app_type `{kind}` is not emulated; it is treated as regular_web")
    })
}

fn unknown_clients(file: &TenantFile) -> impl Iterator<Item = String> {
    let connections = file.databases.iter().chain(&file.connections);
    let enabled = connections.flat_map(|c| c.enabled_clients.iter().map(move |name| (&c.name, name)));
    enabled.filter(|(_, name)| !is_client(file, name)).map(|(connection, name)| {
        format!("connection `{connection}` is enabled for `{name}`, which is no client of the file")
    })
}

/// Third-party clients of a file without a connection for them.
fn third_parties(file: &TenantFile) -> impl Iterator<Item = String> {
    let mut connections = file.databases.iter().chain(&file.connections);
    let has_connection = connections.any(|connection| connection.is_domain_connection);
    let third =
        file.clients.iter().filter(move |client| client.is_first_party == Some(false) && !has_connection);
    third.map(|client| {
        format!(
            "client `{}`: nobody can log in to a third-party client, since no connection has is_domain_connection",
            client.name
        )
    })
}

fn is_client(file: &TenantFile, name: &str) -> bool {
    file.clients.iter().any(|client| client.name == name || client.client_id.as_deref() == Some(name))
}

fn grant_types(file: &TenantFile) -> impl Iterator<Item = String> {
    let types = file
        .clients
        .iter()
        .flat_map(|client| client.grant_types.iter().flatten().map(|one| (&client.name, one)));
    types.filter(|(_, one)| !GRANT_TYPES.contains(&one.as_str())).map(|(name, one)| {
        format!(
            "client `{name}`: Auth0 has no grant type `{one}`; the nearest is `{}`",
            nearest(one, &GRANT_TYPES)
        )
    })
}

/// Clients, APIs and scopes of client grants that are not in the file.
fn grants(file: &TenantFile) -> Vec<String> {
    let mut found = Vec::new();
    for grant in &file.client_grants {
        let (client, audience) = (&grant.client_id, &grant.audience);
        if !is_client(file, client) {
            found.push(format!("clientGrants: `{client}` is no client of the file"));
        }
        if audience.ends_with("/api/v2/") {
            continue;
        }
        let Some(api) = file.resource_servers.iter().find(|api| api.identifier == *audience) else {
            found.push(format!("clientGrants: `{audience}` is no API of the file"));
            continue;
        };
        let unknown =
            grant.scope.iter().filter(|scope| !api.scopes.iter().any(|known| known.value == **scope));
        found.extend(
            unknown.map(|scope| format!("clientGrants: the API `{audience}` has no scope `{scope}`")),
        );
    }
    found
}

/// URLs that are none.
fn addresses(file: &TenantFile) -> Vec<String> {
    let mut found = Vec::new();
    for client in &file.clients {
        let urls = client.callbacks.iter().chain(&client.allowed_logout_urls);
        let wrong = urls.filter(|url| parsed(url).is_none());
        found.extend(wrong.map(|url| {
            format!("client `{}`: `{url}` is no URL; it begins with a scheme such as https://", client.name)
        }));
        let origins = client.web_origins.iter().chain(&client.allowed_origins);
        let is_origin =
            |url: &str| parsed(url).is_some_and(|url| url.path().len() <= 1 && url.query().is_none());
        let wrong = origins.filter(|url| !is_origin(url));
        found.extend(
            wrong.map(|url| format!("client `{}`: `{url}` is no origin; an origin has no path", client.name)),
        );
    }
    found
}

/// A URL, with any letters for `*`. The scheme of an app may have one slash (RFC 8252 §7.1), a host with its port has none.
fn parsed(url: &str) -> Option<Url> {
    url.contains(":/").then(|| Url::parse(&url.replace('*', "x")).ok())?
}
