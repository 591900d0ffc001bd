//! The pages, one per file, and which of them is shown. Pages do not use each other.

pub mod confirm;
pub mod home;
pub mod not_configured;
pub mod not_found;
pub mod settings;
pub mod starting;

use auth0_spa::session::SessionState;
use leptos::prelude::*;

use self::confirm::ConfirmPage;
use self::home::HomePage;
use self::not_found::NotFoundPage;
use self::settings::SettingsPage;
use crate::built_view::IntoBuilt;
use crate::contexts::{use_navigation, use_session};
use crate::route::Page;

/// The page at the address. Without a login, settings and confirm show the home page, which returns to the address
/// after logging in.
///
/// A `match`, because three fixed paths need no pattern matching: `FlatRoutes` would add 14 kB to the bundle.
#[component]
pub fn CurrentPage() -> impl IntoView {
    let (session, navigation) = (use_session(), use_navigation());
    let page = navigation.page();
    let signed_in = Memo::new(move |_| matches!(*session.state().read(), SessionState::SignedIn(_)));
    move || match page.get() {
        Some(Page::Home) => view! { <HomePage /> }.into_built(),
        None => view! { <NotFoundPage /> }.into_built(),
        Some(Page::Settings) if signed_in.get() => view! { <SettingsPage /> }.into_built(),
        Some(Page::Confirm) if signed_in.get() => view! { <ConfirmPage /> }.into_built(),
        Some(Page::Settings | Page::Confirm) => view! { <HomePage wanted=navigation.here() /> }.into_built(),
    }
}
