//! The clients of a seed, from the tenant file and the users file.

use super::in_tenant;
use crate::random::{derived_client_id, derived_client_secret};
use crate::seed::SeedError;
use crate::seed::tenant_file::{ClientEntry, RefreshTokenEntry, TenantFile};
use crate::seed::users_file::{MachineClientEntry, UsersFile};
use crate::tenant::client::{AppType, AuthMethod, Client, IdTokenAlg, MachineGrant, RefreshTokenPolicy};

pub(super) fn clients(file: &TenantFile, users_file: &UsersFile) -> Result<Vec<Client>, SeedError> {
    let mut clients = Vec::new();
    for entry in &file.clients {
        clients.push(client(entry, file)?);
    }
    clients.extend(users_file.machine_clients.iter().map(machine_client));
    let mut names: Vec<&str> = clients.iter().map(|client| client.name.as_str()).collect();
    names.sort_unstable();
    let twice = names.windows(2).find_map(|pair| match pair {
        [left, right] if left == right => Some(*left),
        _ => None,
    });
    if let Some(name) = twice {
        return Err(in_tenant(&format!("two clients have the name `{name}`")));
    }
    Ok(clients)
}

fn client(entry: &ClientEntry, file: &TenantFile) -> Result<Client, SeedError> {
    let app_type = match entry.app_type.as_deref() {
        Some("spa") => AppType::Spa,
        Some("native") => AppType::Native,
        Some("non_interactive") => AppType::NonInteractive,
        // `check.rs` reports what is not one of these.
        _ => AppType::RegularWeb,
    };
    let default_method = if matches!(app_type, AppType::Spa | AppType::Native) { "none" } else { "secret" };
    let public = entry.token_endpoint_auth_method.as_deref().unwrap_or(default_method) == "none";
    let default_grants = || match app_type {
        AppType::NonInteractive => vec!["client_credentials".to_owned()],
        _ => ["implicit", "authorization_code", "refresh_token"].map(str::to_owned).to_vec(),
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
        client_secret: entry.client_secret.clone().unwrap_or_else(|| derived_client_secret(&entry.name)),
        app_type,
        is_first_party: entry.is_first_party.unwrap_or(true),
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
        is_first_party: true,
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
