//! Who is logged in: picture or initial, name, e-mail address.

use auth0_client::authentication::id_token::Profile;
use leptos::prelude::*;

/// A person, as the tenant knows them.
#[component]
pub fn ProfileCard(
    /// What the tenant says of them.
    profile: Profile,
) -> impl IntoView {
    let name = profile.name.clone().or(profile.nickname.clone()).or(profile.email.clone());
    let email = profile.email.clone().map(|email| {
        view! {
            <p class="secondary-text">{email} " " <Verified verified=profile.email_verified /></p>
        }
    });
    view! {
        <div class="profile">
            <Avatar profile=profile.clone() />
            <div>
                <p class="name">{name.unwrap_or_else(|| "No name".to_owned())}</p>
                {email}
            </div>
        </div>
    }
}

/// Whether an e-mail address is known to be the person's own.
#[component]
pub fn Verified(
    /// As the tenant says.
    verified: bool,
) -> impl IntoView {
    if verified {
        view! { <span class="badge good">"verified"</span> }
    } else {
        view! { <span class="badge warn">"not verified"</span> }
    }
}

/// The picture, or the first letter where there is none that may be loaded.
///
/// The address is chosen by the person at the provider: only https, and no referrer.
#[component]
pub fn Avatar(
    /// Whose picture.
    profile: Profile,
) -> impl IntoView {
    // The style sheet makes it a capital: the tables for that would be a part of the bundle.
    let letter = profile.label().and_then(|label| label.chars().next()).unwrap_or('?').to_string();
    let picture = profile.picture.filter(|address| address.starts_with("https://"));
    let missing = RwSignal::new(picture.is_none());
    view! {
        <span class="avatar" aria-hidden="true">
            {move || {
                if missing.get() {
                    letter.clone().into_any()
                } else {
                    view! {
                        <img referrerpolicy="no-referrer" src=picture.clone() alt="" on:error=move |_| missing.set(true) />
                    }
                        .into_any()
                }
            }}
        </span>
    }
}
