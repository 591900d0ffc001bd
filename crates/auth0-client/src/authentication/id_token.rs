//! The ID token: from text to claims that may be believed (OpenID Connect Core section 3.1.3.7).
//!
//! Three types for three stages, so that no claim can be read before the stage that makes it true:
//! [`UnverifiedIdToken`] (parsed), [`SignedIdToken`] (signature right), [`Claims`] (everything right).

mod claims;

use jsonwebtoken::Algorithm;
use thiserror::Error;

use super::jwks::{Jwks, KeyError};
use crate::encoding::from_base64url;
use crate::json::{self, Map, Value};
use crate::secret::IdToken;
use crate::signature::{SignatureError, SignatureVerifier};

pub use claims::{Claim, Claims, Expectations, Profile};

/// The longest token that is read, in bytes.
const MAX_LENGTH: usize = 64 * 1024;

/// A token in good form, of which nothing may be believed yet.
pub struct UnverifiedIdToken<'a> {
    key_id: Option<String>,
    claims: Map<String, Value>,
    signing_input: &'a str,
    signature: Vec<u8>,
}

/// A token that the tenant signed. It may still be for somebody else, or old.
pub struct SignedIdToken(Map<String, Value>);

impl<'a> UnverifiedIdToken<'a> {
    /// Takes a compact JWS apart (RFC 7515 section 3.1).
    ///
    /// # Errors
    ///
    /// [`IdTokenError::Malformed`], [`IdTokenError::Algorithm`] or [`IdTokenError::CriticalExtension`].
    pub fn parse(token: &'a IdToken) -> Result<Self, IdTokenError> {
        let text = token.secret();
        if text.len() > MAX_LENGTH || text.split('.').count() != 3 {
            return Err(IdTokenError::Malformed);
        }
        let (signing_input, signature) = text.rsplit_once('.').ok_or(IdTokenError::Malformed)?;
        let (header_part, claims_part) = signing_input.split_once('.').ok_or(IdTokenError::Malformed)?;
        let signature =
            from_base64url(signature).filter(|bytes| !bytes.is_empty()).ok_or(IdTokenError::Malformed)?;

        // The algorithm is ours, not the token's: whatever is not RS256 ends here, `none` included.
        let header = object(header_part)?;
        let algorithm = header.get("alg").and_then(Value::as_str).ok_or(IdTokenError::Algorithm)?;
        if algorithm.parse() != Ok(Algorithm::RS256) {
            return Err(IdTokenError::Algorithm);
        }
        if header.contains_key("crit") {
            return Err(IdTokenError::CriticalExtension);
        }
        let key_id = match header.get("kid") {
            None => None,
            Some(Value::String(kid)) => Some(kid.clone()),
            Some(_) => return Err(IdTokenError::Malformed),
        };
        Ok(Self { key_id, claims: object(claims_part)?, signing_input, signature })
    }

    /// The `kid` of the header.
    pub fn key_id(&self) -> Option<&str> {
        self.key_id.as_deref()
    }

    /// Verifies the signature with a key of the tenant. Keys that the token brings along are never looked at.
    ///
    /// # Errors
    ///
    /// [`IdTokenError::Key`], [`IdTokenError::Signature`], or [`IdTokenError::CannotVerify`].
    pub async fn verify(
        self,
        jwks: &Jwks,
        verifier: &impl SignatureVerifier,
    ) -> Result<SignedIdToken, IdTokenError> {
        let key = jwks.select(self.key_id())?;
        if verifier.verify_rs256(key, self.signing_input.as_bytes(), &self.signature).await? {
            Ok(SignedIdToken(self.claims))
        } else {
            Err(IdTokenError::Signature)
        }
    }
}

/// An object. The library's own header type would be another 10 kB in the bundle, for members that are not believed.
fn object(part: &str) -> Result<Map<String, Value>, IdTokenError> {
    let bytes = from_base64url(part).ok_or(IdTokenError::Malformed)?;
    match std::str::from_utf8(&bytes).ok().and_then(|text| json::read(text).ok()) {
        Some(Value::Object(members)) => Ok(members),
        _ => Err(IdTokenError::Malformed),
    }
}

/// Why an ID token is not believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum IdTokenError {
    /// Not a compact JWS with a JSON header and JSON claims.
    #[error("the ID token is malformed")]
    Malformed,
    /// Not RS256.
    #[error("the ID token is not signed with RS256")]
    Algorithm,
    /// A `crit` header, which this app understands nothing of (RFC 7515 section 4.1.11).
    #[error("the ID token demands an unknown extension")]
    CriticalExtension,
    /// No key of the tenant fits.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// The signature is wrong.
    #[error("the ID token's signature is wrong")]
    Signature,
    /// The signature could not be checked.
    #[error(transparent)]
    CannotVerify(#[from] SignatureError),
    /// A claim is missing, of the wrong type, or not what was expected.
    #[error("the ID token's claim {0} is wrong")]
    Claim(Claim),
    /// The device's clock is wrong: the token was issued just now, and by this clock it was not.
    #[error("the device's clock is {ahead} seconds ahead of the tenant's")]
    Clock {
        /// Seconds that the clock is ahead; negative when it is behind.
        ahead: i64,
    },
    /// The token has ended.
    #[error("the ID token has expired")]
    Expired,
    /// The token begins later.
    #[error("the ID token is not valid yet")]
    NotYetValid,
    /// A fresh login was demanded, and this one is older (or says nothing of its time).
    #[error("the login is not a fresh one")]
    NotFresh,
}

#[cfg(test)]
mod tests;
