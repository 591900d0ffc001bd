//! The header of an ID token: which key signed it. Anything that changes the meaning of the token is refused.

use jsonwebtoken::Algorithm;

use super::IdTokenError;
use crate::json::Value;

/// Members that change how a token is read, none of them supported: critical extensions (RFC 7515 section 4.1.11), an
/// unencoded payload (RFC 7797), a token inside the token (RFC 7519 section 5.2), compression and encryption (RFC 7516
/// section 4.1). Auth0 sends none of them. Keys and addresses of keys (`jwk`, `jku`, `x5c`, `x5u`) change nothing,
/// because they are ignored.
const UNKNOWN: [&str; 5] = ["crit", "b64", "cty", "zip", "enc"];

/// Checks a header and returns its `kid`.
///
/// # Errors
///
/// [`IdTokenError::Algorithm`], [`IdTokenError::Type`], [`IdTokenError::Extension`], or [`IdTokenError::Malformed`].
pub(super) fn key_id(header: &Value) -> Result<Option<String>, IdTokenError> {
    // The token does not choose the algorithm: everything but RS256 is refused, `none` included.
    let algorithm = header.text("alg").ok_or(IdTokenError::Algorithm)?;
    if algorithm.parse() != Ok(Algorithm::RS256) {
        return Err(IdTokenError::Algorithm);
    }
    // An access token or a logout token says so in its `typ` (RFC 8725 section 3.11).
    let is_jwt = |kind: &Value| kind.as_str().is_some_and(|kind| kind.eq_ignore_ascii_case("JWT"));
    if !header.get("typ").is_none_or(is_jwt) {
        return Err(IdTokenError::Type);
    }
    if let Some(name) = UNKNOWN.into_iter().find(|name| header.get(name).is_some()) {
        return Err(IdTokenError::Extension(name));
    }
    match header.get("kid") {
        None => Ok(None),
        Some(Value::String(kid)) => Ok(Some(kid.clone())),
        Some(_) => Err(IdTokenError::Malformed),
    }
}
