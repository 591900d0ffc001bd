//! The keys that the tenant signs with and publishes.

use std::sync::Arc;

use super::signing_key::{KeyError, SigningKey};

/// The keys of a tenant. One signs, and all published ones verify.
#[derive(Clone, Debug)]
pub(crate) struct SigningKeys {
    current: KeyRef,
    older: Vec<KeyRef>,
    next_shared: usize,
}

#[derive(Clone, Debug)]
enum KeyRef {
    Shared(usize),
    Stored(Arc<SigningKey>),
}

impl Default for SigningKeys {
    /// Only the process's first key.
    fn default() -> Self {
        Self { current: KeyRef::Shared(0), older: Vec::new(), next_shared: 1 }
    }
}

impl SigningKeys {
    /// Keys that were read from a data file. The first one signs.
    pub(crate) fn stored(current: SigningKey, older: Vec<SigningKey>) -> Self {
        let stored = |key| KeyRef::Stored(Arc::new(key));
        Self { current: stored(current), older: older.into_iter().map(stored).collect(), next_shared: 0 }
    }

    /// The key that signs.
    ///
    /// # Errors
    ///
    /// [`KeyError::Cryptography`] when it cannot be generated.
    pub(crate) fn current(&self) -> Result<Arc<SigningKey>, KeyError> {
        self.current.resolve()
    }

    /// All keys of the JWKS, the one that signs first.
    ///
    /// # Errors
    ///
    /// [`KeyError::Cryptography`] when one cannot be generated.
    pub(crate) fn published(&self) -> Result<Vec<Arc<SigningKey>>, KeyError> {
        std::iter::once(&self.current).chain(&self.older).map(KeyRef::resolve).collect()
    }

    /// How many keys the JWKS has.
    pub(crate) fn count(&self) -> usize {
        1 + self.older.len()
    }

    /// Signs with a new key from now on. The old one stays published, so its tokens still verify.
    pub(crate) fn rotate(&mut self) {
        let next = KeyRef::Shared(self.next_shared);
        self.next_shared += 1;
        self.older.insert(0, std::mem::replace(&mut self.current, next));
    }

    /// Publishes one more key that never signs.
    pub(crate) fn publish_another(&mut self) {
        self.older.push(KeyRef::Shared(self.next_shared));
        self.next_shared += 1;
    }

    /// Removes every key but the signing one from the JWKS. Tokens signed by the others no longer verify.
    pub(crate) fn revoke_older(&mut self) {
        self.older.clear();
    }
}

impl KeyRef {
    fn resolve(&self) -> Result<Arc<SigningKey>, KeyError> {
        match self {
            Self::Shared(n) => SigningKey::shared(*n),
            Self::Stored(key) => Ok(Arc::clone(key)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rotation_keeps_the_old_key_published_until_it_is_revoked() {
        let mut keys = SigningKeys::default();
        let before = keys.current().unwrap().kid().to_owned();
        keys.rotate();
        assert_ne!(keys.current().unwrap().kid(), before);
        let kids: Vec<String> = keys.published().unwrap().iter().map(|key| key.kid().to_owned()).collect();
        assert_eq!(kids.len(), 2);
        assert_eq!(kids[1], before);
        keys.revoke_older();
        assert_eq!(keys.published().unwrap().len(), 1);
    }
}
