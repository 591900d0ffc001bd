//! Storage as an argument: text under a key, for one tab, as `sessionStorage` is.

use thiserror::Error;

use crate::random::RandomError;

/// A place that keeps text under a key over a page load, and that may refuse at any moment.
pub trait Storage {
    /// The text under `key`, `None` when there is none.
    ///
    /// # Errors
    ///
    /// [`StorageError::Blocked`] when the place cannot be read.
    fn get(&self, key: &str) -> Result<Option<String>, StorageError>;

    /// Keeps `value` under `key`.
    ///
    /// # Errors
    ///
    /// [`StorageError`] when it was not kept.
    fn set(&self, key: &str, value: &str) -> Result<(), StorageError>;

    /// Forgets `key`.
    ///
    /// # Errors
    ///
    /// [`StorageError::Blocked`] when the place cannot be written.
    fn remove(&self, key: &str) -> Result<(), StorageError>;

    /// Every key, other people's too.
    ///
    /// # Errors
    ///
    /// [`StorageError::Blocked`] when the place cannot be read.
    fn keys(&self) -> Result<Vec<String>, StorageError>;
}

/// Why nothing was kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum StorageError {
    /// The browser denies storage to this page.
    #[error("storage is blocked")]
    Blocked,
    /// There is no room left.
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

/// Keeps `value` under `key` and reads it back: some browsers accept a write and ignore it.
///
/// What is there instead is removed, so that neither half a value nor an older one is taken for this one.
pub(crate) fn set_checked(storage: &dyn Storage, key: &str, value: &str) -> Result<(), StorageError> {
    let error = match storage.set(key, value).and_then(|()| storage.get(key)) {
        Ok(Some(kept)) if kept == value => return Ok(()),
        Ok(_) => StorageError::NotKept,
        Err(error) => error,
    };
    // The caller hears of the first failure; a second one adds nothing.
    let _ = storage.remove(key);
    Err(error)
}

/// Puts back what lay under `key` before a change that failed.
pub(crate) fn put_back(storage: &dyn Storage, key: &str, before: Option<&str>) {
    // The caller hears of the change that failed; a second failure adds nothing.
    let _ = match before {
        Some(value) => storage.set(key, value),
        None => storage.remove(key),
    };
}

/// Removes `key`: `true` if it was there and is gone.
pub(crate) fn take(storage: &impl Storage, key: &str) -> bool {
    matches!(storage.get(key), Ok(Some(_))) && storage.remove(key).is_ok()
}
