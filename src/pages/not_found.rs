//! A path that is none of ours.

use leptos::prelude::*;

use crate::components::heading::PageHeading;
use crate::components::link::Link;
use crate::drawn::Draw;
use crate::route;
use crate::words::screens as words;

/// Says so, and leads home.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    view! {
        <PageHeading text=words::NOT_FOUND />
        <p>{words::NOT_FOUND_MEANS}</p>
        <p>
            <Link href=route::HOME class="button">
                {words::GO_HOME}
            </Link>
        </p>
    }
    .drawn()
}
