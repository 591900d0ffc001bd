//! Who somebody is: picture or initials, name, e-mail address.

use auth0_spa::DisplayText;
use auth0_spa::login::id_token::Profile;
use leptos::prelude::*;

use super::foreign::foreign;
use crate::built_view::IntoBuilt;
use crate::i18n::common;

/// A person, as the tenant knows them: the one place where name, address and picture stand together.
#[component]
pub fn ProfileLine(
    /// What the tenant says of them.
    profile: Profile,
    /// The address of their picture, where it may be loaded.
    #[prop(optional_no_strip)]
    picture: Option<String>,
    /// Whether it stands in a frame of its own.
    #[prop(optional)]
    framed: bool,
) -> impl IntoView {
    let name = match profile.name() {
        Some(name) => foreign(&name),
        None => common::NO_NAME.get().into_built(),
    };
    let email = match profile.email() {
        Some(email) => view! {
            {foreign(&email)}
            " "
            <Verified verified=profile.email_verified />
        }
        .into_built(),
        None => common::NO_EMAIL.get().into_built(),
    };
    view! {
        <div class="profile" class:card=framed>
            <Avatar profile=profile picture=picture />
            <div>
                <div class="name">{name}</div>
                <div class="secondary-text">{email}</div>
            </div>
        </div>
    }
    .into_built()
}

/// Whether an e-mail address is known to be the person's own.
#[component]
fn Verified(
    /// As the tenant says.
    verified: bool,
) -> impl IntoView {
    let (class, text) =
        if verified { ("badge good", common::VERIFIED) } else { ("badge warn", common::NOT_VERIFIED) };
    view! { <span class=class>{text}</span> }.into_built()
}

/// The picture over the initials, which show until it is there, and where there is none that may be loaded.
///
/// The address is chosen by the person at the provider: the core says which may be loaded (`User::picture`), and there is
/// no referrer.
#[component]
pub fn Avatar(
    /// Whose picture.
    profile: Profile,
    /// Its address.
    picture: Option<String>,
) -> impl IntoView {
    let initials = initials(&profile);
    let broken = RwSignal::new(false);
    view! {
        <span class="avatar" aria-hidden="true">
            {initials}
            {move || {
                picture
                    .clone()
                    .filter(|_| !broken.get())
                    .map(|picture| {
                        view! {
                            <img
                                referrerpolicy="no-referrer"
                                src=picture
                                alt=""
                                on:error=move |_| broken.set(true)
                            />
                        }
                            .into_built()
                    })
            }}
        </span>
    }
    .into_built()
}

/// The first letters of the first and the last word of the name, else the first of whatever there is. The style sheet
/// makes them capitals: the tables for that would be a part of the bundle.
fn initials(profile: &Profile) -> String {
    let text = profile.name().or_else(|| profile.label());
    let text = text.as_ref().map_or("?", DisplayText::whole);
    let mut letters = text.split(' ').filter_map(|word| word.chars().next());
    let first = letters.next().into_iter();
    first.chain(letters.next_back()).collect()
}
