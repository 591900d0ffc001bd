//! The emulator's own file: users and settings. The demo tenant's file documents the format.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Map, Value};

use super::{SeedError, SeedFile};
use crate::tenant::custom_claims::CustomClaims;
use crate::tenant::identity::{IdentityId, Profile};
use crate::tenant::scope::Scopes;
use crate::tenant::settings::{AfterLink, ConsentMode, NotLinkedStatus, RateLimitMode, UnsupportedMode};

/// The users file.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct UsersFile {
    pub(super) consent: ConsentMode,
    pub(super) unsupported: UnsupportedMode,
    pub(super) rate_limit: RateLimitMode,
    pub(super) expose_rate_limit_headers: bool,
    pub(super) after_link: AfterLink,
    pub(super) unlink_not_linked: NotLinkedStatus,
    pub(super) machine_clients: Vec<MachineClientEntry>,
    pub(super) claims: Vec<CustomClaims>,
    pub(super) users: Vec<UserEntry>,
    pub(super) accounts: Vec<IdentityEntry>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct MachineClientEntry {
    pub(super) name: String,
    #[serde(default)]
    pub(super) scopes: Vec<String>,
}

#[derive(Clone, Debug, Deserialize)]
pub(super) struct UserEntry {
    #[serde(default)]
    pub(super) user_metadata: Option<Map<String, Value>>,
    #[serde(default)]
    pub(super) app_metadata: Option<Map<String, Value>>,
    #[serde(default)]
    pub(super) blocked: bool,
    /// By the identifier of the API.
    #[serde(default)]
    pub(super) permissions: BTreeMap<String, Scopes>,
    /// Names of roles in the tenant file.
    #[serde(default)]
    pub(super) roles: Vec<String>,
    #[serde(default)]
    pub(super) identities: Vec<IdentityEntry>,
    #[serde(flatten)]
    pub(super) identity: IdentityEntry,
}

#[derive(Clone, Debug, Deserialize)]
pub(super) struct IdentityEntry {
    pub(super) provider: String,
    pub(super) id: IdentityId,
    #[serde(default)]
    pub(super) connection: Option<String>,
    #[serde(default)]
    pub(super) password: Option<String>,
    #[serde(flatten)]
    pub(super) profile: Profile,
}

impl UserEntry {
    /// The id that the user gets.
    pub(super) fn user_id(&self) -> String {
        format!("{}|{}", self.identity.provider, self.identity.id)
    }
}

impl UsersFile {
    /// Parses the file.
    ///
    /// # Errors
    ///
    /// [`SeedError::Syntax`] with line and column.
    pub(super) fn parse(yaml: &str) -> Result<Self, SeedError> {
        let file: Option<Self> = serde_saphyr::from_str(yaml).map_err(|error| SeedError::Syntax {
            file: SeedFile::Users,
            message: error.without_snippet().to_string(),
        })?;
        Ok(file.unwrap_or_default())
    }
}
