//! Proof Key for Code Exchange, S256 only (RFC 7636).

use crate::encoding::digest;
use crate::random::{self, Random, RandomError};
use crate::secret::CodeVerifier;

/// A fresh `code_verifier` of 256 bits (RFC 7636 section 4.1).
///
/// # Errors
///
/// [`RandomError`] when there is no secure randomness.
pub fn code_verifier(random: &impl Random) -> Result<CodeVerifier, RandomError> {
    random::token(random).map(CodeVerifier::new)
}

/// The `code_challenge` of a verifier: base64url of its SHA-256 (RFC 7636 section 4.2).
pub fn code_challenge(verifier: &CodeVerifier) -> String {
    digest(verifier.secret())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Cases: TX-02.
    #[test]
    fn the_challenge_is_the_one_of_rfc_7636_appendix_b() {
        let verifier = CodeVerifier::new("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");
        assert_eq!(code_challenge(&verifier), "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    }
}
