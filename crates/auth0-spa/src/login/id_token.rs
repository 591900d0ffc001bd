//! The ID token: from text to valid claims (OpenID Connect Core section 3.1.3.7).
//!
//! Three types for three stages, so that no claim can be read too early: [`UnverifiedIdToken`] (parsed),
//! [`SignedIdToken`] (its signature is valid), [`Claims`] (its claims are valid).

mod claims;
mod header;

use thiserror::Error;

use super::jwks::{Jwks, KeyError};
use crate::encoding::from_base64url;
use crate::http::MAX_BODY;
use crate::json::{self, Fault, Value};
use crate::secret::IdToken;
use crate::signature::{SignatureError, SignatureVerifier};

pub use claims::{Claim, Claims, Expectations, Profile};

/// The longest token that is read, in bytes: room for a picture of 390,000 characters inside it, as some connections
/// send one, and half of what a response may hold.
pub const MAX_LENGTH: usize = MAX_BODY / 2;

/// A well-formed token. Nothing in it may be trusted yet.
pub struct UnverifiedIdToken<'a> {
    key_id: Option<String>,
    claims: Value,
    signing_input: &'a str,
    signature: Vec<u8>,
}

/// A token that the tenant signed. It may still be for another application, or old.
pub struct SignedIdToken(Value);

impl<'a> UnverifiedIdToken<'a> {
    /// Parses a compact JWS (RFC 7515 section 3.1).
    ///
    /// # Errors
    ///
    /// [`IdTokenError::TooLong`], [`IdTokenError::Malformed`], [`IdTokenError::Repeated`], and those of the header.
    pub fn parse(token: &'a IdToken) -> Result<Self, IdTokenError> {
        let text = token.secret();
        if text.len() > MAX_LENGTH {
            return Err(IdTokenError::TooLong);
        }
        if text.split('.').count() != 3 {
            return Err(IdTokenError::Malformed);
        }
        let (signing_input, signature) = text.rsplit_once('.').ok_or(IdTokenError::Malformed)?;
        let (header_part, claims_part) = signing_input.split_once('.').ok_or(IdTokenError::Malformed)?;
        let signature =
            from_base64url(signature).filter(|bytes| !bytes.is_empty()).ok_or(IdTokenError::Malformed)?;

        let key_id = header::key_id(&object(header_part)?)?;
        Ok(Self { key_id, claims: object(claims_part)?, signing_input, signature })
    }

    /// The `kid` of the header.
    pub fn key_id(&self) -> Option<&str> {
        self.key_id.as_deref()
    }

    /// Verifies the signature with a key of the tenant. Keys inside the token are ignored.
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

/// An object. The library's own header type would be another 10 kB in the bundle, for members that are ignored.
fn object(part: &str) -> Result<Value, IdTokenError> {
    let bytes = from_base64url(part).ok_or(IdTokenError::Malformed)?;
    let text = std::str::from_utf8(&bytes).map_err(|_| IdTokenError::Malformed)?;
    match json::read(text) {
        Ok(value) if value.as_object().is_some() => Ok(value),
        Err(error) if error.fault == Fault::Repeated => Err(IdTokenError::Repeated),
        _ => Err(IdTokenError::Malformed),
    }
}

/// Why an ID token is not valid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum IdTokenError {
    /// Not a compact JWS with a JSON header and JSON claims.
    #[error("the ID token is malformed")]
    Malformed,
    /// Not RS256.
    #[error("the ID token is not signed with RS256")]
    Algorithm,
    /// The header or the claims name a member twice.
    #[error("the ID token names a member twice")]
    Repeated,
    /// Longer than [`MAX_LENGTH`].
    #[error("the ID token is longer than {MAX_LENGTH} bytes")]
    TooLong,
    /// Its `typ` says that it is another kind of token: an access token or a logout token (RFC 8725 section 3.11).
    #[error("the token's type says that it is not an ID token")]
    Type,
    /// A header member that requires an unsupported extension.
    #[error("the ID token requires an unknown extension: {0}")]
    Extension(&'static str),
    /// No key of the tenant fits.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// The signature is wrong.
    #[error("the ID token's signature is wrong")]
    Signature,
    /// The signature could not be checked.
    #[error(transparent)]
    CannotVerify(#[from] SignatureError),
    /// A claim is missing, has the wrong type, or is not the expected one.
    #[error("the ID token's claim {0} is wrong")]
    Claim(Claim),
    /// The device's clock is wrong: according to it, the token was not issued just now.
    #[error("the device's clock is {ahead} seconds ahead of the tenant's")]
    Clock {
        /// Seconds that the clock is ahead; negative when it is behind.
        ahead: i64,
    },
    /// The token is not valid yet.
    #[error("the ID token is not valid yet")]
    NotYetValid,
    /// A fresh login was required, and this one is older, or its time is unknown.
    #[error("the login is not a fresh one")]
    NotFresh,
}

#[cfg(test)]
mod tests;
