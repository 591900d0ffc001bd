//! A link to a page of the app.

use leptos::prelude::*;

use crate::built_view::{BuiltChildren, IntoBuilt};
use crate::contexts::use_navigation;
use crate::route::Page;

/// A link, marked as current on the page that it leads to. The router handles the press of any `<a>`.
#[component]
pub fn Link(
    /// The page that it leads to.
    to: Page,
    /// For the style sheet.
    #[prop(optional)]
    class: Option<&'static str>,
    children: BuiltChildren,
) -> impl IntoView {
    let page = use_navigation().page();
    view! {
        <a href=to.path() class=class aria-current=move || (page.get() == Some(to)).then_some("page")>
            {children.build()}
        </a>
    }
    .into_built()
}
