//! From the two files to a seed: every reference between them is checked here, once.

use super::tenant_file::{ClientEntry, ConnectionEntry, RefreshTokenEntry, TenantFile};
use super::users_file::{IdentityEntry, MachineClientEntry, UserEntry, UsersFile};
use super::{Seed, SeedError, SeedFile};
use crate::clock::Timestamp;
use crate::random::{Random, derived_client_id, derived_client_secret};
use crate::tenant::client::{AppType, AuthMethod, Client, IdTokenAlg, MachineGrant, RefreshTokenPolicy};
use crate::tenant::connection::{Connection, ProviderAccount};
use crate::tenant::identity::{Identity, is_social_provider};
use crate::tenant::password::PasswordHash;
use crate::tenant::resource_server::ResourceServer;
use crate::tenant::scope::Scopes;
use crate::tenant::settings::Settings;
use crate::tenant::sso_session::SessionLifetime;
use crate::tenant::user::User;
use crate::tenant::users::Users;

/// `created_at` of the seeded users: the same on every start, 2024-01-01.
const SEEDED_AT: Timestamp = Timestamp::from_millis(1_704_067_200_000);

/// Checks the two files against each other and makes a seed of them.
pub(super) fn seed(file: &TenantFile, people: &UsersFile, random: &Random) -> Result<Seed, SeedError> {
    let mut seed = Seed {
        name: file.tenant.friendly_name.clone().unwrap_or_else(|| "Local tenant".to_owned()),
        allowed_logout_urls: file.tenant.allowed_logout_urls.clone(),
        settings: settings(file, people),
        clients: clients(file, people)?,
        connections: file.databases.iter().chain(&file.connections).map(connection).collect(),
        resource_servers: resource_servers(file)?,
        users: Vec::new(),
        accounts: Vec::new(),
    };
    let mut taken = Users::default();
    for entry in &people.users {
        let user = user(entry, &seed.connections, random)?;
        for identity in user.identities().filter(|identity| identity.provider != "auth0") {
            seed.accounts.push(account_of(identity));
        }
        taken.insert(user.clone()).map_err(|taken| in_users(&taken.to_string()))?;
        seed.users.push(user);
    }
    for entry in &people.accounts {
        seed.accounts.push(account_of(&identity(entry, &seed.connections, random)?));
    }
    Ok(seed)
}

fn settings(file: &TenantFile, people: &UsersFile) -> Settings {
    Settings {
        consent: people.consent,
        skip_callback_confirmation: file.tenant.skip_non_verifiable_callback_uri_confirmation_prompt,
        session: SessionLifetime {
            absolute: hours(file.tenant.session_lifetime.unwrap_or(168.0)),
            idle: hours(file.tenant.idle_session_lifetime.unwrap_or(72.0)),
        },
        after_link: people.after_link,
        unlink_not_linked: people.unlink_not_linked,
        rate_limit: people.rate_limit,
        expose_rate_limit_headers: people.expose_rate_limit_headers,
    }
}

#[expect(clippy::cast_possible_truncation, reason = "hours are few, and `as` saturates")]
fn hours(hours: f64) -> i64 {
    (hours * 3600.0) as i64
}

fn clients(file: &TenantFile, people: &UsersFile) -> Result<Vec<Client>, SeedError> {
    let mut clients = Vec::new();
    for entry in &file.clients {
        clients.push(client(entry, file)?);
    }
    clients.extend(people.machine_clients.iter().map(machine_client));
    let mut names: Vec<&str> = clients.iter().map(|client| client.name.as_str()).collect();
    names.sort_unstable();
    let twice = names.windows(2).find_map(|pair| match pair {
        [left, right] if left == right => Some(*left),
        _ => None,
    });
    if let Some(name) = twice {
        return Err(in_tenant(&format!("two clients have the name `{name}`")));
    }
    let enabled = file.databases.iter().chain(&file.connections);
    for (connection, name) in enabled.flat_map(|c| c.enabled_clients.iter().map(move |name| (c, name))) {
        if !clients.iter().any(|client| client.name == *name) {
            let connection = &connection.name;
            return Err(in_tenant(&format!(
                "connection `{connection}` is enabled for `{name}`, which is no client"
            )));
        }
    }
    Ok(clients)
}

