//! The initial state of a tenant, from two files: the Deploy CLI's tenant file and the emulator's users file.

use std::collections::{BTreeMap, BTreeSet};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use thiserror::Error;

use crate::random::{Random, sha256};
use crate::tenant::Tenant;
use crate::tenant::client::{AppType, Client};
use crate::tenant::connection::{Connection, ProviderAccount};
use crate::tenant::consent::Consents;
use crate::tenant::custom_claims::CustomClaims;
use crate::tenant::defaults::Defaults;
use crate::tenant::expiring::Expiring;
use crate::tenant::issuer::Issuer;
use crate::tenant::permissions::Permissions;
use crate::tenant::rate_limit::TokenBucket;
use crate::tenant::refresh_token::RefreshTokens;
use crate::tenant::resource_server::ResourceServer;
use crate::tenant::settings::{ConsentMode, Settings};
use crate::tenant::signing_keys::SigningKeys;
use crate::tenant::unsupported::Demand;
use crate::tenant::user::User;

mod build;
mod check;
mod demands;
mod keyword;
mod tenant_file;
mod users_file;

use tenant_file::TenantFile;
use users_file::UsersFile;

/// The demo tenant's tenant file, in the format of the Deploy CLI.
pub const DEMO_TENANT: &str = include_str!("../demo/tenant.yaml");
/// The demo tenant's users file. Its head documents the format.
pub const DEMO_USERS: &str = include_str!("../demo/users.yaml");

/// Most sessions, logins in progress, codes and opaque tokens that are kept, each.
const STORE_CAPACITY: usize = 4096;

/// The initial state of a tenant, to which a reset returns.
#[derive(Clone, Debug)]
pub struct Seed {
    name: String,
    allowed_logout_urls: Vec<String>,
    settings: Settings,
    clients: Vec<Client>,
    connections: Vec<Connection>,
    defaults: Defaults,
    resource_servers: Vec<ResourceServer>,
    demands: Vec<Demand>,
    users: Vec<User>,
    claims: Vec<CustomClaims>,
    permissions: Permissions,
    accounts: Vec<ProviderAccount>,
    warnings: Vec<SeedWarning>,
    /// SHA-256 of the users file, in base64.
    digest: String,
}

/// Something in a seed file that is not used as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SeedWarning {
    /// The emulator has nothing of the kind, or the users file does not fit the tenant file.
    Ignored(SeedFile, String),
    /// Most likely a mistake.
    Mistake(SeedFile, String),
}

/// Why seed files cannot be used.
#[derive(Debug, Error)]
pub enum SeedError {
    /// A file is not YAML, or not of the expected shape. The message contains line and column.
    #[error("{file}: {message}")]
    Syntax {
        /// Which of the two files.
        file: SeedFile,
        /// What is wrong, and where.
        message: String,
    },
    /// A file contradicts itself or the other one.
    #[error("{file}: {message}")]
    Content {
        /// Which of the two files.
        file: SeedFile,
        /// What is wrong.
        message: String,
    },
}

/// One of the two seed files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SeedFile {
    /// The Deploy CLI's tenant file.
    Tenant,
    /// The emulator's users file.
    Users,
}

impl std::fmt::Display for SeedFile {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(match self {
            Self::Tenant => "tenant file",
            Self::Users => "users file",
        })
    }
}

impl std::fmt::Display for SeedWarning {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (Self::Ignored(file, message) | Self::Mistake(file, message)) = self;
        write!(formatter, "{file}: {message}")
    }
}

impl SeedError {
    fn content(file: SeedFile, message: &str) -> Self {
        Self::Content { file, message: message.to_owned() }
    }

    /// The file that the error is in.
    pub fn file(&self) -> SeedFile {
        match self {
            Self::Syntax { file, .. } | Self::Content { file, .. } => *file,
        }
    }
}

impl Seed {
    /// The demo tenant: [`DEMO_TENANT`] and [`DEMO_USERS`].
    ///
    /// # Errors
    ///
    /// [`SeedError`] when the built-in files are invalid, which tests rule out.
    pub fn demo() -> Result<Self, SeedError> {
        Self::parse(DEMO_TENANT, DEMO_USERS)
    }

    /// Parses the two files. Keywords (`##KEY##`, `@@KEY@@`) have no values.
    ///
    /// # Errors
    ///
    /// [`SeedError`] with the file, and line and column if known.
    pub fn parse(tenant_yaml: &str, users_yaml: &str) -> Result<Self, SeedError> {
        Self::parse_with_keywords(tenant_yaml, users_yaml, &BTreeMap::new())
    }

