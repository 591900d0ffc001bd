//! The properties that a `PATCH` may change, and the combinations that Auth0 refuses.

use serde_json::{Map, Value};

use crate::error::management::ManagementError;
use crate::random::Random;
use crate::routes::attributes::{self, boolean, text, wrong_type};
use crate::tenant::Tenant;
use crate::tenant::connection::Connection;
use crate::tenant::identity::{Identity, IdentityKey, Profile};
use crate::tenant::metadata;
use crate::tenant::password::PasswordHash;
use crate::tenant::user::User;

/// Every property that the body may have.
pub(in crate::routes) const FIELDS: &[&str] = &[
    "app_metadata",
    "blocked",
    "client_id",
    "connection",
    "email",
    "email_verified",
    "family_name",
    "given_name",
    "name",
    "nickname",
    "password",
    "phone_number",
    "phone_verified",
    "picture",
    "user_metadata",
    "username",
    "verify_email",
    "verify_phone_number",
    "verify_password",
];

/// Attributes that a provider updates at each login.
const SYNCED: [&str; 5] = ["family_name", "given_name", "name", "nickname", "picture"];

/// Pairs of properties that must not be changed in one request.
const APART: [(&str, &str); 5] = [
    ("password", "email"),
    ("password", "email_verified"),
    ("username", "email"),
    ("username", "email_verified"),
    ("username", "password"),
];

/// Applies a patch whose properties the caller may change. Returns the identity whose attributes it concerns.
///
/// # Errors
///
/// [`ManagementError`]. The user may be partly changed then, so apply patches to a copy.
pub(super) fn apply(
    user: &mut User,
    patch: &Map<String, Value>,
    tenant: &Tenant,
    random: &Random,
) -> Result<IdentityKey, ManagementError> {
    attributes::check(patch)?;
    apply_metadata(user, patch)?;
    if let Some((left, right)) =
        APART.iter().find(|(left, right)| patch.contains_key(*left) && patch.contains_key(*right))
    {
        return Err(ManagementError::Refused(format!("Cannot update {left} and {right} simultaneously.")));
    }
    if let Some(is_blocked) = boolean(patch, "blocked") {
        user.blocked = is_blocked;
    }
    let identity = identity(user, text(patch, "connection"), &tenant.connections)?;
    let is_database = identity.provider == "auth0";
    if !is_database {
        refuse_for_providers(patch)?;
    }
    let new_email = text(patch, "email").filter(|email| !identity.has_email(email));
    if new_email.is_some_and(|email| tenant.is_email_taken(&identity.connection, email)) {
        return Err(ManagementError::EmailTaken);
    }
    if let Some(password) = text(patch, "password") {
        if tenant
            .connection(&identity.connection)
            .is_some_and(|database| !database.password_policy.allows(password))
        {
            return Err(ManagementError::WeakPassword);
        }
        identity.password = Some(PasswordHash::new(password, random));
    }
    apply_profile(&mut identity.profile, patch);
    Ok(identity.key())
}

/// `null` removes an attribute. Auth0 does not document which nickname and picture the user has then; here those that every
/// user without one has.
fn apply_profile(profile: &mut Profile, patch: &Map<String, Value>) {
    let texts: [(&str, &mut Option<String>); 8] = [
        ("email", &mut profile.email),
        ("name", &mut profile.name),
        ("nickname", &mut profile.nickname),
        ("given_name", &mut profile.given_name),
        ("family_name", &mut profile.family_name),
        ("picture", &mut profile.picture),
        ("username", &mut profile.username),
        ("phone_number", &mut profile.phone_number),
    ];
    for (name, place) in texts {
        if patch.contains_key(name) {
            *place = text(patch, name).map(str::to_owned);
        }
    }
    if patch.contains_key("email") {
        profile.email = profile.email.as_deref().map(str::to_lowercase);
        profile.email_verified = Some(false);
    }
    if let Some(is_verified) = boolean(patch, "email_verified") {
        profile.email_verified = Some(is_verified);
    }
    if let Some(is_verified) = boolean(patch, "phone_verified") {
        profile.phone_verified = Some(is_verified);
    }
    profile.derive_missing();
}

fn apply_metadata(user: &mut User, patch: &Map<String, Value>) -> Result<(), ManagementError> {
    if let Some(patch) = metadata_of(patch, "user_metadata")? {
        user.user_metadata = Some(metadata::merged(user.user_metadata.as_ref(), patch));
    }
    if let Some(patch) = metadata_of(patch, "app_metadata")? {
        if let Some(reserved) = metadata::reserved_key(patch) {
            let message = format!("'app_metadata' must not have the property '{reserved}'.");
            return Err(ManagementError::InvalidBody(message));
        }
        let merged = metadata::merged(user.app_metadata.as_ref(), patch);
        user.app_metadata = (!merged.is_empty()).then_some(merged);
    }
    Ok(())
}

/// The identity whose attributes change: the primary one, or the first of a named connection.
fn identity<'a>(
    user: &'a mut User,
    connection: Option<&str>,
    connections: &[Connection],
) -> Result<&'a mut Identity, ManagementError> {
    let Some(name) = connection else { return Ok(&mut user.primary) };
    if !connections.iter().any(|connection| connection.name == name) {
        return Err(ManagementError::Refused("Connection does not exist.".to_owned()));
    }
    let mut own = user.identities_mut().filter(|identity| identity.connection == name);
    own.next()
        .ok_or_else(|| ManagementError::Refused("Connection is not supported for this operation.".to_owned()))
}

fn refuse_for_providers(patch: &Map<String, Value>) -> Result<(), ManagementError> {
    if patch.contains_key("email") || patch.contains_key("email_verified") {
        return Err(ManagementError::Refused("Cannot update email for non-database user.".to_owned()));
    }
    if patch.contains_key("password") || patch.contains_key("username") {
        return Err(ManagementError::Refused("Connection is not supported for this operation.".to_owned()));
    }
    let synced: Vec<&str> = SYNCED.into_iter().filter(|name| patch.contains_key(*name)).collect();
    if synced.is_empty() {
        return Ok(());
    }
    Err(ManagementError::Refused(format!(
        "The following user attributes cannot be updated: {}. The connection must either be a database connection \
         (using the Auth0 store), a passwordless connection (email or sms) or has disabled 'Sync user profile \
         attributes at each login'.",
        synced.join(", ")
    )))
}

fn metadata_of<'a>(
    patch: &'a Map<String, Value>,
    name: &str,
) -> Result<Option<&'a Map<String, Value>>, ManagementError> {
    let Some(value) = patch.get(name) else { return Ok(None) };
    let Value::Object(object) = value else { return Err(wrong_type(name, "object", value)) };
    match metadata::forbidden_key(value) {
        Some(key) => Err(ManagementError::InvalidBody(format!(
            "'Property names must not contain . or $' on property {name} ({key})."
        ))),
        None => Ok(Some(object)),
    }
}
