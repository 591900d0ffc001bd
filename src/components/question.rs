//! A question that has to be answered before the page goes on.

use leptos::ev::Event;
use leptos::prelude::*;

use crate::built_view::{BuiltChildren, IntoBuilt};
use crate::dom::focus;
use crate::dom::modal;
use crate::i18n::Text;

/// A modal dialog. The first control in it, which the browser gives the focus, is to be the one that changes nothing.
#[component]
pub fn Question(
    /// Whether it is asked now.
    open: Signal<bool>,
    /// The question in short.
    title: Text,
    /// Escape.
    on_cancel: Callback<()>,
    children: BuiltChildren,
) -> impl IntoView {
    view! {
        <dialog
            use:modal=open
            aria-labelledby="question"
            on:cancel=move |event: Event| {
                // Closing follows from the state, like opening.
                event.prevent_default();
                on_cancel.run(());
            }
            on:close=move |_| {
                // A second Escape closes a dialog without asking.
                on_cancel.run(());
                // The browser gives the focus back to what had it before, unless that is gone.
                focus::keep_focus();
            }
        >
            <h2 id="question">{title}</h2>
            {children.build()}
        </dialog>
    }
    .into_built()
}
