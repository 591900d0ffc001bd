//! The body of `POST /api/v2/users`.

use serde_json::{Map, Value, json};

use crate::clock::Timestamp;
use crate::error::management::ManagementError;
use crate::extract::check_properties;
use crate::random::Random;
use crate::routes::attributes::{self, boolean, text};
use crate::tenant::Tenant;
use crate::tenant::identity::{Identity, IdentityId, Profile};
use crate::tenant::metadata;
use crate::tenant::password::PasswordHash;
use crate::tenant::user::User;

const FIELDS: [&str; 17] = [
    "app_metadata",
    "blocked",
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
    "user_id",
    "user_metadata",
    "username",
    "verify_email",
];

/// The user that a body describes.
///
/// # Errors
///
/// [`ManagementError`]: a body that cannot be used, or an e-mail address that is taken in the connection.
pub(super) fn user(
    tenant: &Tenant,
    body: &Map<String, Value>,
    random: &Random,
    now: Timestamp,
) -> Result<User, ManagementError> {
    let invalid = |message: String| ManagementError::InvalidBody(message);
    check_properties(body, &FIELDS)?;
    attributes::check(body)?;
    let required =
        |name: &str| text(body, name).ok_or_else(|| invalid(format!("'Missing required property: {name}'.")));
    let connection = tenant
        .connection(required("connection")?)
        .ok_or_else(|| ManagementError::Refused("The connection does not exist.".to_owned()))?;
    if !connection.is_database() {
        let message = "The emulator creates users of database connections only.";
        return Err(ManagementError::Refused(message.to_owned()));
    }
    let (email, password) = (required("email")?, required("password")?);
    if !connection.password_policy.allows(password) {
        return Err(ManagementError::WeakPassword);
    }
    if tenant.is_email_taken(&connection.name, email) {
        return Err(ManagementError::UserExists);
    }
    let id = text(body, "user_id").map_or_else(|| random.hex(24), str::to_owned);
    let identity = Identity {
        connection: connection.name.clone(),
        provider: "auth0".to_owned(),
        id: IdentityId::Text(id),
        is_social: false,
        profile: profile(body, email)?,
        password: Some(PasswordHash::new(password, random)),
    };
    let mut user = User::new(identity, now);
    user.blocked = boolean(body, "blocked").unwrap_or(false);
    user.user_metadata = metadata_of(body, "user_metadata")?;
    user.app_metadata = metadata_of(body, "app_metadata")?;
    Ok(user)
}

fn profile(body: &Map<String, Value>, email: &str) -> Result<Profile, ManagementError> {
    let mut fields = body.clone();
    fields.retain(|name, value| {
        let others =
            ["connection", "password", "user_id", "blocked", "user_metadata", "app_metadata", "verify_email"];
        !value.is_null() && !others.contains(&name.as_str())
    });
    fields.insert("email".to_owned(), json!(email.to_lowercase()));
    fields.entry("email_verified").or_insert(json!(false));
    fields.entry("name").or_insert(json!(email.to_lowercase()));
    serde_json::from_value(Value::Object(fields))
        .map_err(|error| ManagementError::InvalidBody(format!("'{error}'.")))
}

fn metadata_of(body: &Map<String, Value>, name: &str) -> Result<Option<Map<String, Value>>, ManagementError> {
    match body.get(name) {
        None => Ok(None),
        Some(value @ Value::Object(object)) if metadata::forbidden_key(value).is_none() => {
            Ok(Some(object.clone()))
        }
        Some(_) => Err(ManagementError::InvalidBody(format!(
            "'Expected an object without . and $ in its property names' on property {name}."
        ))),
    }
}
