//! Claims, permissions and roles that do not fit the tenant.

use crate::seed::tenant_file::{TenantFile, nearest};
use crate::seed::users_file::UsersFile;
use crate::seed::{Seed, SeedFile, SeedWarning};
use crate::tenant::permissions::Permissions;

/// Mistakes in the claims, permissions and roles of the two files.
pub(in crate::seed) fn access(
    file: &TenantFile,
    users: &UsersFile,
    seed: &Seed,
) -> impl Iterator<Item = SeedWarning> {
    let is_user = |id: &str| seed.users.iter().any(|user| user.user_id() == id);
    let claims = seed.claims.iter().flat_map(|claims| claims.mistakes(&seed.clients, is_user));
    let mut own = Permissions::default();
    // Users without a connection were left out.
    for entry in users.users.iter().filter(|entry| is_user(&entry.user_id())) {
        for (api, permissions) in &entry.permissions {
            own.add(&entry.user_id(), api, permissions);
        }
    }
    let in_users =
        claims.chain(own.mistakes(&seed.resource_servers, is_user)).chain(roles_of_users(file, users));
    let in_users: Vec<_> = in_users.map(|text| SeedWarning::Mistake(SeedFile::Users, text)).collect();
    let in_tenant = roles(file).into_iter().map(|text| SeedWarning::Mistake(SeedFile::Tenant, text));
    in_tenant.chain(in_users)
}

fn roles_of_users(file: &TenantFile, users: &UsersFile) -> Vec<String> {
    let known: Vec<&str> = file.roles.iter().map(|role| role.name.as_str()).collect();
    let named = users.users.iter().flat_map(|user| user.roles.iter().map(move |role| (user.user_id(), role)));
    let unknown = named.filter(|(_, role)| !known.contains(&role.as_str()));
    unknown
        .map(|(user, role)| match nearest(role, &known) {
            "" => format!("`{user}`: the tenant file has no role `{role}`"),
            meant => format!("`{user}`: the tenant file has no role `{role}`; the nearest is `{meant}`"),
        })
        .collect()
}

/// Permissions of roles for APIs of the file that lack the scope. An API of another file is not a mistake.
fn roles(file: &TenantFile) -> Vec<String> {
    let mut found = Vec::new();
    for role in &file.roles {
        for permission in &role.permissions {
            let (identifier, scope) = (&permission.resource_server_identifier, &permission.permission_name);
            let api = file.resource_servers.iter().find(|api| api.identifier == *identifier);
            if api.is_some_and(|api| !api.scopes.iter().any(|known| known.value == *scope)) {
                let name = &role.name;
                found.push(format!("roles `{name}`: the API `{identifier}` has no scope `{scope}`"));
            }
        }
    }
    found
}
