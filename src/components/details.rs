//! *Details* under an error message: what a developer copies to investigate it.

use auth0_spa::UnixTime;
use auth0_spa_web::iso_8601;
use leptos::prelude::*;

use crate::built_view::IntoBuilt;
use crate::i18n::common;

/// A closed disclosure with text to copy.
#[component]
pub fn Details(
    /// What is known about the failure.
    text: String,
    /// When it happened.
    at: UnixTime,
) -> impl IntoView {
    let text = text + "\n" + &iso_8601(at);
    view! {
        <details>
            <summary>{common::DETAILS}</summary>
            <pre>{text}</pre>
        </details>
    }
    .into_built()
}
