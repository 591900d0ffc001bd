//! The address as components use it: which page is at it, and going to another one.
//!
//! `leptos_router` keeps the history and takes the press of any link. Its `Router` would add relative addresses, query
//! parameters and memos of each part of the address, of which three fixed paths need none.

use auth0_spa::login::return_to::ReturnTo;
use leptos::prelude::*;
use leptos_router::location::{BrowserUrl, LocationChange, LocationProvider};

use crate::dom::effect::effect;
use crate::handles::use_handles;
use crate::route::Page;

/// The handle to the address.
#[derive(Debug, Clone, Copy)]
pub struct AddressContext {
    browser: StoredValue<BrowserUrl>,
    page: Memo<Page>,
}

/// The handle, in a component.
pub fn use_address() -> AddressContext {
    use_handles().address
}

impl AddressContext {
    /// Listens to the browser from now on. Created once, above every page. `None` if the browser does not tell the
    /// address.
    pub fn new() -> Option<Self> {
        let browser = BrowserUrl::new().ok()?;
        browser.init(None);
        let (url, arrived) = (browser.as_url().clone(), browser.clone());
        let page = Memo::new(move |_| Page::at(url.read().path()));
        effect(move || {
            arrived.as_url().track();
            // The address bar changes only when the router hears that the page is there.
            arrived.ready_to_complete();
        });
        Some(Self { browser: StoredValue::new(browser), page })
    }

    /// Which page is at it.
    pub fn page(self) -> Memo<Page> {
        self.page
    }

    /// Whether the page at a path is shown.
    pub fn is_at(self, path: &str) -> bool {
        self.page.get() == Page::at(path)
    }

    /// Goes to another page of the app. With `replace` the page that is left has no entry in the history.
    pub fn go(self, path: &str, replace: bool) {
        let change = LocationChange { value: path.to_owned(), replace, ..LocationChange::default() };
        self.browser.with_value(|browser| {
            browser.complete_navigation(&change);
            // What the browser does not tell has not changed.
            if let Ok(url) = BrowserUrl::current() {
                browser.as_url().set(url);
            }
        });
    }

    /// Path, query and fragment of now, to come back to.
    pub fn here(self) -> ReturnTo {
        self.browser.with_value(|browser| {
            let url = browser.as_url().read_untracked();
            let question = if url.search().is_empty() { "" } else { "?" };
            ReturnTo::parse(&[url.path(), question, url.search(), url.hash()].concat())
        })
    }
}
