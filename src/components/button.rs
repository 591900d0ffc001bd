//! A button that can be busy.

use leptos::ev::MouseEvent;
use leptos::prelude::*;

use crate::built_view::{BuiltChildren, IntoBuilt};
use crate::dom::focus::focused;

/// How much a button asks for attention.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// The one thing to do on a page.
    Main,
    /// One of several things.
    Plain,
    /// Not what most people came for.
    Quiet,
    /// Takes something away.
    Danger,
}

/// A button. While `busy` it cannot be pressed and says so to screen readers.
#[component]
pub fn Button(
    /// How much it asks for attention.
    look: Look,
    /// What it started is on its way.
    #[prop(optional, into)]
    busy: Signal<bool>,
    /// It cannot be pressed now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// It does nothing now, for the reason that stands beside it. It keeps the focus, so that the reason can be heard.
    #[prop(optional, into)]
    barred: Signal<bool>,
    /// Where that reason stands.
    #[prop(optional)]
    reason: Option<&'static str>,
    /// It takes the focus.
    #[prop(optional)]
    takes_focus: bool,
    /// The whole name for screen readers, where the visible text says less.
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
            aria-disabled=move || barred.get().then_some("true")
            aria-describedby=reason
            disabled=move || busy.get() || disabled.get()
            on:click=move |_: MouseEvent| {
                if !barred.get_untracked() {
                    on_press.run(());
                }
            }
        >
            {children.build()}
        </button>
    }
    .into_built()
}
