//! What a developer copies to investigate an error, under its sentence, closed at first.

use auth0_spa::UnixTime;
use auth0_spa_web::iso_8601;
use leptos::prelude::*;

use crate::drawn::Draw;
use crate::words;

/// A disclosure with text to copy.
#[component]
pub fn Details(
    /// What is known of the failure.
    text: String,
    /// When it happened.
    at: UnixTime,
) -> impl IntoView {
    let text = text + "\n" + &iso_8601(at);
    view! {
        <details>
            <summary>{words::DETAILS}</summary>
            <pre>{text}</pre>
        </details>
    }
    .drawn()
}
