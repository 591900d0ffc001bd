//! The logo of a provider. Decorative: its name is beside it.

use leptos::prelude::*;

use crate::built_view::IntoBuilt;

/// A symbol of `style/marks.svg`, which the browser loads once, when a page first shows one.
#[component]
pub fn ProviderMark(
    /// A strategy of Auth0's (`google-oauth2`), or a connection, which is usually named after its strategy. `None` for
    /// any account.
    #[prop(into)]
    of: Option<String>,
) -> impl IntoView {
    let symbol = of.as_deref().map_or(OTHER, symbol);
    view! {
        <svg class="mark" aria-hidden="true">
            <use href=symbol />
        </svg>
    }
    .into_built()
}

const OTHER: &str = "/marks.svg#other";

fn symbol(provider: &str) -> &'static str {
    match provider {
        "google-oauth2" | "google-apps" => "/marks.svg#google",
        "facebook" => "/marks.svg#facebook",
        "github" => "/marks.svg#github",
        "apple" => "/marks.svg#apple",
        "windowslive" | "waad" => "/marks.svg#microsoft",
        "twitter" => "/marks.svg#x",
        "linkedin" => "/marks.svg#linkedin",
        "email" => "/marks.svg#email",
        "sms" => "/marks.svg#phone",
        "auth0" | "Username-Password-Authentication" => "/marks.svg#database",
        _ => OTHER,
    }
}
