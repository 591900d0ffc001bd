//! The address bar and its history.

use auth0_spa::login::callback::PageUrl;
use wasm_bindgen::JsCast;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::Closure;
use web_sys::PageTransitionEvent;

/// Reads the address and at once takes an authorization response out of it, before anything is drawn.
///
/// Browsers answer every step here; where one does not, the page starts as if it had no query.
pub fn take() -> PageUrl {
    let location = web_sys::window().map(|window| window.location());
    let part = |read: fn(&web_sys::Location) -> Result<String, JsValue>| {
        location.as_ref().and_then(|location| read(location).ok()).unwrap_or_default()
    };
    let url = PageUrl {
        path: part(web_sys::Location::pathname),
        search: part(web_sys::Location::search),
        hash: part(web_sys::Location::hash),
    };
    if let Some(cleaned) = url.cleaned() {
        replace(&cleaned);
    }
    url
}

/// `location.origin`: the redirect URI of this app.
pub fn origin() -> String {
    web_sys::window().and_then(|window| window.location().origin().ok()).unwrap_or_default()
}

/// Changes the address without a history entry and without a navigation.
pub fn replace(path: &str) {
    let history = web_sys::window().and_then(|window| window.history().ok());
    if let Some(history) = history {
        // Fails only when called a hundred times in a row; the address then stays as it is.
        let _refused = history.replace_state_with_url(&JsValue::NULL, "", Some(path));
    }
}

/// Leaves for another site. Back returns here.
///
/// # Errors
///
/// [`NotLeaving`] when the browser refuses the navigation.
pub fn leave_for(url: &str) -> Result<(), NotLeaving> {
    web_sys::window().ok_or(NotLeaving)?.location().assign(url).map_err(|_| NotLeaving)
}

/// The browser refused to navigate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotLeaving;

/// Calls `restored` each time the page comes back from the back-forward cache, as it was when it was left.
pub fn on_restored(restored: impl Fn() + 'static) {
    let listener = Closure::<dyn Fn(PageTransitionEvent)>::new(move |event: PageTransitionEvent| {
        if event.persisted() {
            restored();
        }
    });
    if let Some(window) = web_sys::window() {
        let added = window.add_event_listener_with_callback("pageshow", listener.as_ref().unchecked_ref());
        if added.is_ok() {
            // Lives as long as the page.
            listener.forget();
        }
    }
}
