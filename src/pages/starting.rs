//! The moment before there is a page: the configuration loads, a login completes.
//!
//! What `index.html` shows stays on the screen; here is only what is said of it.

use leptos::prelude::*;

use crate::built_view::IntoBuilt;
use crate::components::waiting::Waiting;
use crate::i18n::common;

/// Nothing at first; after half a second what is being waited for.
#[component]
pub fn StartingPage() -> impl IntoView {
    view! { <Waiting text=common::STARTING when=true /> }.into_built()
}
