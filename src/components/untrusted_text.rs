//! Untrusted text: isolated in its own direction, and shortened if it is long.

use auth0_spa::DisplayText;
use leptos::prelude::*;

use crate::built_view::{BuiltView, IntoBuilt};
use crate::i18n::common;

/// A name, an address, a key or a value. A long one is shown without its middle, with the whole of it in a disclosure.
pub fn untrusted_text(text: &DisplayText) -> BuiltView {
    view! {
        {short(text)}
        {whole(text)}
    }
    .into_built()
}

/// The text, shortened if it is long, for places without room for a disclosure.
pub fn short(text: &DisplayText) -> BuiltView {
    view! { <bdi>{breakable(&text.brief())}</bdi> }.into_built()
}

/// A sentence, in which an address goes to the next line as a whole, or continues there after `@`, `.` and `-`. It is one
/// element: as children of a flex container, Firefox lays the pieces out side by side.
pub fn sentence(text: &str) -> BuiltView {
    let mut pieces = Vec::new();
    let mut words = String::new();
    for word in text.split_inclusive(' ') {
        if word.contains('@') {
            pieces.push(std::mem::take(&mut words).into_built());
            pieces.push(view! { <span class="address">{breakable(word.trim_end())}</span> }.into_built());
            if word.ends_with(' ') {
                words.push(' ');
            }
        } else {
            words.push_str(word);
        }
    }
    pieces.push(words.into_built());
    view! { <span>{pieces}</span> }.into_built()
}

/// An address that continues in the next line after `@`, `.` and `-`, not inside a word.
fn breakable(text: &str) -> BuiltView {
    let pieces = text.split_inclusive(['@', '.', '-']);
    let pieces: Vec<_> = pieces
        .map(|piece| {
            view! {
                {piece.to_owned()}
                // Hidden, because Chromium puts a space there in accessible names.
                <wbr aria-hidden="true" />
            }
            .into_built()
        })
        .collect();
    pieces.into_built()
}

/// The disclosure with the whole of a long text. The keyboard can open and scroll it.
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
