//! The part of the Deploy CLI's tenant file that the emulator uses.
//!
//! Like the Deploy CLI, this parser refuses unknown top-level keys and ignores unknown nested ones, which `check.rs`
//! reports.

use std::collections::BTreeSet;

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Map, Value};

use super::{SeedError, SeedFile, keyword};
use crate::tenant::password_policy::PasswordPolicy;
use crate::tenant::resource_server::TokenDialect;

/// The tenant file.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(super) struct TenantFile {
    #[serde(default, deserialize_with = "nullable")]
    pub(super) tenant: TenantSection,
    #[serde(default, deserialize_with = "nullable")]
    pub(super) clients: Vec<ClientEntry>,
    #[serde(default, deserialize_with = "nullable")]
    pub(super) databases: Vec<ConnectionEntry>,
    #[serde(default, deserialize_with = "nullable")]
    pub(super) connections: Vec<ConnectionEntry>,
    #[serde(default, deserialize_with = "nullable", rename = "resourceServers")]
    pub(super) resource_servers: Vec<ResourceServerEntry>,
    #[serde(default, deserialize_with = "nullable", rename = "clientGrants")]
    pub(super) client_grants: Vec<ClientGrantEntry>,
    #[serde(default, deserialize_with = "nullable")]
    pub(super) roles: Vec<RoleEntry>,
}

#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub(super) struct TenantSection {
    pub(super) friendly_name: Option<String>,
    pub(super) default_audience: Option<String>,
    pub(super) default_directory: Option<String>,
    pub(super) resource_parameter_profile: Option<String>,
    #[serde(deserialize_with = "nullable")]
    pub(super) allowed_logout_urls: Vec<String>,
    /// In hours, as the Deploy CLI has it.
    pub(super) session_lifetime: Option<f64>,
    /// In hours, as the Deploy CLI has it.
    pub(super) idle_session_lifetime: Option<f64>,
    /// Takes precedence over hours.
    pub(super) session_lifetime_in_minutes: Option<f64>,
    /// Takes precedence over hours.
    pub(super) idle_session_lifetime_in_minutes: Option<f64>,
    #[serde(deserialize_with = "nullable")]
    pub(super) skip_non_verifiable_callback_uri_confirmation_prompt: bool,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
pub(super) struct ClientEntry {
    pub(super) name: String,
    #[serde(default)]
    pub(super) client_id: Option<String>,
    #[serde(default)]
    pub(super) client_secret: Option<String>,
    #[serde(default)]
    pub(super) app_type: Option<String>,
    #[serde(default)]
    pub(super) is_first_party: Option<bool>,
    #[serde(default)]
    pub(super) token_endpoint_auth_method: Option<String>,
    #[serde(default)]
    pub(super) grant_types: Option<Vec<String>>,
    #[serde(default, deserialize_with = "nullable")]
    pub(super) callbacks: Vec<String>,
    #[serde(default, deserialize_with = "nullable")]
    pub(super) allowed_logout_urls: Vec<String>,
    #[serde(default, deserialize_with = "nullable")]
    pub(super) web_origins: Vec<String>,
    #[serde(default, deserialize_with = "nullable")]
    pub(super) allowed_origins: Vec<String>,
    #[serde(default, deserialize_with = "nullable")]
    pub(super) jwt_configuration: JwtConfiguration,
    #[serde(default, deserialize_with = "nullable")]
    pub(super) refresh_token: RefreshTokenEntry,
    #[serde(default)]
    pub(super) skip_non_verifiable_callback_uri_confirmation_prompt: Option<bool>,
}

#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub(super) struct JwtConfiguration {
    pub(super) alg: Option<String>,
    pub(super) lifetime_in_seconds: Option<i64>,
}

#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub(super) struct RefreshTokenEntry {
    pub(super) rotation_type: Option<String>,
    pub(super) leeway: Option<i64>,
    pub(super) token_lifetime: Option<i64>,
    pub(super) infinite_token_lifetime: Option<bool>,
    pub(super) idle_token_lifetime: Option<i64>,
    pub(super) infinite_idle_token_lifetime: Option<bool>,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
pub(super) struct ConnectionEntry {
    pub(super) name: String,
    /// A database needs none: it is `auth0`.
    #[serde(default)]
    pub(super) strategy: Option<String>,
    #[serde(default, deserialize_with = "nullable")]
    pub(super) enabled_clients: Vec<String>,
    #[serde(default, deserialize_with = "nullable")]
    pub(super) is_domain_connection: bool,
    #[serde(default, deserialize_with = "nullable")]
    pub(super) options: ConnectionOptions,
}

#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub(super) struct ConnectionOptions {
    #[serde(deserialize_with = "nullable")]
    pub(super) disable_signup: bool,
    #[serde(rename = "passwordPolicy")]
    pub(super) password_policy: Option<PasswordPolicy>,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
