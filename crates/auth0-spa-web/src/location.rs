//! The page's address and its history.

use auth0_spa::login::callback::PageUrl;
use wasm_bindgen::JsValue;

/// Reads the address, and removes an authorization response from the address bar at once. Call it before anything is
/// drawn, so that neither a script nor the history sees the code.
///
/// If the browser refuses a step, the page starts as if its address had no query.
pub fn take_page_url() -> PageUrl {
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

/// `location.origin`, such as `https://accounts.example.com`.
pub fn origin() -> String {
    web_sys::window().and_then(|window| window.location().origin().ok()).unwrap_or_default()
}

/// Changes the address without a navigation and without a new history entry.
pub fn replace(path: &str) {
    let history = web_sys::window().and_then(|window| window.history().ok());
    if let Some(history) = history {
        // Fails only when called a hundred times in a row; the address then stays as it is.
        let _refused = history.replace_state_with_url(&JsValue::NULL, "", Some(path));
    }
}

/// Leaves for another site. *Back* returns to this page.
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

impl std::fmt::Display for NotLeaving {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the browser refused to leave the page")
    }
}

impl std::error::Error for NotLeaving {}
