//! ID tokens that a client must not accept, made on command.

use serde_json::{Value, json};

use crate::fault::IdTokenFault;
use crate::jws;
use crate::tenant::client::Client;
use crate::tenant::signing_key::{KeyError, SigningKey};
use crate::token::sign_id_token;

/// The place in the process's keys that no tenant ever publishes.
const FOREIGN_KEY: usize = 9999;
const HOUR: i64 = 3600;

/// Makes the token with its fault.
///
/// # Errors
///
/// [`KeyError`] when the cryptography refuses.
pub(super) fn id_token(
    client: &Client,
    key: &SigningKey,
    mut claims: Value,
    fault: IdTokenFault,
) -> Result<String, KeyError> {
    let now = claims.get("iat").and_then(Value::as_i64).unwrap_or_default();
    let mut set = |name: &str, value: Value| {
        if let Some(object) = claims.as_object_mut() {
            object.insert(name.to_owned(), value);
        }
    };
    match fault {
        IdTokenFault::ForeignKey => {
            return jws::sign_under_name(SigningKey::shared(FOREIGN_KEY)?.as_ref(), key.kid(), &claims);
        }
        IdTokenFault::Hs256 => return Ok(jws::sign_hs256(&client.client_secret, &claims)),
        IdTokenFault::Unsigned => return Ok(jws::unsigned(&claims)),
        IdTokenFault::Expired => {
            set("iat", json!(now - 2 * HOUR));
            set("exp", json!(now - HOUR));
        }
        IdTokenFault::WrongIssuer => set("iss", json!("https://other.example/")),
        IdTokenFault::WrongAudience => set("aud", json!("another-client")),
        IdTokenFault::WrongNonce => set("nonce", json!("another-nonce")),
        IdTokenFault::OldAuthTime => set("auth_time", json!(now - 24 * HOUR)),
        IdTokenFault::NoSubject => {
            if let Some(object) = claims.as_object_mut() {
                object.remove("sub");
            }
        }
    }
    sign_id_token(client, key, &claims)
}
