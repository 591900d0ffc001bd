//! Valid and invalid ID tokens, signed.

use serde_json::{Value, json};

use super::keys::SigningKey;
use super::samples::{CLIENT_ID, ISSUER, NOW};
use crate::encoding::base64url;
use crate::secret::IdToken;

/// The id of the tenant's key.
pub(crate) const KID: &str = "key-1";

/// The nonce that [`claims`] carries.
pub(crate) const NONCE: &str = "the nonce";

/// The header of a token of this tenant.
pub(crate) fn header() -> Value {
    json!({"alg": "RS256", "typ": "JWT", "kid": KID})
}

/// Valid claims of a login ten seconds ago.
pub(crate) fn claims() -> Value {
    json!({
        "iss": ISSUER, "aud": CLIENT_ID, "sub": "auth0|alice", "nonce": NONCE,
        "iat": NOW.0 - 10, "exp": NOW.0 + 36_000, "auth_time": NOW.0 - 10,
        "name": "Alice", "email": "alice@example.com", "email_verified": true,
    })
}

/// [`claims`] with one of them replaced.
pub(crate) fn claims_with(name: &str, value: Value) -> Value {
    let mut claims = claims();
    claims[name] = value;
    claims
}

/// [`claims`] without one of them.
pub(crate) fn claims_without(name: &str) -> Value {
    let mut claims = claims();
    claims.as_object_mut().expect("an object").remove(name);
    claims
}

/// A compact JWS of these texts, signed by the tenant's key.
pub(crate) fn sign(header: &str, claims: &str) -> IdToken {
    sign_with(SigningKey::tenants(), header, claims)
}

/// A compact JWS of these texts, signed by any key.
pub(crate) fn sign_with(key: &SigningKey, header: &str, claims: &str) -> IdToken {
    let input = format!("{}.{}", base64url(header.as_bytes()), base64url(claims.as_bytes()));
    IdToken::new(format!("{input}.{}", base64url(&key.sign(input.as_bytes()))))
}

/// The tenant's token with these claims.
pub(crate) fn token(claims: &Value) -> IdToken {
    sign(&header().to_string(), &claims.to_string())
}