    /// Parses the two files, with values for the Deploy CLI's keywords in the first.
    ///
    /// # Errors
    ///
    /// [`SeedError`] with the file, and line and column if known.
    pub fn parse_with_keywords(
        tenant_yaml: &str,
        users_yaml: &str,
        keywords: &BTreeMap<String, serde_json::Value>,
    ) -> Result<Self, SeedError> {
        let (tenant, json) = TenantFile::parse(&keyword::replaced(tenant_yaml, keywords))?;
        let users = UsersFile::parse(users_yaml)?;
        let mut seed = build::seed(&tenant, &users, &Random::system())?;
        seed.digest = digest(users_yaml);
        seed.demands = demands::demands(&json);
        seed.warnings.extend(check::tenant(&tenant, &json));
        seed.warnings.extend(seed.demands.iter().map(demands::warning));
        seed.warnings.extend(check::users(&users));
        let mistakes: Vec<SeedWarning> = check::access(&tenant, &users, &seed).collect();
        seed.warnings.extend(mistakes);
        Ok(seed)
    }

    /// Allows every single-page app to be served from one more origin: adds the origin, with and without a trailing
    /// slash, to the callbacks and logout URLs, and to the web origins.
    #[must_use]
    pub fn allow_origin(mut self, origin: &str) -> Self {
        let origin = origin.trim_end_matches('/').to_owned();
        for client in self.clients.iter_mut().filter(|client| client.app_type == AppType::Spa) {
            for url in [origin.clone(), format!("{origin}/")] {
                push_new(&mut client.callbacks, &url);
                push_new(&mut client.allowed_logout_urls, &url);
            }
            push_new(&mut client.web_origins, &origin);
        }
        self
    }

    /// Sets whether the consent page is shown.
    #[must_use]
    pub fn with_consent(mut self, mode: ConsentMode) -> Self {
        self.settings.consent = mode;
        self
    }

    /// Changes settings.
    #[must_use]
    pub fn with_settings(mut self, change: impl FnOnce(&mut Settings)) -> Self {
        change(&mut self.settings);
        self
    }

    /// Changes the client with this name, if there is one.
    #[must_use]
    pub fn with_client(mut self, name: &str, change: impl FnOnce(&mut Client)) -> Self {
        if let Some(client) = self.clients.iter_mut().find(|client| client.name == name) {
            change(client);
        }
        self
    }

    /// Adds an API.
    #[must_use]
    pub fn with_resource_server(mut self, api: ResourceServer) -> Self {
        self.resource_servers.push(api);
        self
    }

    /// The registered clients.
    pub fn clients(&self) -> &[Client] {
        &self.clients
    }

    /// Whether this digest is that of the demo tenant's users.
    pub(crate) fn is_demo(seed_digest: &str) -> bool {
        seed_digest == digest(DEMO_USERS)
    }

    /// Identifies the users file.
    pub(crate) fn digest(&self) -> &str {
        &self.digest
    }

    /// What is in the two files and not used as it stands.
    pub fn warnings(&self) -> &[SeedWarning] {
        &self.warnings
    }

    /// How many clients, connections and users there are.
    pub fn summary(&self) -> String {
        let (clients, connections, users) = (self.clients.len(), self.connections.len(), self.users.len());
        format!("{clients} clients, {connections} connections, {users} users")
    }

    /// Creates a tenant in this state.
    pub(crate) fn build(&self, issuer: Issuer) -> Tenant {
        let mut defaults = self.defaults.clone();
        // The Management API has another identifier at each tenant.
        if defaults.audience.as_ref().is_some_and(|audience| audience.ends_with("/api/v2/")) {
            defaults.audience = Some(issuer.endpoint("api/v2/"));
        }
        Tenant {
            issuer,
            defaults,
            seed_digest: self.digest.clone(),
            name: self.name.clone(),
            allowed_logout_urls: self.allowed_logout_urls.clone(),
            settings: self.settings,
            clients: self.clients.clone(),
            connections: self.connections.clone(),
            resource_servers: self.resource_servers.clone(),
            demands: self.demands.clone(),
            ignored: BTreeSet::new(),
            users: self.users.clone().into(),
            claims: self.claims.clone(),
            permissions: self.permissions.clone(),
            accounts: self.accounts.clone(),
            consents: Consents::default(),
            sessions: Expiring::with_capacity(STORE_CAPACITY),
            transactions: Expiring::with_capacity(STORE_CAPACITY),
            tickets: Expiring::with_capacity(STORE_CAPACITY),
            codes: Expiring::with_capacity(STORE_CAPACITY),
            opaque_tokens: Expiring::with_capacity(STORE_CAPACITY),
            refresh_tokens: RefreshTokens::with_capacity(STORE_CAPACITY),
            management_rate: TokenBucket::free_plan(),
            keys: SigningKeys::default(),
        }
    }
}

fn digest(users_yaml: &str) -> String {
    STANDARD.encode(sha256(users_yaml.as_bytes()))
}

fn push_new(list: &mut Vec<String>, entry: &str) {
    if !list.iter().any(|present| present == entry) {
        list.push(entry.to_owned());
    }
}
