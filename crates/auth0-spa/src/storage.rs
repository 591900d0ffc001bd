//! Storage as an argument: text under a key, for one tab, as `sessionStorage` is.

use thiserror::Error;

use crate::random::RandomError;

/// A key-value store for strings that survives page loads and may fail at any time.
pub trait Storage {
    /// The text under `key`, `None` when there is none.
    ///
    /// # Errors
    ///
    /// [`StorageError::Blocked`] when it cannot be read.
    fn get(&self, key: &str) -> Result<Option<String>, StorageError>;

    /// Stores `value` under `key`.
    ///
    /// # Errors
    ///
    /// [`StorageError`] when it was not stored.
    fn set(&self, key: &str, value: &str) -> Result<(), StorageError>;

    /// Removes `key`.
    ///
    /// # Errors
    ///
    /// [`StorageError::Blocked`] when it cannot be written.
    fn remove(&self, key: &str) -> Result<(), StorageError>;

    /// Every key, including those of other scripts.
    ///
    /// # Errors
    ///
    /// [`StorageError::Blocked`] when it cannot be read.
    fn keys(&self) -> Result<Vec<String>, StorageError>;
}

/// Why nothing was stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum StorageError {
    /// The browser denies storage to this page.
    #[error("storage is blocked")]
    Blocked,
    /// The quota is exceeded.
    #[error("storage is full")]
    Full,
    /// The write was accepted and the value is not there.
    #[error("storage did not keep the value")]
    NotKept,
}

/// Why a record that holds fresh randomness was not stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum CreateError {
    /// See [`RandomError`].
    #[error(transparent)]
    Random(#[from] RandomError),
    /// See [`StorageError`].
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// Stores `value` under `key` and reads it back, because some browsers accept a write and ignore it.
///
/// If that fails the key is removed, so that neither a truncated nor an older value is mistaken for this one.
pub(crate) fn set_checked(storage: &impl Storage, key: &str, value: &str) -> Result<(), StorageError> {
    let error = match storage.set(key, value).and_then(|()| storage.get(key)) {
        Ok(Some(kept)) if kept == value => return Ok(()),
        Ok(_) => StorageError::NotKept,
        Err(error) => error,
    };
    // The caller gets the first failure; a second one adds nothing.
    let _ = storage.remove(key);
    Err(error)
}

/// Restores what was stored under `key` before a change that failed.
pub(crate) fn put_back(storage: &impl Storage, key: &str, before: Option<&str>) {
    // The caller gets the change's failure; a second one adds nothing.
    let _ = match before {
        Some(value) => storage.set(key, value),
        None => storage.remove(key),
    };
}

/// Removes `key`: `true` if it was there and is gone.
pub(crate) fn take(storage: &impl Storage, key: &str) -> bool {
    matches!(storage.get(key), Ok(Some(_))) && storage.remove(key).is_ok()
}
