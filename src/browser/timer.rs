//! Time that passes while the page is open.

use std::time::Duration;

use auth0_spa::management::rate_limit::Timer;
use js_sys::{Function, Promise};
use leptos::prelude::{on_cleanup, set_interval_with_handle, set_timeout_with_handle};
use wasm_bindgen_futures::JsFuture;

use super::Browser;

impl Timer for Browser {
    async fn sleep(&self, seconds: u32) {
        let milliseconds = i32::try_from(seconds.saturating_mul(1000)).unwrap_or(i32::MAX);
        let due = Promise::new(&mut |resolve: Function, _| {
            let window = web_sys::window();
            let set = window.map(|window| {
                window.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, milliseconds)
            });
            if !matches!(set, Some(Ok(_))) {
                // Without a timer it is better to go on at once than never.
                let _done = resolve.call0(&wasm_bindgen::JsValue::NULL);
            }
        });
        // A timer cannot fail once it runs.
        let _due = JsFuture::from(due).await;
    }
}

/// Calls `due` after `delay`, unless the component that asked is gone by then.
pub fn after(delay: Duration, due: impl FnOnce() + 'static) {
    if let Ok(handle) = set_timeout_with_handle(due, delay) {
        on_cleanup(move || handle.clear());
    }
}

/// Calls `look` every second, until the component that asked is gone. For what has to be judged by the clock: a timer
/// stands still while the device sleeps, and a page in the background is called once a minute.
pub fn every_second(look: impl Fn() + 'static) {
    if let Ok(handle) = set_interval_with_handle(look, Duration::from_secs(1)) {
        on_cleanup(move || handle.clear());
    }
}
