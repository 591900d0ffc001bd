//! The linked accounts: one item per identity, the primary first; many are grouped by provider.

use auth0_spa::config::AuthConfig;
use auth0_spa::management::{Identity, User};
use leptos::prelude::*;

use super::button::{Button, Look};
use super::profile::Avatar;
use super::provider_mark::ProviderMark;
use super::untrusted_text::untrusted_text;
use crate::built_view::IntoBuilt;
use crate::i18n::{common, settings};

/// Longer lists are grouped by provider.
const UNGROUPED: usize = 5;

/// The list, with an *Unlink* button for each secondary identity.
#[component]
pub fn IdentityList(
    /// Whose identities.
    user: User,
    /// The address of the primary's picture, where it may be loaded.
    picture: Option<String>,
    /// For the providers' names.
    config: AuthConfig,
    /// Whether an identity has just been linked.
    is_new: impl Fn(&Identity) -> bool,
    /// Whether an identity is being taken off.
    unlinking: Signal<bool>,
    /// *Unlink* was pressed for an identity.
    on_unlink: impl Fn(Identity) + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let identities = user.logins();
    let labels: Vec<_> = identities.iter().map(|identity| common::label(identity.label(&config))).collect();
    let grouped = labels.len() > UNGROUPED;
    let same_group =
        |one: usize, other: usize| one == other || grouped && labels.get(one) == labels.get(other);
    let is_first = |index: usize| !(0..index).any(|before| same_group(before, index));
    let item = |index: usize| {
        let (identity, label) = (identities.get(index)?, labels.get(index)?);
        let name = identity.display_name(&identity.profile);
        let mark = common::told_apart(identity, &identities, &config);
        let action = (index > 0).then(|| {
            let that = identity.clone();
            view! {
                <Button
                    look=Look::Quiet
                    disabled=unlinking
                    name=settings::unlink_button(label, &common::login_name(identity, &identities, &config))
                    on_press=move |()| on_unlink(that.clone())
                >
                    {settings::UNLINK}
                </Button>
            }
            .into_built()
        });
        let badge = |class, text| view! { <span class=class>{text}</span> }.into_built();
        let person = identity.profile.name().filter(|person| *person != name);
        let lines: Vec<_> = [person, Some(name), mark]
            .into_iter()
            .flatten()
            .map(|line| view! { <div class="secondary-text">{untrusted_text(&line)}</div> }.into_built())
            .collect();
        Some(
            view! {
                <li class="identity">
                    {(grouped && is_first(index))
                        .then(|| view! { <h3>{untrusted_text(label)}</h3> }.into_built())}
                    <div class="portrait">
                        <Avatar
                            profile=identity.profile.clone()
                            picture=picture.clone().filter(|_| index == 0)
                        />
                        <ProviderMark of=identity.provider.clone() />
                    </div> <div>
                        <div class="name">
                            {untrusted_text(label)} " "
                            {(index == 0).then(|| badge("badge", settings::PRIMARY))} " "
                            {is_new(identity).then(|| badge("badge good", settings::NEW))}
                        </div>
                        {lines}
                        {(index == 0)
                            .then(|| {
                                view! { <p class="fine-print">{settings::PRIMARY_MEANS}</p> }.into_built()
                            })}
                    </div> {action}
                </li>
            }
            .into_built(),
        )
    };
    let group = |first: usize| (0..labels.len()).filter(move |other| same_group(first, *other));
    let items: Vec<_> =
        (0..labels.len()).filter(|index| is_first(*index)).flat_map(group).filter_map(item).collect();
    view! {
        <ul role="list" class="identities" aria-label=settings::LINKED_ACCOUNTS>
            {items}
        </ul>
    }
    .into_built()
}
