//! What happens around the page: other tabs, the network, the back-forward cache.
//!
//! Every listener stays for the life of the page.

use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::PageTransitionEvent;

/// Calls `check` whenever another tab may have changed `localStorage`: when the browser says so, and whenever the user
/// comes back to this tab, which may have missed it (frozen, asleep, in the back-forward cache).
pub fn on_shared_storage_change(check: impl Fn() + 'static) {
    listen(&["storage", "focus", "pageshow"], check);
}

/// Calls `changed` whenever the device goes offline or comes back.
pub fn on_network_change(changed: impl Fn() + 'static) {
    listen(&["online", "offline"], changed);
}

/// Calls `restored` whenever the page comes back from the back-forward cache, in the state in which it was left.
pub fn on_restored(restored: impl Fn() + 'static) {
    let listener = Closure::<dyn Fn(PageTransitionEvent)>::new(move |event: PageTransitionEvent| {
        if event.persisted() {
            restored();
        }
    });
    if let Some(window) = web_sys::window() {
        let added = window.add_event_listener_with_callback("pageshow", listener.as_ref().unchecked_ref());
        if added.is_ok() {
            listener.forget();
        }
    }
}

fn listen(events: &[&str], then: impl Fn() + 'static) {
    let listener = Closure::<dyn Fn()>::new(then);
    let Some(window) = web_sys::window() else { return };
    for event in events {
        // Browsers do not fail here; if one did, the other events would still arrive.
        let _added = window.add_event_listener_with_callback(event, listener.as_ref().unchecked_ref());
    }
    listener.forget();
}
