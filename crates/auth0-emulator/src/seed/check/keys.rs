//! Keys that Auth0 does not know, most likely misspelt.

use serde_json::{Map, Value};

use crate::seed::tenant_file::nearest;
use crate::tenant::identity::Profile;

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

/// Members of a client's `jwt_configuration`.
const JWT_CONFIGURATION: [&str; 4] = ["alg", "lifetime_in_seconds", "scopes", "secret_encoded"];

/// Members of a client's `refresh_token`.
const REFRESH_TOKEN: [&str; 8] = [
    "expiration_type",
    "idle_token_lifetime",
    "infinite_idle_token_lifetime",
    "infinite_token_lifetime",
    "leeway",
    "policies",
    "rotation_type",
    "token_lifetime",
];

/// Members of the tenant's settings (`PATCH /api/v2/tenants/settings`), and those that older tenants have.
const TENANT: [&str; 45] = [
    "acr_values_supported",
    "allow_organization_name_in_authentication_api",
    "allowed_logout_urls",
    "authorization_response_iss_parameter_supported",
    "change_password",
    "client_id_metadata_document_supported",
    "country_codes",
    "customize_mfa_in_postlogin_action",
    "default_audience",
    "default_directory",
    "default_redirection_uri",
    "default_token_quota",
    "device_flow",
    "dynamic_client_registration_security_mode",
    "enable_ai_guide",
    "enabled_locales",
    "ephemeral_session_lifetime",
    "ephemeral_session_lifetime_in_minutes",
    "error_page",
    "flags",
    "friendly_name",
    "guardian_mfa_page",
    "idle_ephemeral_session_lifetime",
    "idle_ephemeral_session_lifetime_in_minutes",
    "idle_session_lifetime",
    "idle_session_lifetime_in_minutes",
    "include_session_metadata_in_tenant_logs",
    "legacy_sandbox_version",
    "mtls",
    "oidc_logout",
    "phone_consolidated_experience",
    "picture_url",
    "pushed_authorization_requests_supported",
    "resource_parameter_profile",
    "sandbox_version",
    "sandbox_versions_available",
    "security_headers",
    "session_cookie",
    "session_lifetime",
    "session_lifetime_in_minutes",
    "sessions",
    "skip_non_verifiable_callback_uri_confirmation_prompt",
    "support_email",
    "support_url",
    "universal_login",
];

/// Members of a database user in the users file.
const USER: [&str; 20] = [
    "app_metadata",
    "blocked",
    "connection",
    "email",
    "email_verified",
    "family_name",
    "given_name",
    "id",
    "identities",
    "name",
    "nickname",
    "password",
    "permissions",
    "phone_number",
    "phone_verified",
    "picture",
    "provider",
    "roles",
    "user_metadata",
    "username",
];

/// The unknown keys of a database user, with the nearest known one. Another provider may tell anything about a user.
pub(super) fn unknown_of_user(user_id: &str, profile: &Profile) -> Vec<String> {
    in_keys(&format!("`{user_id}`"), profile.extra.keys(), &USER)
}

/// Every unknown key of the sections that the emulator reads, with the nearest known one.
pub(super) fn unknown(json: &Map<String, Value>) -> Vec<String> {
    let sections = [
        ("clients", CLIENT.as_slice()),
        ("databases", &CONNECTION),
        ("connections", &CONNECTION),
        ("resourceServers", &API),
        ("clientGrants", &GRANT),
    ];
    let mut found = json.get("tenant").map(|tenant| in_object("tenant", tenant, &TENANT)).unwrap_or_default();
    for (section, known) in sections {
        let entries = json.get(section).and_then(Value::as_array).into_iter().flatten();
        for (index, entry) in entries.enumerate() {
            let name =
                entry.get("name").and_then(Value::as_str).map_or_else(|| index.to_string(), str::to_owned);
            let place = format!("{section} `{name}`");
            found.extend(in_object(&place, entry, known));
            for (key, known) in
                [("jwt_configuration", JWT_CONFIGURATION.as_slice()), ("refresh_token", &REFRESH_TOKEN)]
            {
                found.extend(
                    entry
                        .get(key)
                        .into_iter()
                        .flat_map(|inner| in_object(&format!("{place}: {key}"), inner, known)),
                );
            }
        }
    }
    found
}

fn in_object(place: &str, object: &Value, known: &[&'static str]) -> Vec<String> {
    in_keys(place, object.as_object().into_iter().flat_map(Map::keys), known)
}

fn in_keys<'a>(place: &str, keys: impl Iterator<Item = &'a String>, known: &[&'static str]) -> Vec<String> {
    let unknown = keys.filter(|key| !known.contains(&key.as_str()));
    unknown
        .map(|key| format!("{place}: unknown key `{key}`; the nearest is `{}`", nearest(key, known)))
        .collect()
}
