//! Before there is a page: the configuration loads, a login completes.
//!
//! `index.html` stays on the screen; this adds what screen readers announce.

use leptos::prelude::*;

use crate::built_view::IntoBuilt;
use crate::components::waiting::Waiting;
use crate::i18n::common;

/// Nothing at first; after half a second, what the page is waiting for.
#[component]
pub fn StartingPage() -> impl IntoView {
    view! { <Waiting text=common::STARTING when=true /> }.into_built()
}
