//! A link to a page of the app.

use leptos::prelude::*;

use crate::address::use_address;
use crate::drawn::{Draw, Inner};

/// A link, marked where it leads to the page that is shown. The router takes the press of any `<a>`.
#[component]
pub fn Link(
    /// The path of the page.
    href: &'static str,
    /// For the style sheet.
    #[prop(optional)]
    class: Option<&'static str>,
    children: Inner,
) -> impl IntoView {
    let address = use_address();
    view! {
        <a href=href class=class aria-current=move || address.is_at(href).then_some("page")>
            {children.draw()}
        </a>
    }
    .drawn()
}
