//! The language switch.

use leptos::prelude::*;

use crate::built_view::IntoBuilt;
use crate::i18n::{LANGUAGES, common};

/// A radio button for each language, named in that language.
#[component]
pub fn LanguageSwitch(
    /// The language of the page.
    current: String,
    /// The user chose another one.
    on_choose: impl Fn(&'static str) + Copy + Unpin + 'static,
) -> impl IntoView {
    let options = LANGUAGES.map(|(language, name)| {
        view! {
            <label lang=language>
                <input
                    type="radio"
                    name="language"
                    class="unseen"
                    checked=language == current
                    on:change=move |_| on_choose(language)
                />
                {name}
            </label>
        }
        .into_built()
    });
    view! {
        <div role="radiogroup" aria-label=common::LANGUAGE class="switch">
            {options.into_iter().collect_view()}
        </div>
    }
    .into_built()
}
