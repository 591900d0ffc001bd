//! A modal question.

use leptos::ev::Event;
use leptos::prelude::*;

use crate::built_view::{BuiltChildren, BuiltView, IntoBuilt};
use crate::dom::focus;
use crate::dom::modal;
use crate::i18n::Text;

/// A modal dialog. The browser focuses its first control, so that has to be the one that changes nothing.
#[component]
pub fn Question(
    /// Whether the dialog is open.
    open: Signal<bool>,
    /// The heading of the dialog.
    title: BuiltView,
    /// What the answer means.
    text: Text,
    /// The user pressed Escape.
    on_cancel: Callback<()>,
    children: BuiltChildren,
) -> impl IntoView {
    let cancel = move |event: Event| {
        // The dialog is closed through `open`, as it was opened.
        event.prevent_default();
        on_cancel.run(());
    };
    let close = move |_| {
        // A second Escape closes a dialog without a `cancel` event.
        on_cancel.run(());
        // The browser gives the focus back to the element that had it before, unless that is gone.
        focus::keep_focus();
    };
    view! {
        <dialog
            use:modal=open
            aria-labelledby="question"
            aria-describedby="meaning"
            on:cancel=cancel
            on:close=close
        >
            <h2 id="question">{title}</h2>
            <p id="meaning">{text}</p>
            {children.build()}
        </dialog>
    }
    .into_built()
}
