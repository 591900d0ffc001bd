//! What a person gets wrong in a seed file that can be read: reported, not refused.

use std::collections::BTreeSet;

use serde_json::{Map, Value};
use url::Url;

use super::tenant_file::{TenantFile, nearest};
use super::users_file::UsersFile;
use super::{SeedFile, SeedWarning};

pub(super) use access::access;

mod access;

/// Members of a client (Management API, `POST /api/v2/clients`), and those that the Deploy CLI adds.
const CLIENT: [&str; 64] = [
    "addons",
    "allowed_clients",
    "allowed_logout_urls",
    "allowed_origins",
    "app_type",
    "async_approval_notification_channels",
    "callbacks",
    "client_aliases",
    "client_authentication_methods",
    "client_id",
    "client_metadata",
    "client_secret",
    "compliance_level",
    "cross_origin_auth",
    "cross_origin_authentication",
    "cross_origin_loc",
    "custom_login_page",
    "custom_login_page_on",
    "custom_login_page_preview",
    "default_organization",
    "description",
    "encryption_key",
    "express_configuration",
    "external_client_id",
    "external_metadata_created_by",
    "external_metadata_type",
    "fedcm_login",
    "form_template",
    "global",
    "grant_types",
    "identity_assertion_authorization_grant",
    "initiate_login_uri",
    "is_first_party",
    "is_token_endpoint_ip_header_trusted",
    "jwks_uri",
    "jwt_configuration",
    "logo_uri",
    "mobile",
    "my_organization_configuration",
    "name",
    "native_social_login",
    "oidc_backchannel_logout",
    "oidc_conformant",
    "oidc_logout",
    "organization_discovery_methods",
    "organization_require_behavior",
    "organization_usage",
    "par_request_expiry",
    "redirection_policy",
    "refresh_token",
    "require_proof_of_possession",
    "require_pushed_authorization_requests",
    "resource_server_identifier",
    "session_transfer",
    "signed_request_object",
    "signing_keys",
    "skip_non_verifiable_callback_uri_confirmation_prompt",
    "sso",
    "sso_disabled",
    "tenant",
    "third_party_security_mode",
    "token_endpoint_auth_method",
    "token_exchange",
    "web_origins",
];

/// Members of a connection (`POST /api/v2/connections`), and those that the Deploy CLI adds.
const CONNECTION: [&str; 17] = [
    "assignments",
    "authentication",
    "connected_accounts",
    "cross_app_access_requesting_app",
    "cross_app_access_resource_app",
    "directory_provisioning_configuration",
    "display_name",
    "enabled_clients",
    "id",
    "is_domain_connection",
    "metadata",
    "name",
    "options",
    "realms",
    "scim_configuration",
    "show_as_button",
    "strategy",
];

/// Members of an API (`POST /api/v2/resource-servers`).
const API: [&str; 21] = [
    "allow_offline_access",
    "allow_online_access",
    "allow_online_access_with_ephemeral_sessions",
    "authorization_details",
    "authorization_policy",
    "client_id",
    "consent_policy",
    "enforce_policies",
    "id",
    "identifier",
    "name",
    "proof_of_possession",
    "scopes",
    "signing_alg",
    "signing_secret",
    "skip_consent_for_verifiable_first_party_clients",
    "subject_type_authorization",
    "token_dialect",
    "token_encryption",
    "token_lifetime",
    "token_lifetime_for_web",
];

/// Members of a client grant (`POST /api/v2/client-grants`).
const GRANT: [&str; 11] = [
    "allow_all_scopes",
    "allow_any_organization",
    "audience",
    "authorization_details_types",
    "client_id",
    "default_for",
    "id",
    "is_system",
    "organization_usage",
    "scope",
    "subject_type",
];

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
    let lists = [
        ("clients", CLIENT.as_slice()),
        ("databases", &CONNECTION),
        ("connections", &CONNECTION),
        ("resourceServers", &API),
        ("clientGrants", &GRANT),
    ];
    let keys = lists.into_iter().flat_map(|(section, known)| unknown_keys(json, section, known));
    let mistakes = keys.chain(grant_types(file)).chain(grants(file)).chain(addresses(file));
    warnings.extend(mistakes.map(|text| SeedWarning::Mistake(SeedFile::Tenant, text)));
    warnings
}

/// E-mail addresses that two users of one database have.
pub(super) fn users(file: &UsersFile) -> Vec<SeedWarning> {
    let mut seen = BTreeSet::new();
    let logins = file.users.iter().flat_map(|user| std::iter::once(&user.identity).chain(&user.identities));
    let mut warnings = Vec::new();
    for login in logins.filter(|login| login.provider == "auth0") {
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

fn is_client(file: &TenantFile, name: &str) -> bool {
    file.clients.iter().any(|client| client.name == name || client.client_id.as_deref() == Some(name))
}

fn unknown_keys(json: &Map<String, Value>, section: &str, known: &[&'static str]) -> Vec<String> {
    let entries = json.get(section).and_then(Value::as_array).into_iter().flatten();
    let mut found = Vec::new();
    for (place, entry) in entries.enumerate() {
        for key in
            entry.as_object().into_iter().flat_map(Map::keys).filter(|key| !known.contains(&key.as_str()))
        {
            let name =
                entry.get("name").and_then(Value::as_str).map_or_else(|| place.to_string(), str::to_owned);
            let meant = nearest(key, known);
            found.push(format!("{section} `{name}`: unknown key `{key}`; the nearest is `{meant}`"));
        }
    }
    found
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

/// A URL, with any letters for `*`.
fn parsed(url: &str) -> Option<Url> {
    url.contains("://").then(|| Url::parse(&url.replace('*', "x")).ok())?
}
