//! A path that is none of ours.

use leptos::prelude::*;

use crate::components::heading::PageHeading;
use crate::components::link::Link;
use crate::route;

/// Says so, and leads home.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    view! {
        <PageHeading text="Page not found" />
        <p>"There is nothing at this address. It may have been mistyped, or moved."</p>
        <p>
            <Link href=route::HOME>"Go to the start page"</Link>
        </p>
    }
}
