//! Prerendering: a browser may load a page before anybody asked to see it.

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::AddEventListenerOptions;

/// Waits until the person sees the page; at once where it is no prerendered one.
///
/// A login must not be completed for a page that is thrown away unseen: its code and its record would be spent.
pub async fn seen() {
    let Some(document) = web_sys::window().and_then(|window| window.document()) else { return };
    // Older browsers do not know the property, and do not prerender either.
    let hidden = Reflect::get(&document, &JsValue::from_str("prerendering")).is_ok_and(|is| is.is_truthy());
    if !hidden {
        return;
    }
    let activation = Promise::new(&mut |resolve: Function, _| {
        let once = AddEventListenerOptions::new();
        once.set_once(true);
        let event = "prerenderingchange";
        let added =
            document.add_event_listener_with_callback_and_add_event_listener_options(event, &resolve, &once);
        if added.is_err() {
            // Better to go on than to wait for what nobody will tell.
            let _done = resolve.call0(&JsValue::NULL);
        }
    });
    let _seen = JsFuture::from(activation).await;
}
