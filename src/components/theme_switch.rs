//! The theme switch: that of the device, light or dark.

use leptos::prelude::*;

use crate::built_view::IntoBuilt;
use crate::dom::theme::{self, Theme};
use crate::i18n::common;

/// Three radio buttons. A choice applies at once and is remembered.
#[component]
pub fn ThemeSwitch() -> impl IntoView {
    let current = theme::current();
    let options = [
        (Theme::System, common::THEME_SYSTEM),
        (Theme::Light, common::THEME_LIGHT),
        (Theme::Dark, common::THEME_DARK),
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
        .into_built()
    });
    view! {
        <div role="radiogroup" aria-label=common::THEME class="switch">
            {options.into_iter().collect_view()}
        </div>
    }
    .into_built()
}
