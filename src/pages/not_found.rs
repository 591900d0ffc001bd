//! The page at an unknown path.

use leptos::prelude::*;

use crate::built_view::IntoBuilt;
use crate::components::heading::PageHeading;
use crate::components::link::Link;
use crate::i18n::common;
use crate::route::Page;

/// Says that the path is unknown, and leads home.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    view! {
        <PageHeading text=common::NOT_FOUND />
        <p>{common::NOT_FOUND_MEANS}</p>
        <p>
            <Link to=Page::Home class="button">
                {common::GO_HOME}
            </Link>
        </p>
    }
    .into_built()
}
