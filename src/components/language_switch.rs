//! The choice of the language.

use leptos::prelude::*;

use crate::drawn::Draw;
use crate::words::{LANGUAGES, screens};

/// A radio button for each language, named in that language. The one that holds is chosen.
#[component]
pub fn LanguageSwitch(
    /// The language of the page.
    current: String,
    /// Another one was chosen.
    on_choose: impl Fn(&'static str) + Copy + 'static,
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
        .drawn()
    });
    view! {
        <div role="radiogroup" aria-label=screens::LANGUAGE class="switch">
            {options.into_iter().collect_view()}
        </div>
    }
    .drawn()
}
