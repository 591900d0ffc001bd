//! A link to a page of the app.

use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// A link, marked where it leads to the page that is shown. The router takes the press of any `<a>`; its own component
/// adds the resolving of relative addresses, of which there are none here, for 4 kB of the bundle.
#[component]
pub fn Link(
    /// The path of the page.
    href: &'static str,
    /// For the style sheet.
    #[prop(optional)]
    class: Option<&'static str>,
    children: Children,
) -> impl IntoView {
    let path = use_location().pathname;
    view! {
        <a href=href class=class aria-current=move || (*path.read() == href).then_some("page")>
            {children()}
        </a>
    }
}
