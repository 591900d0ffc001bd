//! Which page is at the address, and going to another one.
//!
//! `leptos_router` keeps the history and handles clicks on links. Its `Router` would add relative paths, query
//! parameters and memos for each part of the address, which three fixed paths do not need.

use auth0_spa::login::return_to::ReturnTo;
use leptos::prelude::*;
use leptos_router::location::{BrowserUrl, LocationChange, LocationProvider};

use crate::dom::effect::effect;
use crate::route::Page;

/// The address and its history.
#[derive(Debug, Clone, Copy)]
pub struct NavigationContext {
    browser: StoredValue<BrowserUrl>,
    page: Memo<Option<Page>>,
}

impl NavigationContext {
    /// Listens to the browser from now on. Created once. `None` if the browser does not report the address.
    pub fn new() -> Option<Self> {
        let browser = BrowserUrl::new().ok()?;
        browser.init(None);
        let (url, arrived) = (browser.as_url().clone(), browser.clone());
        let page = Memo::new(move |_| Page::at(url.read().path()));
        effect(move || {
            arrived.as_url().track();
            // The router changes the address bar only after it is told that the page is ready.
            arrived.ready_to_complete();
        });
        Some(Self { browser: StoredValue::new(browser), page })
    }

    /// The page at the address; `None` for an unknown path.
    pub fn page(self) -> Memo<Option<Page>> {
        self.page
    }

    /// Goes to a page. *Back* returns to the one before.
    pub fn push(self, page: Page) {
        self.go(page, false);
    }

    /// Goes to a page in place of the one that is shown, which leaves no entry in the history.
    pub fn replace(self, page: Page) {
        self.go(page, true);
    }

    fn go(self, page: Page, replace: bool) {
        let change = LocationChange { value: page.path().to_owned(), replace, ..LocationChange::default() };
        self.browser.with_value(|browser| {
            browser.complete_navigation(&change);
            // If the browser does not report an address, it has not changed.
            if let Ok(url) = BrowserUrl::current() {
                browser.as_url().set(url);
            }
        });
    }

    /// The address (path, query and fragment), to come back to after a login.
    pub fn here(self) -> ReturnTo {
        self.browser.with_value(|browser| {
            let url = browser.as_url().read_untracked();
            let question = if url.search().is_empty() { "" } else { "?" };
            ReturnTo::parse(&[url.path(), question, url.search(), url.hash()].concat())
        })
    }
}
