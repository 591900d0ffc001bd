//! A user's profile: picture or initials, name, e-mail address.

use auth0_spa::DisplayText;
use auth0_spa::login::id_token::Profile;
use leptos::prelude::*;

use super::untrusted_text::untrusted_text;
use crate::built_view::IntoBuilt;
use crate::i18n::common;

/// A profile as the tenant has it, without its picture: the user has not confirmed yet that the account is theirs.
#[component]
pub fn ProfileLine(
    /// The profile.
    profile: Profile,
) -> impl IntoView {
    let name = match profile.name() {
        Some(name) => untrusted_text(&name),
        None => common::NO_NAME.get().into_built(),
    };
    let email = match profile.email() {
        Some(email) => view! {
            {untrusted_text(&email)}
            " "
            <Verified verified=profile.email_verified />
        }
        .into_built(),
        None => common::NO_EMAIL.get().into_built(),
    };
    view! {
        <div class="profile">
            <Avatar profile=profile picture=None />
            <div>
                <div class="name">{name}</div>
                <div class="secondary-text">{email}</div>
            </div>
        </div>
    }
    .into_built()
}

/// Whether an e-mail address is verified.
#[component]
fn Verified(
    /// As the tenant says.
    verified: bool,
) -> impl IntoView {
    let (class, text) =
        if verified { ("badge good", common::VERIFIED) } else { ("badge warn", common::NOT_VERIFIED) };
    view! { <span class=class>{text}</span> }.into_built()
}

/// The picture on top of the initials, which show until it has loaded, and where there is none to load.
///
/// Users choose the URL at their provider, so the core decides which may be loaded (`User::picture`), and no referrer is
/// sent.
#[component]
pub fn Avatar(
    /// Whose picture.
    profile: Profile,
    /// Its URL.
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

/// The first letters of the first and last word of the name, or else of the label, without brackets and quotation marks.
/// Only ASCII is made upper case: `ß` would become two letters, and in Rust other scripts would add tables to the bundle.
/// A hair space keeps Arabic letters from joining to a word.
fn initials(profile: &Profile) -> String {
    let text = profile.name().or_else(|| profile.label());
    let text = text.as_ref().map_or("", DisplayText::whole);
    let is_letter = |character: &char| !character.is_ascii_punctuation();
    let mut letters = text.split(' ').filter_map(|word| word.chars().find(is_letter));
    let first = letters.next().unwrap_or('?');
    let last = letters.next_back();
    let space = last.filter(|last| ('\u{600}'..='\u{8ff}').contains(last)).map(|_| '\u{200a}');
    [Some(first), space, last].into_iter().flatten().map(|letter| letter.to_ascii_uppercase()).collect()
}
