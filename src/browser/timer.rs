//! Time that passes while the page is open.

use std::time::Duration;

use leptos::prelude::{on_cleanup, set_timeout_with_handle};

/// Calls `due` after `delay`, unless the component that asked is gone by then.
pub fn after(delay: Duration, due: impl FnOnce() + 'static) {
    if let Ok(handle) = set_timeout_with_handle(due, delay) {
        on_cleanup(move || handle.clear());
    }
}
