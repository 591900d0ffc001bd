//! The `password` grant (RFC 6749 §4.3) for the tenant's default database, and Auth0's `password-realm`, which names one
//! (Auth0, "Resource Owner Password Flow").

use serde_json::Value;

use super::without_page::{Asked, log_in};
use crate::emulator::Emulator;
use crate::error::oauth::OAuthError;
use crate::params::Params;
use crate::tenant::Tenant;
use crate::tenant::client::Client;
use crate::tenant::identity::IdentityKey;

/// Auth0's grant type with a `realm`.
pub(in crate::routes) const REALM: &str = "http://auth0.com/oauth/grant-type/password-realm";

/// Issues tokens for an e-mail address and a password. There is no browser and so no session.
///
/// # Errors
///
/// [`OAuthError`]: a missing parameter, an unknown API or realm, wrong credentials, a blocked user.
pub(super) fn exchange(emulator: &Emulator, client: &Client, params: &Params) -> Result<Value, OAuthError> {
    let required = |name| params.one(name)?.ok_or(OAuthError::Missing(name));
    let (username, password) = (required("username")?, required("password")?);
    let realm = if params.one("grant_type")? == Some(REALM) { Some(required("realm")?) } else { None };
    let scope = params.one("scope")?.unwrap_or_default();
    let audience = emulator.tenant().named_api(params)?;
    let asked = Asked { audience, scope, grant_type: Some("password") };
    log_in(emulator, client, asked, |tenant| identity(tenant, client, realm, username, password))
}

/// The identity that the password proves, and its connection.
fn identity(
    tenant: &Tenant,
    client: &Client,
    realm: Option<&str>,
    username: &str,
    password: &str,
) -> Result<(IdentityKey, String), OAuthError> {
    let name = realm.or(tenant.defaults.directory.as_deref()).ok_or(OAuthError::NoDatabase)?;
    let mut databases = tenant.connections_of(client).filter(|connection| connection.is_database());
    databases.find(|connection| connection.name == name).ok_or(OAuthError::NoDatabase)?;
    let identity = tenant.by_password(&[name], username, password).ok_or(OAuthError::WrongCredentials)?;
    Ok((identity.key(), identity.connection.clone()))
}
