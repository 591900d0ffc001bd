//! Cases ID: the ID token, with real RS256 signatures.

mod claims;
mod property;
mod signature;
mod structure;
mod time;

use serde_json::{Value, json};

use super::*;
use crate::clock::UnixTime;
use crate::secret::Nonce;
use crate::test_support::keys::SigningKey;
use crate::test_support::now;
use crate::test_support::samples::{CLIENT_ID, ISSUER, NOW};
use crate::test_support::tokens::{KID, NONCE, token};
use crate::test_support::verifier::NativeVerifier;

/// The tenant's key set: one key.
fn jwks() -> Jwks {
    Jwks::parse(&json!({"keys": [SigningKey::tenants().jwk(KID)]}).to_string()).unwrap()
}

/// All three stages of a plain login, at [`NOW`], with a minute of leeway.
fn judge(token: &IdToken) -> Result<Claims, IdTokenError> {
    judge_at(token, NOW, 60, None)
}

/// All three stages, of a login that had to be fresh since it was begun, or of one that was begun ten seconds before.
fn judge_at(
    token: &IdToken,
    time: UnixTime,
    leeway: i64,
    fresh_since: Option<UnixTime>,
) -> Result<Claims, IdTokenError> {
    let nonce = Nonce::new(NONCE);
    let begun_at = fresh_since.unwrap_or(time.plus(-10));
    let fresh = fresh_since.is_some();
    let expected =
        Expectations { issuer: ISSUER, client_id: CLIENT_ID, nonce: &nonce, begun_at, fresh, leeway };
    now(UnverifiedIdToken::parse(token)?.verify(&jwks(), &NativeVerifier))?.claims(&expected, time)
}

/// Validates the tenant's token with these claims.
fn judge_claims(claims: &Value) -> Result<Claims, IdTokenError> {
    judge(&token(claims))
}
