//! Passwords of database accounts: salted digests, compared in constant time.
//!
//! SHA-256 is fast on purpose: the users are invented, and tests log in hundreds of times.

use std::fmt;

use aws_lc_rs::constant_time::verify_slices_are_equal;
use serde::{Deserialize, Serialize};

use crate::random::{Random, sha256};

/// A salted digest of a password.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct PasswordHash {
    salt: String,
    digest: [u8; 32],
}

impl PasswordHash {
    /// Hashes a password with a new salt.
    pub(crate) fn new(password: &str, random: &Random) -> Self {
        let salt = random.token(22);
        let digest = digest(&salt, password);
        Self { salt, digest }
    }

    /// Whether this is the password.
    pub(crate) fn matches(&self, password: &str) -> bool {
        verify_slices_are_equal(&digest(&self.salt, password), &self.digest).is_ok()
    }
}

impl fmt::Debug for PasswordHash {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("PasswordHash([redacted])")
    }
}

/// Whether two secrets are equal, compared in constant time.
pub(crate) fn secrets_equal(left: &str, right: &str) -> bool {
    verify_slices_are_equal(&sha256(left.as_bytes()), &sha256(right.as_bytes())).is_ok()
}

fn digest(salt: &str, password: &str) -> [u8; 32] {
    sha256(format!("{salt}:{password}").as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_same_password_matches() {
        let hash = PasswordHash::new("Passw0rd!", &Random::seeded(1));
        assert!(hash.matches("Passw0rd!"));
        for wrong in ["", "passw0rd!", "Passw0rd! "] {
            assert!(!hash.matches(wrong), "{wrong}");
        }
        assert_eq!(format!("{hash:?}"), "PasswordHash([redacted])");
    }
}
