//! A button that can be busy or blocked.

use leptos::ev::MouseEvent;
use leptos::prelude::*;

use crate::built_view::{BuiltChildren, IntoBuilt};
use crate::dom::focus::focused;

/// How prominent a button is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// The main action of a page.
    Main,
    /// One of several actions.
    Plain,
    /// A minor action.
    Quiet,
    /// Removes something.
    Danger,
}

/// A button. While it is busy it cannot be pressed, and screen readers say so.
#[component]
pub fn Button(
    /// How prominent it is.
    look: Look,
    /// Whether its action is under way.
    #[prop(optional, into)]
    busy: Signal<bool>,
    /// Whether it cannot be pressed.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// Whether it does nothing, for the reason beside it. It keeps the focus, so that screen readers read the reason.
    #[prop(optional, into)]
    blocked: Signal<bool>,
    /// The id of that reason.
    #[prop(optional)]
    reason: Option<&'static str>,
    /// Whether it takes the focus.
    #[prop(optional)]
    takes_focus: bool,
    /// The accessible name, where the visible text says less.
    #[prop(optional, into)]
    name: Option<String>,
    /// What it does.
    #[prop(into)]
    on_press: Callback<()>,
    children: BuiltChildren,
) -> impl IntoView {
    let class = match look {
        Look::Main => "button main",
        Look::Plain => "button",
        Look::Quiet => "button quiet",
        Look::Danger => "button danger",
    };
    view! {
        <button
            type="button"
            class=class
            use:focused=takes_focus
            aria-label=name
            aria-busy=move || busy.get().then_some("true")
            aria-disabled=move || blocked.get().then_some("true")
            aria-describedby=reason
            disabled=move || busy.get() || disabled.get()
            on:click=move |_: MouseEvent| {
                if !blocked.get_untracked() {
                    on_press.run(());
                }
            }
        >
            {children.build()}
        </button>
    }
    .into_built()
}
