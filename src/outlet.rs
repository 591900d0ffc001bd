//! Which page is shown. `leptos_router` keeps the address and takes the press of a link; the choice is a `match` of our
//! own: three fixed paths need no pattern matching, and `FlatRoutes` would be 14 kB of the bundle.

use leptos::prelude::*;
use leptos_router::hooks::use_location;
use leptos_router::location::{BrowserUrl, LocationProvider};

use crate::browser::effect::effect;
use crate::pages::confirm::ConfirmPage;
use crate::pages::home::HomePage;
use crate::pages::not_found::NotFoundPage;
use crate::pages::settings::SettingsPage;
use crate::route::{self, Page};
use crate::session::{SessionState, use_session};

/// The page at the address. A page of the logged-in is home for everybody else, with a sentence why; they come back after
/// logging in.
#[component]
pub fn Outlet() -> impl IntoView {
    let session = use_session();
    let location = use_location();
    let path = location.pathname;
    let page = Memo::new(move |_| Page::at(&path.read()));
    let signed_in = Memo::new(move |_| matches!(*session.state().read(), SessionState::SignedIn(_)));
    let browser = expect_context::<BrowserUrl>();
    effect(move || {
        path.track();
        // The router changes the address bar only when it hears that the page is there.
        browser.ready_to_complete();
    });
    move || match page.get() {
        Page::Home => view! { <HomePage /> }.into_any(),
        Page::NotFound => view! { <NotFoundPage /> }.into_any(),
        Page::Settings if signed_in.get() => view! { <SettingsPage /> }.into_any(),
        Page::Confirm if signed_in.get() => view! { <ConfirmPage /> }.into_any(),
        Page::Settings | Page::Confirm => view! { <HomePage wanted=route::here(&location) /> }.into_any(),
    }
}
