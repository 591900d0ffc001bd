//! Which page is shown: a `match` of our own. Three fixed paths need no pattern matching, and `FlatRoutes` would be 14 kB
//! of the bundle.

use leptos::prelude::*;

use crate::address::use_address;
use crate::drawn::Draw;
use crate::pages::confirm::ConfirmPage;
use crate::pages::home::HomePage;
use crate::pages::not_found::NotFoundPage;
use crate::pages::settings::SettingsPage;
use crate::route::Page;
use crate::session::{SessionState, use_session};

/// The page at the address. A page of the logged-in is home for everybody else, with a sentence why; they come back after
/// logging in.
#[component]
pub fn Outlet() -> impl IntoView {
    let session = use_session();
    let address = use_address();
    let page = address.page();
    let signed_in = Memo::new(move |_| matches!(*session.state().read(), SessionState::SignedIn(_)));
    move || match page.get() {
        Page::Home => view! { <HomePage /> }.drawn(),
        Page::NotFound => view! { <NotFoundPage /> }.drawn(),
        Page::Settings if signed_in.get() => view! { <SettingsPage /> }.drawn(),
        Page::Confirm if signed_in.get() => view! { <ConfirmPage /> }.drawn(),
        Page::Settings | Page::Confirm => view! { <HomePage wanted=address.here() /> }.drawn(),
    }
}
