//! A link to a page of the app.

use leptos::prelude::*;

use crate::address::use_address;
use crate::drawn::{Draw, Inner};
use crate::route::Page;

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
    let (here, there) = (use_address().page(), Page::at(href));
    view! {
        <a href=href class=class aria-current=move || (here.get() == there).then_some("page")>
            {children.draw()}
        </a>
    }
    .drawn()
}
