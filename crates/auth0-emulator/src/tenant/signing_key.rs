//! The RSA keys that tokens are signed with.
//!
//! Generating a key is slow. Keys are therefore generated once per process and shared by all emulators in it, so that a
//! test binary with a hundred tenants generates one key. The first one is generated early, on its own thread.

use std::fmt;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use aws_lc_rs::encoding::{AsDer, Pkcs8V1Der};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::{KeyPair, KeySize};
use aws_lc_rs::signature::{
    KeyPair as _, RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_SHA256, RSA_PSS_SHA256, UnparsedPublicKey,
};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use thiserror::Error;

use crate::random::sha256;

/// An RSA key of 2048 bits.
pub(crate) struct SigningKey {
    kid: String,
    pair: KeyPair,
    certificate: Vec<u8>,
}

/// Why a key cannot be generated, read or used.
#[derive(Debug, Error, PartialEq, Eq)]
pub(crate) enum KeyError {
    /// The cryptography library failed. It does so only without randomness or memory.
    #[error("the cryptography library could not make or use an RSA key")]
    Cryptography,
    /// A stored key is not a PKCS #8 RSA key.
    #[error("a stored signing key is not an RSA key in PKCS #8 form")]
    Stored,
}

/// An RSA signature scheme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RsaScheme {
    /// PKCS #1 v1.5 with SHA-256: RS256.
    Pkcs1,
    /// PSS with SHA-256: PS256.
    Pss,
}

impl SigningKey {
    /// The `n`th key of this process, generated on first use.
    ///
    /// # Errors
    ///
    /// [`KeyError::Cryptography`] when no key can be generated.
    pub(crate) fn shared(n: usize) -> Result<Arc<Self>, KeyError> {
        type Slot = Arc<OnceLock<Result<Arc<SigningKey>, ()>>>;
        static POOL: Mutex<Vec<Slot>> = Mutex::new(Vec::new());
        let slot = {
            let mut pool = POOL.lock().unwrap_or_else(PoisonError::into_inner);
            while pool.len() <= n {
                pool.push(Slot::default());
            }
            pool.get(n).cloned().ok_or(KeyError::Cryptography)?
        };
        let made = slot.get_or_init(|| Self::generate().map(Arc::new).map_err(|_| ()));
        made.clone().map_err(|()| KeyError::Cryptography)
    }

    /// Generates a key.
    ///
    /// # Errors
    ///
    /// [`KeyError::Cryptography`] when the machine has no randomness.
    pub(crate) fn generate() -> Result<Self, KeyError> {
        Self::new(KeyPair::generate(KeySize::Rsa2048).map_err(|_| KeyError::Cryptography)?)
    }

    /// Reads a key that [`SigningKey::to_pkcs8`] wrote.
    ///
    /// # Errors
    ///
    /// [`KeyError::Stored`] when it is not such a key.
    pub(crate) fn from_pkcs8(der: &[u8]) -> Result<Self, KeyError> {
        Self::new(KeyPair::from_pkcs8(der).map_err(|_| KeyError::Stored)?)
    }

    /// The private key in PKCS #8 form, for a data file.
    ///
    /// # Errors
    ///
    /// [`KeyError::Cryptography`] when the library cannot encode it.
    pub(crate) fn to_pkcs8(&self) -> Result<Vec<u8>, KeyError> {
        pkcs8(&self.pair)
    }

    /// The key's id, derived from its public key.
    pub(crate) fn kid(&self) -> &str {
        &self.kid
    }

    /// The modulus, base64url (RFC 7518 §6.3.1.1).
    pub(crate) fn modulus(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.pair.public_key().modulus().big_endian_without_leading_zero())
    }

    /// The exponent, base64url.
    pub(crate) fn exponent(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.pair.public_key().exponent().big_endian_without_leading_zero())
    }

    /// Signs a message.
    ///
    /// # Errors
    ///
    /// [`KeyError::Cryptography`] when the library fails.
    pub(crate) fn sign(&self, scheme: RsaScheme, message: &[u8]) -> Result<Vec<u8>, KeyError> {
        let mut signature = vec![0; self.pair.public_modulus_len()];
        let encoding: &'static dyn aws_lc_rs::signature::RsaEncoding = match scheme {
            RsaScheme::Pkcs1 => &RSA_PKCS1_SHA256,
            RsaScheme::Pss => &RSA_PSS_SHA256,
        };
        self.pair
            .sign(encoding, &SystemRandom::new(), message, &mut signature)
            .map_err(|_| KeyError::Cryptography)?;
        Ok(signature)
    }

    /// Whether this is an RS256 signature of the message by this key.
    pub(crate) fn verifies(&self, message: &[u8], signature: &[u8]) -> bool {
        let public = UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, self.pair.public_key().as_ref());
        public.verify(message, signature).is_ok()
    }

    /// The public key in a self-signed certificate, in DER form (RFC 7517 §4.7).
    pub(crate) fn certificate(&self) -> &[u8] {
        &self.certificate
    }

    fn new(pair: KeyPair) -> Result<Self, KeyError> {
        let kid = URL_SAFE_NO_PAD.encode(sha256(pair.public_key().as_ref())).chars().take(21).collect();
        let certificate = self_signed(&pair).ok_or(KeyError::Cryptography)?;
        Ok(Self { kid, pair, certificate })
    }
}

fn pkcs8(pair: &KeyPair) -> Result<Vec<u8>, KeyError> {
    let der: Pkcs8V1Der<'_> = pair.as_der().map_err(|_| KeyError::Cryptography)?;
    Ok(der.as_ref().to_vec())
}

fn self_signed(pair: &KeyPair) -> Option<Vec<u8>> {
    let key = rcgen::KeyPair::try_from(pkcs8(pair).ok()?).ok()?;
    let mut params = rcgen::CertificateParams::default();
    params.distinguished_name.push(rcgen::DnType::CommonName, "auth0-emulator");
    Some(params.self_signed(&key).ok()?.der().to_vec())
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("SigningKey").field("kid", &self.kid).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_verifies_with_its_key_alone() {
        let key = SigningKey::shared(0).unwrap();
        let signature = key.sign(RsaScheme::Pkcs1, b"message").unwrap();
        assert!(key.verifies(b"message", &signature));
        assert!(!key.verifies(b"massage", &signature));
        assert!(!SigningKey::shared(1).unwrap().verifies(b"message", &signature));
    }

    #[test]
    fn a_stored_key_can_be_read_again() {
        let key = SigningKey::shared(0).unwrap();
        let again = SigningKey::from_pkcs8(&key.to_pkcs8().unwrap()).unwrap();
        assert_eq!(again.kid(), key.kid());
        assert_eq!(SigningKey::from_pkcs8(b"junk").unwrap_err(), KeyError::Stored);
    }
}
