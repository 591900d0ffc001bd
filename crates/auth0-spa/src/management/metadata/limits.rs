//! What `user_metadata` may hold, as far as Auth0 documents it.
//!
//! "Metadata Field Names and Data Types": a name has no `.` and no `$`, at any depth. "User Profile Structure" and the
//! limits of entities: a profile has at most 10 KB; larger ones "succeed for now". Not documented, and so not judged
//! here: a number of keys, a depth, and what becomes of a `null` inside an object or a list (only at the first level it
//! removes a key). What the tenant made of the values is compared after the PATCH.

use thiserror::Error;

use crate::json::{self, Value};

/// The most that merged metadata may weigh, in bytes of JSON.
///
/// Auth0 limits the whole profile to 10 KB and does not say how it is measured. Metadata is the part that linking
/// makes grow, and that can be measured here.
pub const MAX_SIZE: usize = 10 * 1024;

/// Why the secondary's value cannot be copied.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Obstacle {
    /// The key, or this name inside the value, has a dot or a dollar sign: Auth0 refuses the whole PATCH.
    #[error("the name {0} has a dot or a dollar sign")]
    Name(String),
    /// With it the metadata would be larger than [`MAX_SIZE`].
    #[error("the metadata would become too large")]
    Size,
    /// The primary's own value has a name that Auth0 refuses today, so it could not be put back if linking fails.
    #[error("the primary's value could not be put back")]
    NotRestorable,
}

/// The first name, the key's own or one inside its value, that Auth0 refuses.
pub(super) fn forbidden_name<'a>(key: &'a str, value: &'a Value) -> Option<&'a str> {
    if key.contains(['.', '$']) { Some(key) } else { forbidden_inside(value) }
}

fn forbidden_inside(value: &Value) -> Option<&str> {
    match value {
        Value::Object(members) => members.iter().find_map(|(name, value)| forbidden_name(name, value)),
        Value::Array(items) => items.iter().find_map(forbidden_inside),
        _ => None,
    }
}

/// The bytes of `"key":value,` in compact JSON.
pub(super) fn entry_size(key: &str, value: &Value) -> usize {
    json::write(&Value::from(key)).len() + json::write(value).len() + 2
}
