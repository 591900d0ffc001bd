//! `sessionStorage`: this tab's own, over reloads and redirects, gone with the tab.

use auth0_client::{Storage, StorageError};
use gloo_storage::{SessionStorage, Storage as _};

use super::Browser;

/// The storage, when the page may have it. gloo's own accessor throws out of wasm when it is blocked (cookies off, a
/// sandboxed frame), so the browser is asked first.
fn session_storage() -> Result<web_sys::Storage, StorageError> {
    match web_sys::window().map(|window| window.session_storage()) {
        Some(Ok(Some(_))) => Ok(SessionStorage::raw()),
        _ => Err(StorageError::Blocked),
    }
}

impl Storage for Browser {
    fn get(&self, key: &str) -> Result<Option<String>, StorageError> {
        session_storage()?.get_item(key).map_err(|_| StorageError::Blocked)
    }

    fn set(&self, key: &str, value: &str) -> Result<(), StorageError> {
        session_storage()?.set_item(key, value).map_err(|_| StorageError::Full)
    }

    fn remove(&self, key: &str) -> Result<(), StorageError> {
        session_storage()?.remove_item(key).map_err(|_| StorageError::Blocked)
    }

    fn keys(&self) -> Result<Vec<String>, StorageError> {
        let storage = session_storage()?;
        let length = storage.length().map_err(|_| StorageError::Blocked)?;
        (0..length)
            .map(|index| storage.key(index))
            .filter_map(Result::transpose)
            .collect::<Result<_, _>>()
            .map_err(|_| StorageError::Blocked)
    }
}
