//! Builds a seed from the two files and checks the references between them.

use super::tenant_file::{ConnectionEntry, TenantFile, TenantSection};
use super::users_file::{IdentityEntry, UserEntry, UsersFile};
use super::{Seed, SeedError, SeedFile, SeedWarning};
use crate::clock::Timestamp;
use crate::random::Random;
use crate::tenant::client::Client;
use crate::tenant::connection::{Connection, ProviderAccount};
use crate::tenant::defaults::Defaults;
use crate::tenant::identity::{Identity, is_social_provider};
use crate::tenant::password::PasswordHash;
use crate::tenant::permissions::Permissions;
use crate::tenant::resource_server::ResourceServer;
use crate::tenant::scope::Scopes;
use crate::tenant::settings::{SessionLifetime, Settings};
use crate::tenant::user::User;
use crate::tenant::users::Users;

mod clients;

/// `created_at` of the seeded users: the same on every start, 2024-01-01.
const SEEDED_AT: Timestamp = Timestamp::from_millis(1_704_067_200_000);

/// Makes a seed of the two files, and checks the references between them.
pub(super) fn seed(
    tenant_file: &TenantFile,
    users_file: &UsersFile,
    random: &Random,
) -> Result<Seed, SeedError> {
    let clients = clients::clients(tenant_file, users_file)?;
    let databases = tenant_file.databases.iter().map(|entry| match entry.strategy.as_deref() {
        None | Some("auth0") => Ok(connection(entry, "auth0", &clients)),
        Some(other) => {
            Err(in_tenant(&format!("database `{}`: the strategy is auth0, not `{other}`", entry.name)))
        }
    });
    let others = tenant_file.connections.iter().map(|entry| {
        let strategy = entry.strategy.as_deref();
        let strategy =
            strategy.ok_or_else(|| in_tenant(&format!("connection `{}` has no strategy", entry.name)))?;
        Ok(connection(entry, strategy, &clients))
    });
    let connections = databases.chain(others).collect::<Result<_, SeedError>>()?;
    let mut seed = Seed {
        name: tenant_file.tenant.friendly_name.clone().unwrap_or_else(|| "Local tenant".to_owned()),
        allowed_logout_urls: tenant_file.tenant.allowed_logout_urls.clone(),
        settings: settings(tenant_file, users_file),
        clients,
        connections,
        defaults: Defaults::default(),
        resource_servers: resource_servers(tenant_file)?,
        demands: Vec::new(),
        users: Vec::new(),
        claims: users_file.claims.clone(),
        permissions: Permissions::default(),
        accounts: Vec::new(),
        warnings: Vec::new(),
        digest: String::new(),
    };
    set_defaults(&mut seed, &tenant_file.tenant);
    let mut taken = Users::default();
    for entry in &users_file.users {
        let mut all = std::iter::once(&entry.identity).chain(&entry.identities);
        if let Some(message) = all.find_map(|entry| no_connection(entry, &seed.connections)) {
            seed.warnings
                .push(SeedWarning::Ignored(SeedFile::Users, format!("{message}; the user is left out")));
            continue;
        }
        let user = user(entry, &seed.connections, random)?;
        for identity in user.identities().filter(|identity| identity.provider != "auth0") {
            seed.accounts.push(account_of(identity));
        }
        taken.insert(user.clone()).map_err(|taken| in_users(&taken.to_string()))?;
        for (api, permissions) in permissions(entry, tenant_file) {
            seed.permissions.add(&entry.user_id(), api, &permissions);
        }
        seed.users.push(user);
    }
    for entry in &users_file.accounts {
        if let Some(message) = no_connection(entry, &seed.connections) {
            seed.warnings
                .push(SeedWarning::Ignored(SeedFile::Users, format!("{message}; the account is left out")));
            continue;
        }
        seed.accounts.push(account_of(&identity(entry, &seed.connections, random)?));
    }
    Ok(seed)
}

/// Sets the tenant's defaults, without those that are not in the file.
fn set_defaults(seed: &mut Seed, section: &TenantSection) {
    let named = |text: &Option<String>| text.clone().filter(|text| !text.is_empty());
    let (audience, directory) = (named(&section.default_audience), named(&section.default_directory));
    let is_api = |name: &String| {
        name.ends_with("/api/v2/") || seed.resource_servers.iter().any(|api| api.identifier == *name)
    };
    let is_database = |name: &String| {
        seed.connections.iter().any(|connection| connection.is_database() && connection.name == *name)
    };
    let missing = [
        ("default_audience", "API", audience.as_ref().filter(|name| !is_api(name))),
        ("default_directory", "database", directory.as_ref().filter(|name| !is_database(name))),
    ];
    let texts = missing.into_iter().filter_map(|(key, kind, name)| {
        Some(format!("tenant: the {key} `{}` is no {kind} of the file; it is left out", name?))
    });
    let warnings: Vec<_> = texts.map(|text| SeedWarning::Ignored(SeedFile::Tenant, text)).collect();
    seed.defaults = Defaults {
        audience: audience.filter(is_api),
        directory: directory.filter(is_database),
        takes_resource: section.resource_parameter_profile.as_deref() == Some("compatibility"),
    };
    seed.warnings.extend(warnings);
}

