//! Untrusted text: isolated in its own direction, and shortened if it is long.

use auth0_spa::DisplayText;
use leptos::prelude::*;

use crate::built_view::{BuiltView, IntoBuilt};
use crate::i18n::{END_OF_ISOLATE, ISOLATE, common};

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
    view! { <span>{pieces(text)}</span> }.into_built()
}

/// A value that the sentence isolates is an element with a direction of its own: the character that ends the isolate would
/// stand in the box of an address, and end nothing outside. The mark after the value stays beside it, as it is not in that box.
fn pieces(text: &str) -> BuiltView {
    match text.split_once(ISOLATE) {
        Some((before, rest)) => {
            let (value, after) = isolated(rest);
            let (mark, after) =
                after.find(' ').and_then(|place| after.split_at_checked(place)).unwrap_or((after, ""));
            view! {
                {words(before)}
                <span class="value">
                    <span dir="auto">{pieces(value)}</span>
                    {mark.to_owned()}
                </span>
                {pieces(after)}
            }
            .into_built()
        }
        None => words(text),
    }
}

/// The text up to the end of its isolate, in which others may stand, and what follows.
fn isolated(text: &str) -> (&str, &str) {
    let mut depth = 1_u32;
    let end = text.char_indices().find(|&(_, character)| {
        match character {
            ISOLATE => depth += 1,
            END_OF_ISOLATE => depth -= 1,
            _ => {}
        }
        depth == 0
    });
    let (value, rest) = end.and_then(|(place, _)| text.split_at_checked(place)).unwrap_or((text, ""));
    (value, rest.strip_prefix(END_OF_ISOLATE).unwrap_or(rest))
}

fn words(text: &str) -> BuiltView {
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
    pieces.into_built()
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
