//! Prerendering: a browser may load a page before the user opens it.

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::AddEventListenerOptions;

/// Waits until the user sees the page; returns at once where the page is not prerendered.
///
/// Await it before completing a login: a prerendered page may be thrown away unseen, and would then have used the
/// authorization code and its transaction.
pub async fn until_visible() {
    let Some(document) = web_sys::window().and_then(|window| window.document()) else { return };
    // Older browsers do not know the property, and do not prerender either.
    let prerendering =
        Reflect::get(&document, &JsValue::from_str("prerendering")).is_ok_and(|value| value.is_truthy());
    if !prerendering {
        return;
    }
    let activation = Promise::new(&mut |resolve: Function, _| {
        let once = AddEventListenerOptions::new();
        once.set_once(true);
        let event = "prerenderingchange";
        let added =
            document.add_event_listener_with_callback_and_add_event_listener_options(event, &resolve, &once);
        if added.is_err() {
            // Going on is better than waiting for an event that never comes.
            let _done = resolve.call0(&JsValue::NULL);
        }
    });
    let _activated = JsFuture::from(activation).await;
}
