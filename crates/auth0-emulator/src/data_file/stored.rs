//! The content of a data file. Clients, connections and settings are not part of it: they come from the seed files.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};

use crate::tenant::Tenant;
use crate::tenant::connection::ProviderAccount;
use crate::tenant::consent::Consents;
use crate::tenant::custom_claims::CustomClaims;
use crate::tenant::expiring::Expiring;
use crate::tenant::grant::{CodeGrant, Grant};
use crate::tenant::permissions::Permissions;
use crate::tenant::refresh_token::RefreshTokens;
use crate::tenant::signing_key::{KeyError, SigningKey};
use crate::tenant::signing_keys::SigningKeys;
use crate::tenant::sso_session::SsoSession;
use crate::tenant::ticket::Ticket;
use crate::tenant::transaction::Transaction;
use crate::tenant::users::Users;

/// The version of the format.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
enum Version {
    /// The first one.
    #[serde(rename = "auth0-emulator 1")]
    One,
}

/// The part of a tenant that is kept over restarts.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Stored {
    version: Version,
    /// [`Tenant::seed_digest`]; absent in files of earlier versions.
    #[serde(default)]
    seed: Option<String>,
    users: Users,
    /// Absent in files of earlier versions, as the permissions are.
    #[serde(default)]
    claims: Option<Vec<CustomClaims>>,
    #[serde(default)]
    permissions: Option<Permissions>,
    accounts: Vec<ProviderAccount>,
    consents: Consents,
    sessions: Expiring<SsoSession>,
    transactions: Expiring<Transaction>,
    /// Absent in files of earlier versions.
    #[serde(default)]
    tickets: Option<Expiring<Ticket>>,
    codes: Expiring<CodeGrant>,
    opaque_tokens: Expiring<Grant>,
    refresh_tokens: RefreshTokens,
    /// PKCS #8 in base64. The first one signs.
    keys: Vec<String>,
}

impl Stored {
    /// Copies the state of a tenant.
    ///
    /// # Errors
    ///
    /// [`KeyError`] when a key cannot be encoded.
    pub(super) fn of(tenant: &Tenant) -> Result<Self, KeyError> {
        let keys = tenant.keys.published()?;
        let keys: Result<Vec<String>, KeyError> =
            keys.iter().map(|key| key.to_pkcs8().map(|der| STANDARD.encode(der))).collect();
        Ok(Self {
            version: Version::One,
            seed: Some(tenant.seed_digest.clone()),
            users: tenant.users.clone(),
            claims: Some(tenant.claims.clone()),
            permissions: Some(tenant.permissions.clone()),
            accounts: tenant.accounts.clone(),
            consents: tenant.consents.clone(),
            sessions: tenant.sessions.clone(),
            transactions: tenant.transactions.clone(),
            tickets: Some(tenant.tickets.clone()),
            codes: tenant.codes.clone(),
            opaque_tokens: tenant.opaque_tokens.clone(),
            refresh_tokens: tenant.refresh_tokens.clone(),
            keys: keys?,
        })
    }

    /// Replaces the state of a tenant.
    ///
    /// # Errors
    ///
    /// [`KeyError::Stored`] when a key is invalid. The tenant is unchanged then.
    pub(super) fn restore(self, tenant: &mut Tenant) -> Result<(), KeyError> {
        let read = |text: &String| {
            let der = STANDARD.decode(text).map_err(|_| KeyError::Stored)?;
            SigningKey::from_pkcs8(&der)
        };
        let mut keys = self.keys.iter().map(read).collect::<Result<Vec<SigningKey>, KeyError>>()?.into_iter();
        tenant.keys = SigningKeys::stored(keys.next().ok_or(KeyError::Stored)?, keys.collect());
        if let Some(digest) = self.seed {
            tenant.seed_digest = digest;
        }
        tenant.users = self.users;
        if let Some(claims) = self.claims {
            tenant.claims = claims;
        }
        if let Some(permissions) = self.permissions {
            tenant.permissions = permissions;
        }
        tenant.accounts = self.accounts;
        tenant.consents = self.consents;
        tenant.sessions = self.sessions;
        tenant.transactions = self.transactions;
        if let Some(tickets) = self.tickets {
            tenant.tickets = tickets;
        }
        tenant.codes = self.codes;
        tenant.opaque_tokens = self.opaque_tokens;
        tenant.refresh_tokens = self.refresh_tokens;
        Ok(())
    }
}
