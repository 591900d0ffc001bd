//! The mark of a provider beside an account. Only for the eye: the name stands beside it.

use leptos::prelude::*;

/// A round mark with the first letter of the provider's name.
#[component]
pub fn ProviderMark(
    /// What people call the provider.
    label: String,
) -> impl IntoView {
    let letter = label.chars().next().unwrap_or('?').to_string();
    view! {
        <span class="mark" aria-hidden="true">
            {letter}
        </span>
    }
}
