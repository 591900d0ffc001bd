//! Waiting, by `setTimeout()`.

use auth0_spa::management::rate_limit::Timer;
use js_sys::{Function, Promise};
use wasm_bindgen_futures::JsFuture;

use crate::Browser;

impl Timer for Browser {
    async fn sleep(&self, seconds: u32) {
        let milliseconds = i32::try_from(seconds.saturating_mul(1000)).unwrap_or(i32::MAX);
        let due = Promise::new(&mut |resolve: Function, _| {
            let window = web_sys::window();
            let set = window.map(|window| {
                window.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, milliseconds)
            });
            if !matches!(set, Some(Ok(_))) {
                // Without a timer, continuing at once is better than waiting forever.
                let _done = resolve.call0(&wasm_bindgen::JsValue::NULL);
            }
        });
        // The promise is never rejected.
        let _due = JsFuture::from(due).await;
    }
}