fn client(entry: &ClientEntry, file: &TenantFile) -> Result<Client, SeedError> {
    let app_type = match entry.app_type.as_deref() {
        Some("spa") => AppType::Spa,
        Some("native") => AppType::Native,
        Some("regular_web") | None => AppType::RegularWeb,
        Some("non_interactive") => AppType::NonInteractive,
        Some(other) => {
            let name = &entry.name;
            return Err(in_tenant(&format!(
                "client `{name}`: app_type `{other}` is none of spa, native, regular_web, non_interactive"
            )));
        }
    };
    let default_method = if matches!(app_type, AppType::Spa | AppType::Native) { "none" } else { "secret" };
    let public = entry.token_endpoint_auth_method.as_deref().unwrap_or(default_method) == "none";
    let default_grants = || match app_type {
        AppType::NonInteractive => vec!["client_credentials".to_owned()],
        _ => vec!["authorization_code".to_owned(), "refresh_token".to_owned()],
    };
    let alg = match entry.jwt_configuration.alg.as_deref() {
        None | Some("RS256") => IdTokenAlg::RS256,
        Some("HS256") => IdTokenAlg::HS256,
        Some("PS256") => IdTokenAlg::PS256,
        Some(other) => {
            let name = &entry.name;
            return Err(in_tenant(&format!("client `{name}`: alg `{other}` is none of RS256, HS256, PS256")));
        }
    };
    Ok(Client {
        name: entry.name.clone(),
        client_id: entry.client_id.clone().unwrap_or_else(|| derived_client_id(&entry.name)),
        client_secret: derived_client_secret(&entry.name),
        app_type,
        grant_types: entry.grant_types.clone().unwrap_or_else(default_grants),
        auth_method: if public { AuthMethod::None } else { AuthMethod::Secret },
        callbacks: entry.callbacks.clone(),
        allowed_logout_urls: entry.allowed_logout_urls.clone(),
        web_origins: entry.web_origins.clone(),
        allowed_origins: entry.allowed_origins.clone(),
        alg,
        id_token_lifetime: entry.jwt_configuration.lifetime_in_seconds.unwrap_or(36_000),
        refresh_token: refresh_policy(&entry.refresh_token),
        skip_callback_confirmation: entry
            .skip_non_verifiable_callback_uri_confirmation_prompt
            .unwrap_or(false),
        machine_grants: machine_grants(entry, file),
    })
}

fn machine_grants(entry: &ClientEntry, file: &TenantFile) -> Vec<MachineGrant> {
    let own = |name: &str| name == entry.name || Some(name) == entry.client_id.as_deref();
    file.client_grants
        .iter()
        .filter(|grant| own(&grant.client_id) && grant.subject_type.as_deref() != Some("user"))
        .map(|grant| MachineGrant {
            audience: (!grant.audience.ends_with("/api/v2/")).then(|| grant.audience.clone()),
            scopes: grant.scope.iter().cloned().collect(),
        })
        .collect()
}

fn machine_client(entry: &MachineClientEntry) -> Client {
    Client {
        name: entry.name.clone(),
        client_id: derived_client_id(&entry.name),
        client_secret: derived_client_secret(&entry.name),
        app_type: AppType::NonInteractive,
        grant_types: vec!["client_credentials".to_owned()],
        auth_method: AuthMethod::Secret,
        callbacks: Vec::new(),
        allowed_logout_urls: Vec::new(),
        web_origins: Vec::new(),
        allowed_origins: Vec::new(),
        alg: IdTokenAlg::RS256,
        id_token_lifetime: 36_000,
        refresh_token: refresh_policy(&RefreshTokenEntry::default()),
        skip_callback_confirmation: false,
        machine_grants: vec![MachineGrant { audience: None, scopes: entry.scopes.iter().cloned().collect() }],
    }
}

