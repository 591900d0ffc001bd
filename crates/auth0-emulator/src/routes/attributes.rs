//! Types and formats of a user's attributes in the bodies of `POST` and `PATCH /api/v2/users`.

use serde_json::{Map, Value};

use crate::error::management::ManagementError;
use crate::extract::type_name;
use crate::tenant::format;

/// Texts of at least one character.
const TEXTS: [&str; 2] = ["connection", "user_id"];
/// Texts that may also be `null` (the Management API's description of `PATCH`).
const TEXTS_OR_NULL: [&str; 9] = [
    "email",
    "family_name",
    "given_name",
    "name",
    "nickname",
    "password",
    "phone_number",
    "picture",
    "username",
];
const BOOLEANS: [&str; 4] = ["blocked", "email_verified", "phone_verified", "verify_email"];

/// Checks every attribute that a body has and the emulator does not ignore.
///
/// # Errors
///
/// [`ManagementError::InvalidBody`] for the first that has not its type or its format.
pub(super) fn check(body: &Map<String, Value>) -> Result<(), ManagementError> {
    for (name, value) in body {
        let name = name.as_str();
        let is_nullable = TEXTS_OR_NULL.contains(&name);
        let expected = match name {
            name if is_nullable || TEXTS.contains(&name) => "string",
            name if BOOLEANS.contains(&name) => "boolean",
            _ => continue,
        };
        match value {
            Value::Null if is_nullable => {}
            value if type_name(value) != expected => return Err(wrong_type(name, expected, value)),
            Value::String(text) if text.is_empty() => {
                return Err(ManagementError::InvalidBody(format!(
                    "'String is too short (0 chars), minimum 1' on property {name}."
                )));
            }
            _ => {}
        }
    }
    let Some((name, format)) = format::violation(body) else { return Ok(()) };
    let value = text(body, name).unwrap_or_default();
    Err(ManagementError::InvalidBody(format!(
        "'Object didn't pass validation for format {format}: {value}' on property {name}."
    )))
}

/// A text of a body that was checked.
pub(super) fn text<'a>(body: &'a Map<String, Value>, name: &str) -> Option<&'a str> {
    body.get(name).and_then(Value::as_str)
}

/// A boolean of a body that was checked.
pub(super) fn boolean(body: &Map<String, Value>, name: &str) -> Option<bool> {
    body.get(name).and_then(Value::as_bool)
}

/// The error for a value of another type than expected.
pub(super) fn wrong_type(name: &str, expected: &str, found: &Value) -> ManagementError {
    let found = type_name(found);
    ManagementError::InvalidBody(format!(
        "'Expected type {expected} but found type {found}' on property {name}."
    ))
}
