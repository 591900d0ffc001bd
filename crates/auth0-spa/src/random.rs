//! Randomness as an argument, and its only use: unguessable URL-safe strings.

use thiserror::Error;

use crate::encoding::base64url;

/// A cryptographically secure source of random bytes.
pub trait Random {
    /// Fills `bytes` with random ones.
    ///
    /// # Errors
    ///
    /// [`RandomError`] when the platform has no secure source. There is no weaker one to fall back to.
    fn fill(&self, bytes: &mut [u8]) -> Result<(), RandomError>;
}

/// The platform offers no secure randomness.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("no secure source of randomness")]
pub struct RandomError;

/// Characters of a [`token`].
pub(crate) const TOKEN_LENGTH: usize = 43;

/// 256 random bits as 43 characters of base64url: fit for `state`, `nonce` and `code_verifier`.
pub(crate) fn token(random: &impl Random) -> Result<String, RandomError> {
    let mut bytes = [0; 32];
    random.fill(&mut bytes)?;
    Ok(base64url(&bytes))
}
