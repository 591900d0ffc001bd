//! `sessionStorage`, which belongs to this tab, and `localStorage`, which all tabs of the origin share.

use auth0_spa::{SharedStorage, Storage, StorageError};
use gloo_storage::{LocalStorage, SessionStorage, Storage as _};
use wasm_bindgen::JsValue;

use crate::Browser;

/// `localStorage`.
#[derive(Debug, Clone, Copy)]
struct Shared;

/// Asks the window for one of the two.
type Accessor = fn(&web_sys::Window) -> Result<Option<web_sys::Storage>, JsValue>;

/// The storage, where the page may use it. gloo's own accessors panic when storage is blocked (cookies off, a sandboxed
/// frame), so the browser is asked first.
fn permitted(ask: Accessor, raw: fn() -> web_sys::Storage) -> Result<web_sys::Storage, StorageError> {
    match web_sys::window().as_ref().map(ask) {
        Some(Ok(Some(_))) => Ok(raw()),
        _ => Err(StorageError::Blocked),
    }
}

fn session_storage() -> Result<web_sys::Storage, StorageError> {
    permitted(web_sys::Window::session_storage, SessionStorage::raw)
}

fn local_storage() -> Result<web_sys::Storage, StorageError> {
    permitted(web_sys::Window::local_storage, LocalStorage::raw)
}

impl Storage for Browser {
    fn get(&self, key: &str) -> Result<Option<String>, StorageError> {
        get(&session_storage()?, key)
    }

    fn set(&self, key: &str, value: &str) -> Result<(), StorageError> {
        set(&session_storage()?, key, value)
    }

    fn remove(&self, key: &str) -> Result<(), StorageError> {
        remove(&session_storage()?, key)
    }

    fn keys(&self) -> Result<Vec<String>, StorageError> {
        keys(&session_storage()?)
    }
}

impl Storage for Shared {
    fn get(&self, key: &str) -> Result<Option<String>, StorageError> {
        get(&local_storage()?, key)
    }

    fn set(&self, key: &str, value: &str) -> Result<(), StorageError> {
        set(&local_storage()?, key, value)
    }

    fn remove(&self, key: &str) -> Result<(), StorageError> {
        remove(&local_storage()?, key)
    }

    fn keys(&self) -> Result<Vec<String>, StorageError> {
        keys(&local_storage()?)
    }
}

impl SharedStorage for Browser {
    fn shared(&self) -> &impl Storage {
        &Shared
    }
}

fn get(storage: &web_sys::Storage, key: &str) -> Result<Option<String>, StorageError> {
    storage.get_item(key).map_err(|_| StorageError::Blocked)
}

fn set(storage: &web_sys::Storage, key: &str, value: &str) -> Result<(), StorageError> {
    storage.set_item(key, value).map_err(|_| StorageError::Full)
}

fn remove(storage: &web_sys::Storage, key: &str) -> Result<(), StorageError> {
    storage.remove_item(key).map_err(|_| StorageError::Blocked)
}

fn keys(storage: &web_sys::Storage) -> Result<Vec<String>, StorageError> {
    let length = storage.length().map_err(|_| StorageError::Blocked)?;
    (0..length)
        .map(|index| storage.key(index))
        .filter_map(Result::transpose)
        .collect::<Result<_, _>>()
        .map_err(|_| StorageError::Blocked)
}
