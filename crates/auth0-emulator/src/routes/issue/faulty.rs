//! Faulty ID tokens, which a client must not accept.

use serde_json::{Value, json};

use crate::fault::IdTokenFault;
use crate::jws;
use crate::tenant::client::Client;
use crate::tenant::signing_key::{KeyError, SigningKey};
use crate::token::sign_id_token;

/// The number of a key that no tenant publishes.
const FOREIGN_KEY: usize = 9999;
const HOUR: i64 = 3600;
const WEEK: i64 = 7 * 24 * HOUR;

/// Signs an ID token with a fault.
///
/// # Errors
///
/// [`KeyError`] when the cryptography library fails.
pub(super) fn id_token(
    client: &Client,
    key: &SigningKey,
    mut claims: Value,
    fault: IdTokenFault,
) -> Result<String, KeyError> {
    let header = |kind: &str| json!({ "alg": "RS256", "typ": kind, "kid": key.kid() }).to_string();
    let now = claims.get("iat").and_then(Value::as_i64).unwrap_or_default();
    let mut set = |name: &str, value: Value| {
        if let Some(object) = claims.as_object_mut() {
            object.insert(name.to_owned(), value);
        }
    };
    match fault {
        IdTokenFault::ForeignKey => {
            let foreign = SigningKey::shared(FOREIGN_KEY)?;
            return jws::sign_texts(foreign.as_ref(), &header("JWT"), &claims.to_string());
        }
        IdTokenFault::Hs256 => return Ok(jws::sign_hs256(&client.client_secret, &claims)),
        IdTokenFault::TwoSubjects => {
            let twice = claims.to_string().replacen('{', r#"{"sub":"auth0|another","#, 1);
            return jws::sign_texts(key, &header("JWT"), &twice);
        }
        IdTokenFault::AccessToken => return jws::sign_texts(key, &header("at+jwt"), &claims.to_string()),
        IdTokenFault::Unsigned => return Ok(jws::unsigned(&claims)),
        IdTokenFault::Expired => {
            set("iat", json!(now - 2 * HOUR));
            set("exp", json!(now - HOUR));
        }
        IdTokenFault::WrongIssuer => set("iss", json!("https://other.example/")),
        IdTokenFault::WrongAudience => set("aud", json!("another-client")),
        IdTokenFault::WrongNonce => set("nonce", json!("another-nonce")),
        IdTokenFault::OldAuthTime => set("auth_time", json!(now - 24 * HOUR)),
        IdTokenFault::WeekOld => {
            set("iat", json!(now - WEEK));
            set("auth_time", json!(now - WEEK));
        }
        IdTokenFault::NoSubject => {
            if let Some(object) = claims.as_object_mut() {
                object.remove("sub");
            }
        }
    }
    sign_id_token(client, key, &claims)
}
