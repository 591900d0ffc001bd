//! RS256 verification by a native library, in the place that `WebCrypto` has in the browser.

use auth0_spa::{RsaPublicKey, SignatureError, SignatureVerifier};
use aws_lc_rs::signature::{RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// Verifies signatures with a native library.
pub(crate) struct NativeVerifier;

impl SignatureVerifier for NativeVerifier {
    async fn verify_rs256(
        &self,
        key: &RsaPublicKey,
        message: &[u8],
        signature: &[u8],
    ) -> Result<bool, SignatureError> {
        let bytes = |text: &str| URL_SAFE_NO_PAD.decode(text).map_err(|_| SignatureError::UnusableKey);
        let key = RsaPublicKeyComponents { n: bytes(&key.n)?, e: bytes(&key.e)? };
        Ok(key.verify(&RSA_PKCS1_2048_8192_SHA256, message, signature).is_ok())
    }
}
