//! The heading of a page: names the tab, and takes the focus, so that a screen reader begins with it.

use leptos::prelude::*;

use crate::dom;
use crate::dom::focus::focused;
use crate::drawn::Draw;
use crate::words::{self, Text};

/// The one `h1` of a page.
#[component]
pub fn PageHeading(
    /// The text.
    text: Text,
    /// Whether it takes the focus; not where something else on the page does.
    #[prop(default = true)]
    takes_focus: bool,
) -> impl IntoView {
    if text == words::APP {
        dom::set_title(&text.get());
    } else {
        dom::set_title(&format!("{} · {}", text.get(), words::APP.get()));
    }
    view! {
        <h1 use:focused=takes_focus tabindex="-1">
            {text}
        </h1>
    }
    .drawn()
}