fn refresh_policy(entry: &RefreshTokenEntry) -> RefreshTokenPolicy {
    let finite = |infinite: Option<bool>, seconds| (!infinite.unwrap_or(false)).then_some(seconds);
    RefreshTokenPolicy {
        rotating: entry.rotation_type.as_deref() == Some("rotating"),
        leeway: entry.leeway.unwrap_or(0),
        absolute_lifetime: finite(entry.infinite_token_lifetime, entry.token_lifetime.unwrap_or(2_592_000)),
        idle_lifetime: finite(
            entry.infinite_idle_token_lifetime,
            entry.idle_token_lifetime.unwrap_or(1_296_000),
        ),
    }
}

fn connection(entry: &ConnectionEntry) -> Connection {
    let id: String = derived_client_id(&format!("connection {}", entry.name)).chars().take(16).collect();
    Connection {
        name: entry.name.clone(),
        id: format!("con_{id}"),
        strategy: entry.strategy.clone(),
        enabled_clients: entry.enabled_clients.clone(),
        allows_signup: entry.strategy == "auth0" && !entry.options.disable_signup,
    }
}

fn resource_servers(file: &TenantFile) -> Result<Vec<ResourceServer>, SeedError> {
    if file.resource_servers.iter().any(|api| api.name == "Auth0 Management API") {
        return Err(in_tenant("you cannot configure the 'Auth0 Management API' in this file"));
    }
    let convert = |api: &super::tenant_file::ResourceServerEntry| ResourceServer {
        identifier: api.identifier.clone(),
        name: api.name.clone(),
        scopes: api.scopes.iter().map(|scope| scope.value.clone()).collect::<Scopes>(),
        allow_offline_access: api.allow_offline_access,
        skip_consent: api.skip_consent_for_verifiable_first_party_clients,
        token_lifetime: api.token_lifetime.unwrap_or(86_400),
    };
    Ok(file.resource_servers.iter().map(convert).collect())
}

fn user(entry: &UserEntry, connections: &[Connection], random: &Random) -> Result<User, SeedError> {
    let mut user = User::new(identity(&entry.identity, connections, random)?, SEEDED_AT);
    for linked in &entry.identities {
        user.linked.push(identity(linked, connections, random)?);
    }
    user.user_metadata.clone_from(&entry.user_metadata);
    user.app_metadata.clone_from(&entry.app_metadata);
    user.blocked = entry.blocked;
    Ok(user)
}

fn identity(
    entry: &IdentityEntry,
    connections: &[Connection],
    random: &Random,
) -> Result<Identity, SeedError> {
    let whose = format!("{}|{}", entry.provider, entry.id);
    let fits = |connection: &&Connection| {
        connection.strategy == entry.provider
            && entry.connection.as_ref().is_none_or(|name| *name == connection.name)
    };
    let connection = connections.iter().find(fits).ok_or_else(|| {
        in_users(&format!(
            "`{whose}`: the tenant file has no such connection of the strategy `{}`",
            entry.provider
        ))
    })?;
    if entry.password.is_some() != connection.is_database() {
        let rule = if connection.is_database() { "needs a password" } else { "must not have a password" };
        return Err(in_users(&format!("`{whose}` {rule}")));
    }
    Ok(Identity {
        connection: connection.name.clone(),
        provider: entry.provider.clone(),
        id: entry.id.clone(),
        is_social: is_social_provider(&entry.provider),
        profile: entry.profile.clone(),
        password: entry.password.as_deref().map(|password| PasswordHash::new(password, random)),
    })
}

fn account_of(identity: &Identity) -> ProviderAccount {
    ProviderAccount {
        connection: identity.connection.clone(),
        id: identity.id.clone(),
        profile: identity.profile.clone(),
    }
}

fn in_tenant(message: &str) -> SeedError {
    SeedError::Content { file: SeedFile::Tenant, message: message.to_owned() }
}

fn in_users(message: &str) -> SeedError {
    SeedError::Content { file: SeedFile::Users, message: message.to_owned() }
}
