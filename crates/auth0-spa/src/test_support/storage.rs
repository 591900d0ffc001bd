//! Storage that fails on demand, as browsers' storage does.

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
    /// A write is accepted and truncated.
    Truncating,
    /// Removing is denied.
    Unremovable,
}

/// Storage with a fault to switch on.
#[derive(Default)]
pub(crate) struct FaultyStorage {
    memory: MemoryStorage,
    fault: Cell<Fault>,
    /// The fault of one later call, and how many calls come before it.
    once: Cell<Option<(usize, Fault)>>,
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

    /// Fails once, after this many successful calls.
    pub(crate) fn fail_once(&self, after: usize, fault: Fault) {
        self.once.set(Some((after, fault)));
    }

    /// Whether there were fewer calls than that.
    pub(crate) fn take_unused_fault(&self) -> bool {
        self.once.take().is_some()
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

    /// Stores a text whatever the fault is, as another script would.
    pub(crate) fn put(&self, key: &str, value: &str) {
        self.memory.set(key, value).expect("memory takes everything");
    }

    /// The only key that begins so.
    pub(crate) fn only_key(&self, prefix: &str) -> String {
        let keys: Vec<_> = self.contents().into_keys().filter(|key| key.starts_with(prefix)).collect();
        assert_eq!(keys.len(), 1, "{keys:?}");
        keys[0].clone()
    }

    /// The fault of the call that begins now, unless it is one of those that deny it.
    fn fault(&self, denying: &[Fault]) -> Result<Fault, StorageError> {
        let fault = match self.once.get() {
            Some((0, fault)) => {
                self.once.set(None);
                fault
            }
            other => {
                self.once.set(other.map(|(after, fault)| (after - 1, fault)));
                self.fault.get()
            }
        };
        if denying.contains(&fault) { Err(StorageError::Blocked) } else { Ok(fault) }
    }
}

impl Storage for FaultyStorage {
    fn get(&self, key: &str) -> Result<Option<String>, StorageError> {
        self.fault(&[Fault::Blocked, Fault::Unreadable])?;
        self.memory.get(key)
    }

    fn set(&self, key: &str, value: &str) -> Result<(), StorageError> {
        let fault = self.fault(&[Fault::Blocked])?;
        if self.full_for.borrow().as_deref() == Some(key) {
            return Err(StorageError::Full);
        }
        match fault {
            Fault::Full => Err(StorageError::Full),
            Fault::Ignoring => Ok(()),
            Fault::Truncating => self.memory.set(key, &value[..value.len() / 2]),
            _ => self.memory.set(key, value),
        }
    }

    fn remove(&self, key: &str) -> Result<(), StorageError> {
        self.fault(&[Fault::Blocked, Fault::Unremovable])?;
        if self.stuck.borrow().as_deref() == Some(key) {
            return Err(StorageError::Blocked);
        }
        self.memory.remove(key)
    }

    fn keys(&self) -> Result<Vec<String>, StorageError> {
        self.fault(&[Fault::Blocked])?;
        self.memory.keys()
    }
}
