//! Timers that end with the component that set them.

use std::time::Duration;

use leptos::prelude::{on_cleanup, set_interval_with_handle, set_timeout_with_handle};

/// Calls `then` after `delay`, unless the component is gone by then.
pub fn after(delay: Duration, then: impl FnOnce() + 'static) {
    if let Ok(handle) = set_timeout_with_handle(then, delay) {
        on_cleanup(move || handle.clear());
    }
}

/// Calls `tick` every second, until the component is gone. For anything that depends on the clock: a single timer stops
/// while the device sleeps, and a page in the background is called only once a minute.
pub fn every_second(tick: impl Fn() + 'static) {
    if let Ok(handle) = set_interval_with_handle(tick, Duration::from_secs(1)) {
        on_cleanup(move || handle.clear());
    }
}