pub(super) struct ResourceServerEntry {
    pub(super) name: String,
    pub(super) identifier: String,
    #[serde(default, deserialize_with = "nullable")]
    pub(super) scopes: Vec<ScopeEntry>,
    #[serde(default, deserialize_with = "nullable")]
    pub(super) allow_offline_access: bool,
    #[serde(default, deserialize_with = "nullable")]
    pub(super) skip_consent_for_verifiable_first_party_clients: bool,
    #[serde(default)]
    pub(super) token_lifetime: Option<i64>,
    #[serde(default)]
    pub(super) token_lifetime_for_web: Option<i64>,
    #[serde(default, deserialize_with = "nullable")]
    pub(super) enforce_policies: bool,
    #[serde(default, deserialize_with = "nullable")]
    pub(super) token_dialect: TokenDialect,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
pub(super) struct ScopeEntry {
    pub(super) value: String,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
pub(super) struct ClientGrantEntry {
    /// The client's name, or its id.
    pub(super) client_id: String,
    pub(super) audience: String,
    #[serde(default, deserialize_with = "nullable")]
    pub(super) scope: Vec<String>,
    #[serde(default)]
    pub(super) subject_type: Option<String>,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
pub(super) struct RoleEntry {
    pub(super) name: String,
    #[serde(default, deserialize_with = "nullable")]
    pub(super) permissions: Vec<RolePermission>,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
pub(super) struct RolePermission {
    /// A scope of the API.
    pub(super) permission_name: String,
    pub(super) resource_server_identifier: String,
}

/// The keys at the top of the file that the Deploy CLI (8.44) knows and refuses any other, and `migrations`, which older ones
/// wrote.
const TOP_LEVEL: [&str; 48] = [
    "actionModules",
    "actions",
    "attackProtection",
    "branding",
    "clientAuthCredentials",
    "clientAuthCredentialsPre",
    "clientGrants",
    "clients",
    "connectionProfiles",
    "connections",
    "customDomains",
    "databases",
    "emailProvider",
    "emailTemplates",
    "eventStreams",
    "exclude",
    "flowVaultConnections",
    "flows",
    "forms",
    "guardianFactorProviders",
    "guardianFactorTemplates",
    "guardianFactors",
    "guardianPhoneFactorMessageTypes",
    "guardianPhoneFactorSelectedProvider",
    "guardianPolicies",
    "hooks",
    "include",
    "logStreams",
    "migrations",
    "networkACLs",
    "organizations",
    "pages",
    "phoneProviders",
    "phoneTemplates",
    "prompts",
    "rateLimitPolicies",
    "resourceServers",
    "riskAssessment",
    "roles",
    "rules",
    "rulesConfigs",
    "selfServiceProfiles",
    "supplementalSignals",
    "tenant",
    "themes",
    "tokenExchangeProfiles",
    "triggers",
    "userAttributeProfiles",
];

/// The sections that the emulator reads. `include` and `exclude` are for the Deploy CLI alone.
const EMULATED: [&str; 9] = [
    "clientGrants",
    "clients",
    "connections",
    "databases",
    "exclude",
    "include",
    "resourceServers",
    "roles",
    "tenant",
];

impl TenantFile {
    /// Parses the file, and the same as JSON. Keywords that have a value must have been replaced.
    ///
    /// # Errors
    ///
    /// [`SeedError`] with line and column if known.
    pub(super) fn parse(yaml: &str) -> Result<(Self, Map<String, Value>), SeedError> {
        let json: Option<Map<String, Value>> =
            serde_saphyr::from_str(yaml).map_err(|error| syntax(&error, yaml))?;
        let json = json.unwrap_or_default();
        if let Some(unknown) = json.keys().find(|key| !TOP_LEVEL.contains(&key.as_str())) {
            let meant = nearest(unknown, &TOP_LEVEL);
            return Err(SeedError::content(
                SeedFile::Tenant,
                &format!(
                    "the Deploy CLI knows no top-level key `{unknown}` and would refuse the file; the nearest is `{meant}`"
                ),
            ));
        }
        if json.is_empty() {
            return Err(SeedError::content(SeedFile::Tenant, "the file is empty"));
        }
        let file: Self = serde_saphyr::from_str(yaml).map_err(|error| syntax(&error, yaml))?;
        // Only what the emulator uses is in there.
        let used = serde_json::to_string(&file).unwrap_or_default();
        let unset = keyword::unset(&used);
        if unset.is_empty() {
            Ok((file, json))
        } else {
            Err(SeedError::content(SeedFile::Tenant, &without_value(&unset)))
        }
    }

    /// The sections of a file that are not emulated.
    pub(super) fn not_emulated(json: &Map<String, Value>) -> Vec<&str> {
        let is_empty = |value: &Value| value.is_null() || value.as_array().is_some_and(Vec::is_empty);
        let ignored =
            json.iter().filter(|(key, value)| !EMULATED.contains(&key.as_str()) && !is_empty(value));
        ignored.map(|(key, _)| key.as_str()).collect()
    }
}

/// The known word that is most like `word`.
pub(super) fn nearest<'a>(word: &str, known: &[&'a str]) -> &'a str {
    let distance = |other: &&&str| strsim::damerau_levenshtein(word, other);
    known.iter().min_by_key(distance).copied().unwrap_or_default()
}

fn syntax(error: &serde_saphyr::Error, yaml: &str) -> SeedError {
    let mut message = error.without_snippet().to_string();
    let unset = keyword::unset(yaml);
    if !unset.is_empty() {
        message = format!("{message}; {}", without_value(&unset));
    }
    SeedError::Syntax { file: SeedFile::Tenant, message }
}

fn without_value(keywords: &BTreeSet<String>) -> String {
    let keywords = keywords.iter().map(|key| format!("`{key}`")).collect::<Vec<_>>().join(", ");
    format!("AUTH0_KEYWORD_REPLACE_MAPPINGS has no value for the keywords {keywords}")
}

/// As the Deploy CLI and the Management API read a file: `null` is the same as nothing.
fn nullable<'de, D: Deserializer<'de>, T: Default + Deserialize<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
}
