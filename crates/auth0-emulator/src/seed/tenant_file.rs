//! The part of the Deploy CLI's tenant file that the emulator uses.
//!
//! Like the Deploy CLI, this parser refuses unknown top-level keys and ignores unknown nested ones.

use serde::Deserialize;

use super::{SeedError, SeedFile};

/// The tenant file.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct TenantFile {
    #[serde(default)]
    pub(super) tenant: TenantSection,
    #[serde(default)]
    pub(super) clients: Vec<ClientEntry>,
    #[serde(default)]
    pub(super) databases: Vec<ConnectionEntry>,
    #[serde(default)]
    pub(super) connections: Vec<ConnectionEntry>,
    #[serde(default, rename = "resourceServers")]
    pub(super) resource_servers: Vec<ResourceServerEntry>,
    #[serde(default, rename = "clientGrants")]
    pub(super) client_grants: Vec<ClientGrantEntry>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct TenantSection {
    pub(super) friendly_name: Option<String>,
    pub(super) allowed_logout_urls: Vec<String>,
    /// In hours, as the Deploy CLI has it.
    pub(super) session_lifetime: Option<f64>,
    /// In hours, as the Deploy CLI has it.
    pub(super) idle_session_lifetime: Option<f64>,
    pub(super) skip_non_verifiable_callback_uri_confirmation_prompt: bool,
}

#[derive(Clone, Debug, Deserialize)]
pub(super) struct ClientEntry {
    pub(super) name: String,
    #[serde(default)]
    pub(super) client_id: Option<String>,
    #[serde(default)]
    pub(super) app_type: Option<String>,
    #[serde(default)]
    pub(super) token_endpoint_auth_method: Option<String>,
    #[serde(default)]
    pub(super) grant_types: Option<Vec<String>>,
    #[serde(default)]
    pub(super) callbacks: Vec<String>,
    #[serde(default)]
    pub(super) allowed_logout_urls: Vec<String>,
    #[serde(default)]
    pub(super) web_origins: Vec<String>,
    #[serde(default)]
    pub(super) allowed_origins: Vec<String>,
    #[serde(default)]
    pub(super) jwt_configuration: JwtConfiguration,
    #[serde(default)]
    pub(super) refresh_token: RefreshTokenEntry,
    #[serde(default)]
    pub(super) skip_non_verifiable_callback_uri_confirmation_prompt: Option<bool>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct JwtConfiguration {
    pub(super) alg: Option<String>,
    pub(super) lifetime_in_seconds: Option<i64>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct RefreshTokenEntry {
    pub(super) rotation_type: Option<String>,
    pub(super) leeway: Option<i64>,
    pub(super) token_lifetime: Option<i64>,
    pub(super) infinite_token_lifetime: Option<bool>,
    pub(super) idle_token_lifetime: Option<i64>,
    pub(super) infinite_idle_token_lifetime: Option<bool>,
}

#[derive(Clone, Debug, Deserialize)]
pub(super) struct ConnectionEntry {
    pub(super) name: String,
    pub(super) strategy: String,
    #[serde(default)]
    pub(super) enabled_clients: Vec<String>,
    #[serde(default)]
    pub(super) options: ConnectionOptions,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct ConnectionOptions {
    pub(super) disable_signup: bool,
}

#[derive(Clone, Debug, Deserialize)]
pub(super) struct ResourceServerEntry {
    pub(super) name: String,
    pub(super) identifier: String,
    #[serde(default)]
    pub(super) scopes: Vec<ScopeEntry>,
    #[serde(default)]
    pub(super) allow_offline_access: bool,
    #[serde(default)]
    pub(super) skip_consent_for_verifiable_first_party_clients: bool,
    #[serde(default)]
    pub(super) token_lifetime: Option<i64>,
}

#[derive(Clone, Debug, Deserialize)]
pub(super) struct ScopeEntry {
    pub(super) value: String,
}

#[derive(Clone, Debug, Deserialize)]
pub(super) struct ClientGrantEntry {
    /// The client's name, or its id.
    pub(super) client_id: String,
    pub(super) audience: String,
    #[serde(default)]
    pub(super) scope: Vec<String>,
    #[serde(default)]
    pub(super) subject_type: Option<String>,
}

/// The keys that the Deploy CLI (8.44) knows at the top of the file; it refuses any other.
const TOP_LEVEL: [&str; 47] = [
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

impl TenantFile {
    /// Parses the file. Keywords must have been replaced.
    ///
    /// # Errors
    ///
    /// [`SeedError::Syntax`] with line and column.
    pub(super) fn parse(yaml: &str) -> Result<Self, SeedError> {
        let syntax = |error: serde_saphyr::Error| SeedError::Syntax {
            file: SeedFile::Tenant,
            message: error.without_snippet().to_string(),
        };
        let keys: serde_json::Map<String, serde_json::Value> =
            serde_saphyr::from_str(yaml).map_err(syntax)?;
        if let Some(unknown) = keys.keys().find(|key| !TOP_LEVEL.contains(&key.as_str())) {
            return Err(SeedError::Content {
                file: SeedFile::Tenant,
                message: format!(
                    "the Deploy CLI knows no top-level key `{unknown}` and would refuse the file"
                ),
            });
        }
        serde_saphyr::from_str(yaml).map_err(syntax)
    }
}
