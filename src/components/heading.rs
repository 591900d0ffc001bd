//! The heading of a page: names the tab, and takes the focus, so that screen readers begin with it.

use leptos::prelude::*;

use crate::built_view::IntoBuilt;
use crate::dom;
use crate::dom::focus::focused;
use crate::i18n::{Text, common};

/// The one `h1` of a page.
#[component]
pub fn PageHeading(
    /// The heading, also the title of the document.
    text: Text,
    /// Whether it takes the focus, which something else on the page may do instead.
    #[prop(default = true)]
    takes_focus: bool,
) -> impl IntoView {
    if text == common::APP {
        dom::set_title(&text.get());
    } else {
        dom::set_title(&format!("{} · {}", text.get(), common::APP.get()));
    }
    view! {
        <h1 use:focused=takes_focus tabindex="-1">
            {text}
        </h1>
    }
    .into_built()
}
