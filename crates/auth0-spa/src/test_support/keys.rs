//! Real RSA keys, generated once per process, and the key set that a tenant would publish for them.

use std::sync::OnceLock;

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::{KeyPair, KeySize};
use aws_lc_rs::signature::{KeyPair as _, RSA_PKCS1_SHA256};
use serde_json::{Value, json};

use crate::encoding::base64url;

/// A signing key of the tenant.
pub(crate) struct SigningKey(KeyPair);

impl SigningKey {
    /// The tenant's key.
    pub(crate) fn tenants() -> &'static Self {
        static KEY: OnceLock<SigningKey> = OnceLock::new();
        KEY.get_or_init(Self::generate)
    }

    /// A key that the tenant does not have.
    pub(crate) fn strangers() -> &'static Self {
        static KEY: OnceLock<SigningKey> = OnceLock::new();
        KEY.get_or_init(Self::generate)
    }

    fn generate() -> Self {
        Self(KeyPair::generate(KeySize::Rsa2048).expect("an RSA key"))
    }

    /// The RS256 signature of a message.
    pub(crate) fn sign(&self, message: &[u8]) -> Vec<u8> {
        let mut signature = vec![0; self.0.public_modulus_len()];
        self.0.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), message, &mut signature).expect("a signature");
        signature
    }

    /// Modulus, base64url.
    pub(crate) fn n(&self) -> String {
        base64url(self.0.public_key().modulus().big_endian_without_leading_zero())
    }

    /// The key as a member of a key set.
    pub(crate) fn jwk(&self, kid: &str) -> Value {
        let e = base64url(self.0.public_key().exponent().big_endian_without_leading_zero());
        json!({"kty": "RSA", "use": "sig", "alg": "RS256", "kid": kid, "n": self.n(), "e": e})
    }
}
