//! What a developer copies to investigate an error, under its sentence, closed at first.

use leptos::prelude::*;

use crate::drawn::Draw;
use crate::words;

/// A disclosure with text to copy.
#[component]
pub fn Details(
    /// What is known of the failure.
    text: String,
) -> impl IntoView {
    view! {
        <details>
            <summary>{words::DETAILS}</summary>
            <pre>{text}</pre>
        </details>
    }
    .drawn()
}
