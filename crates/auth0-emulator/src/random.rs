//! Randomness as an argument: secrets, codes and ids come from a [`Random`].

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use aws_lc_rs::{digest, rand};

/// The 62 letters and digits of Auth0's client ids, codes and tokens.
const ALPHABET: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// A source of random bytes. Clones share the same stream.
#[derive(Clone, Debug, Default)]
pub struct Random(Source);

#[derive(Clone, Debug, Default)]
enum Source {
    #[default]
    System,
    Seeded {
        seed: u64,
        counter: Arc<AtomicU64>,
    },
}

impl Random {
    /// The operating system's randomness.
    pub fn system() -> Self {
        Self(Source::System)
    }

    /// A repeatable stream for tests. Every secret of the tenant can be derived from `seed`.
    pub fn seeded(seed: u64) -> Self {
        Self(Source::Seeded { seed, counter: Arc::default() })
    }

    /// A random text of `length` letters and digits (almost six bits each).
    pub fn token(&self, length: usize) -> String {
        base62(length, |_| self.block())
    }

    /// A random text of `length` lower-case hexadecimal digits, as in database user ids.
    pub fn hex(&self, length: usize) -> String {
        let mut text = String::with_capacity(length + 1);
        while text.len() < length {
            for byte in self.block() {
                text.extend(
                    [byte >> 4, byte & 15].map(|digit| char::from_digit(digit.into(), 16).unwrap_or('0')),
                );
            }
        }
        text.truncate(length);
        text
    }

    fn block(&self) -> [u8; 32] {
        let mut block = [0; 32];
        match &self.0 {
            Source::System => {
                // This fails only if the operating system has no randomness. A block of zeros would be a guessable
                // secret, so the process ends.
                if rand::fill(&mut block).is_err() {
                    std::process::abort();
                }
            }
            Source::Seeded { seed, counter } => {
                let count = counter.fetch_add(1, Ordering::SeqCst);
                block = sha256(format!("{seed}:{count}").as_bytes());
            }
        }
        block
    }
}

/// The id of a client: 32 letters and digits, derived from its name.
///
/// A Deploy CLI file contains no `client_id`, because the tenant assigns it. Since it is derived from the name, it is the
/// same on every start and machine, and an application's configuration can be committed.
/// The bytes of `SHA-256("auth0-emulator:client_id:{n}:{name}")` for n = 0, 1, … are taken in order, bytes
/// of 248 and above skipped, the others modulo 62 as digits `0-9A-Za-z`.
pub fn derived_client_id(name: &str) -> String {
    derived("client_id", name, 32)
}

/// The secret of a confidential client, derived like [`derived_client_id`], and therefore not secret.
pub fn derived_client_secret(name: &str) -> String {
    derived("client_secret", name, 64)
}

fn derived(purpose: &str, name: &str, length: usize) -> String {
    base62(length, |round| sha256(format!("auth0-emulator:{purpose}:{round}:{name}").as_bytes()))
}

/// The SHA-256 digest of some bytes.
pub(crate) fn sha256(bytes: &[u8]) -> [u8; 32] {
    let mut out = [0; 32];
    out.copy_from_slice(digest::digest(&digest::SHA256, bytes).as_ref());
    out
}

/// Digits from blocks of bytes. Bytes of 248 and above are skipped, so that every digit is equally likely.
fn base62(length: usize, block: impl FnMut(usize) -> [u8; 32]) -> String {
    (0..)
        .flat_map(block)
        .filter(|byte| *byte < 248)
        .filter_map(|byte| ALPHABET.get(usize::from(byte % 62)).map(|digit| char::from(*digit)))
        .take(length)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_client_id_depends_on_the_name_alone() {
        assert_eq!(derived_client_id("Account Linking"), "ROAb9GWHhuNJrpjjLkHdOIF4QNLAsw6Y");
        assert_ne!(derived_client_id("Account linking"), derived_client_id("Account Linking"));
        assert_eq!(derived_client_secret("Admin").len(), 64);
    }

    #[test]
    fn tokens_have_the_asked_length_and_do_not_repeat() {
        let random = Random::system();
        let first = random.token(43);
        assert_eq!(first.len(), 43);
        assert_ne!(first, random.token(43));
        assert_eq!(random.hex(24).len(), 24);
        assert_eq!(Random::seeded(7).token(20), Random::seeded(7).token(20));
    }
}
