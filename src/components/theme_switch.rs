//! The choice of colours: as the device has it, light or dark.

use leptos::prelude::*;

use crate::dom::theme::{self, Theme};
use crate::drawn::Draw;
use crate::words::screens as words;

/// Three radio buttons. What is chosen holds at once, and is remembered.
#[component]
pub fn ThemeSwitch() -> impl IntoView {
    let current = theme::current();
    let options = [
        (Theme::System, words::THEME_SYSTEM),
        (Theme::Light, words::THEME_LIGHT),
        (Theme::Dark, words::THEME_DARK),
    ]
    .map(|(theme, text)| {
        view! {
            <label>
                <input
                    type="radio"
                    name="theme"
                    class="unseen"
                    checked=theme == current
                    on:change=move |_| theme::choose(theme)
                />
                {text}
            </label>
        }
        .drawn()
    });
    view! {
        <div role="radiogroup" aria-label=words::THEME class="switch">
            {options.into_iter().collect_view()}
        </div>
    }
    .drawn()
}
