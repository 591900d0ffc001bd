//! Randomness that counts, and storage in memory. Also included by `tests/it`.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

use auth0_spa::{Random, RandomError, Storage, StorageError};

/// Randomness that counts: every draw differs, in its last eight bytes only.
#[derive(Default)]
pub(crate) struct CountingRandom {
    drawn: Cell<u64>,
}

impl Random for CountingRandom {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), RandomError> {
        self.drawn.set(self.drawn.get() + 1);
        bytes.fill(0);
        let end = bytes.len() - 8;
        bytes[end..].copy_from_slice(&self.drawn.get().to_be_bytes());
        Ok(())
    }
}

/// A tab's storage that works.
#[derive(Default)]
pub(crate) struct MemoryStorage(RefCell<BTreeMap<String, String>>);

impl MemoryStorage {
    /// Everything in it, for looking at.
    pub(crate) fn contents(&self) -> BTreeMap<String, String> {
        self.0.borrow().clone()
    }
}

impl Storage for MemoryStorage {
    fn get(&self, key: &str) -> Result<Option<String>, StorageError> {
        Ok(self.0.borrow().get(key).cloned())
    }

    fn set(&self, key: &str, value: &str) -> Result<(), StorageError> {
        self.0.borrow_mut().insert(key.to_owned(), value.to_owned());
        Ok(())
    }

    fn remove(&self, key: &str) -> Result<(), StorageError> {
        self.0.borrow_mut().remove(key);
        Ok(())
    }

    fn keys(&self) -> Result<Vec<String>, StorageError> {
        Ok(self.0.borrow().keys().cloned().collect())
    }
}
