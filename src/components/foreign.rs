//! A text that somebody else wrote: in its own direction, and no longer than its place.

use auth0_spa::DisplayText;
use leptos::prelude::*;

use crate::drawn::{Draw, Drawn};
use crate::words;

/// A name, an address, a key or a value. What is too long stands without its middle, and all of it in a disclosure below.
pub fn foreign(text: &DisplayText) -> Drawn {
    view! { {short(text)} {whole(text)} }.drawn()
}

/// The text, or what there is room for: where nothing can be opened.
pub fn short(text: &DisplayText) -> Drawn {
    view! { <bdi>{text.brief()}</bdi> }.drawn()
}

/// All of a text that is too long: opened, and scrolled, with the keyboard too.
pub fn whole(text: &DisplayText) -> Option<Drawn> {
    text.is_long().then(|| {
        view! {
            <details class="whole">
                <summary>{words::SHOW_ALL}</summary>
                <bdi tabindex="0">{text.whole().to_owned()}</bdi>
            </details>
        }
        .drawn()
    })
}
