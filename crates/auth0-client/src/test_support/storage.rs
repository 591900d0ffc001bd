//! A tab's storage that misbehaves on demand, in the ways browsers do.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

use super::memory::MemoryStorage;
use crate::storage::{Storage, StorageError};

/// How storage fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Fault {
    /// Not at all.
    #[default]
    None,
    /// Every access is denied: cookies are off, or the frame is sandboxed.
    Blocked,
    /// Reading is denied, writing is not.
    Unreadable,
    /// There is no room for a write.
    Full,
    /// A write is accepted and ignored.
    Ignoring,
    /// A write is accepted and kept in part.
    Truncating,
    /// Removing is denied.
    Unremovable,
}

/// Storage with a fault to switch on.
#[derive(Default)]
pub(crate) struct FaultyStorage {
    memory: MemoryStorage,
    fault: Cell<Fault>,
    stuck: RefCell<Option<String>>,
    full_for: RefCell<Option<String>>,
}

impl FaultyStorage {
    pub(crate) fn with(fault: Fault) -> Self {
        let storage = Self::default();
        storage.fail(fault);
        storage
    }

    pub(crate) fn fail(&self, fault: Fault) {
        self.fault.set(fault);
    }

    /// Denies removing this one key.
    pub(crate) fn stick(&self, key: &str) {
        self.stuck.replace(Some(key.to_owned()));
    }

    /// Has no room for this one key.
    pub(crate) fn fill_up_for(&self, key: &str) {
        self.full_for.replace(Some(key.to_owned()));
    }

    pub(crate) fn contents(&self) -> BTreeMap<String, String> {
        self.memory.contents()
    }

    /// Puts a text there whatever the fault is, as an earlier release or another script would have.
    pub(crate) fn plant(&self, key: &str, value: &str) {
        self.memory.set(key, value).expect("memory takes everything");
    }

    /// The only key that begins so.
    pub(crate) fn only_key(&self, prefix: &str) -> String {
        let keys: Vec<_> = self.contents().into_keys().filter(|key| key.starts_with(prefix)).collect();
        assert_eq!(keys.len(), 1, "{keys:?}");
        keys[0].clone()
    }

    fn denied(&self, faults: &[Fault]) -> Result<(), StorageError> {
        if faults.contains(&self.fault.get()) { Err(StorageError::Blocked) } else { Ok(()) }
    }
}

impl Storage for FaultyStorage {
    fn get(&self, key: &str) -> Result<Option<String>, StorageError> {
        self.denied(&[Fault::Blocked, Fault::Unreadable])?;
        self.memory.get(key)
    }

    fn set(&self, key: &str, value: &str) -> Result<(), StorageError> {
        self.denied(&[Fault::Blocked])?;
        if self.full_for.borrow().as_deref() == Some(key) {
            return Err(StorageError::Full);
        }
        match self.fault.get() {
            Fault::Full => Err(StorageError::Full),
            Fault::Ignoring => Ok(()),
            Fault::Truncating => self.memory.set(key, &value[..value.len() / 2]),
            _ => self.memory.set(key, value),
        }
    }

    fn remove(&self, key: &str) -> Result<(), StorageError> {
        self.denied(&[Fault::Blocked, Fault::Unremovable])?;
        if self.stuck.borrow().as_deref() == Some(key) {
            return Err(StorageError::Blocked);
        }
        self.memory.remove(key)
    }

    fn keys(&self) -> Result<Vec<String>, StorageError> {
        self.denied(&[Fault::Blocked])?;
        self.memory.keys()
    }
}
