//! RS256 verification as an argument: `WebCrypto` in the browser (no bytes in the bundle), a native library in tests.

use std::future::Future;

use thiserror::Error;

/// Verifies RSASSA-PKCS1-v1_5 signatures over SHA-256 (RFC 7518 section 3.3, `RS256`).
pub trait SignatureVerifier {
    /// Whether `signature` over `message` was made with the private half of `key`.
    ///
    /// # Errors
    ///
    /// [`SignatureError`] when the check could not be made at all.
    fn verify_rs256(
        &self,
        key: &RsaPublicKey,
        message: &[u8],
        signature: &[u8],
    ) -> impl Future<Output = Result<bool, SignatureError>>;
}

/// An RSA public key as a JWK carries it (RFC 7518 section 6.3.1): both members base64url, big-endian.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RsaPublicKey {
    /// Modulus.
    pub n: String,
    /// Exponent.
    pub e: String,
}

/// The signature could not be checked; says nothing about whether it is right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum SignatureError {
    /// No verifier here: a browser offers `crypto.subtle` to secure contexts only (https, or localhost).
    #[error("signatures cannot be checked on this page")]
    Unavailable,
    /// The key is not a usable RSA key.
    #[error("the signing key is unusable")]
    UnusableKey,
}
