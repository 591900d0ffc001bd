//! A text that somebody else wrote: in its own direction, and no longer than its place.

use auth0_spa::DisplayText;
use leptos::prelude::*;

use crate::built_view::{BuiltView, IntoBuilt};
use crate::i18n::common;

/// A name, an address, a key or a value. What is too long stands without its middle, and all of it in a disclosure below.
pub fn foreign(text: &DisplayText) -> BuiltView {
    view! {
        {short(text)}
        {whole(text)}
    }
    .into_built()
}

/// The text, or what there is room for: where nothing can be opened.
pub fn short(text: &DisplayText) -> BuiltView {
    view! { <bdi>{text.brief()}</bdi> }.into_built()
}

/// All of a text that is too long: opened, and scrolled, with the keyboard too.
pub fn whole(text: &DisplayText) -> Option<BuiltView> {
    text.is_long().then(|| {
        view! {
            <details class="whole">
                <summary>{common::SHOW_ALL}</summary>
                <bdi tabindex="0">{text.whole().to_owned()}</bdi>
            </details>
        }
        .into_built()
    })
}