/// The permissions of a user for APIs, its own and those of its roles.
fn permissions<'a>(
    entry: &'a UserEntry,
    tenant_file: &'a TenantFile,
) -> impl Iterator<Item = (&'a str, Scopes)> {
    let own = entry.permissions.iter().map(|(api, scopes)| (api.as_str(), scopes.clone()));
    let roles = tenant_file.roles.iter().filter(|role| entry.roles.contains(&role.name));
    let by_role = roles.flat_map(|role| &role.permissions).map(|permission| {
        let scopes = std::iter::once(permission.permission_name.clone()).collect();
        (permission.resource_server_identifier.as_str(), scopes)
    });
    own.chain(by_role)
}

fn settings(tenant_file: &TenantFile, users_file: &UsersFile) -> Settings {
    let tenant = &tenant_file.tenant;
    Settings {
        consent: users_file.consent,
        unsupported: users_file.unsupported,
        skip_callback_confirmation: tenant.skip_non_verifiable_callback_uri_confirmation_prompt,
        session: SessionLifetime {
            absolute: seconds(tenant.session_lifetime_in_minutes, tenant.session_lifetime, 168.0),
            idle: seconds(tenant.idle_session_lifetime_in_minutes, tenant.idle_session_lifetime, 72.0),
        },
        after_link: users_file.after_link,
        unlink_not_linked: users_file.unlink_not_linked,
        rate_limit: users_file.rate_limit,
        expose_rate_limit_headers: users_file.expose_rate_limit_headers,
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a lifetime is short, and `as` saturates")]
fn seconds(minutes: Option<f64>, hours: Option<f64>, default_hours: f64) -> i64 {
    minutes.map_or_else(|| hours.unwrap_or(default_hours) * 3600.0, |minutes| minutes * 60.0) as i64
}

fn connection(entry: &ConnectionEntry, strategy: &str, clients: &[Client]) -> Connection {
    // By name or by id; the Deploy CLI leaves what it does not know as it is, for a client of the real tenant.
    let enabled = clients
        .iter()
        .filter(|c| entry.enabled_clients.iter().any(|one| *one == c.name || *one == c.client_id));
    Connection {
        name: entry.name.clone(),
        strategy: strategy.to_owned(),
        enabled_clients: enabled.map(|client| client.name.clone()).collect(),
        for_third_parties: entry.is_domain_connection,
        allows_signup: strategy == "auth0" && !entry.options.disable_signup,
        password_policy: entry.options.password_policy.unwrap_or_default(),
    }
}

fn resource_servers(tenant_file: &TenantFile) -> Result<Vec<ResourceServer>, SeedError> {
    if tenant_file.resource_servers.iter().any(|api| api.name == "Auth0 Management API") {
        return Err(in_tenant("you cannot configure the 'Auth0 Management API' in this file"));
    }
    let convert = |api: &super::tenant_file::ResourceServerEntry| ResourceServer {
        identifier: api.identifier.clone(),
        name: api.name.clone(),
        scopes: api.scopes.iter().map(|scope| scope.value.clone()).collect::<Scopes>(),
        allow_offline_access: api.allow_offline_access,
        skip_consent: api.skip_consent_for_verifiable_first_party_clients,
        token_lifetime: api.token_lifetime.unwrap_or(86_400),
        token_lifetime_for_web: api.token_lifetime_for_web.unwrap_or(7_200),
        enforce_policies: api.enforce_policies,
        token_dialect: api.token_dialect,
    };
    Ok(tenant_file.resource_servers.iter().map(convert).collect())
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
    let whose = whose(entry);
    let connection = connections
        .iter()
        .find(|connection| fits(connection, entry))
        .ok_or_else(|| in_users(&format!("`{whose}` has no connection")))?;
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

fn fits(connection: &Connection, entry: &IdentityEntry) -> bool {
    connection.strategy == entry.provider
        && entry.connection.as_ref().is_none_or(|name| *name == connection.name)
}

/// What is missing in the tenant file, if something is.
fn no_connection(entry: &IdentityEntry, connections: &[Connection]) -> Option<String> {
    if connections.iter().any(|connection| fits(connection, entry)) {
        return None;
    }
    let (whose, strategy) = (whose(entry), &entry.provider);
    Some(format!("`{whose}`: the tenant file has no such connection of the strategy `{strategy}`"))
}

fn whose(entry: &IdentityEntry) -> String {
    format!("{}|{}", entry.provider, entry.id)
}

fn account_of(identity: &Identity) -> ProviderAccount {
    ProviderAccount {
        connection: identity.connection.clone(),
        id: identity.id.clone(),
        profile: identity.profile.clone(),
    }
}

fn in_tenant(message: &str) -> SeedError {
    SeedError::content(SeedFile::Tenant, message)
}

fn in_users(message: &str) -> SeedError {
    SeedError::content(SeedFile::Users, message)
}
