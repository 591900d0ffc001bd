//! Hearing of the other tabs of this browser, and of its network.

use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;

/// Calls `look` each time that another tab may have changed what all tabs see: at once when the browser says so, and
/// whenever this tab comes back to the person, in case that it was not told (frozen, asleep, in the back-forward cache).
pub fn on_news(look: impl Fn() + 'static) {
    on(&["storage", "focus", "pageshow"], look);
}

/// Calls `changed` each time that the device goes offline or comes back.
pub fn on_network(changed: impl Fn() + 'static) {
    on(&["online", "offline"], changed);
}

fn on(events: &[&str], then: impl Fn() + 'static) {
    let listener = Closure::<dyn Fn()>::new(then);
    let Some(window) = web_sys::window() else { return };
    for event in events {
        // Refused by no browser; without one of them the others still come.
        let _added = window.add_event_listener_with_callback(event, listener.as_ref().unchecked_ref());
    }
    // Lives as long as the page.
    listener.forget();
}
