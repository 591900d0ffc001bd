//! The linked accounts: one item per identity, the primary first.

use auth0_spa::config::AuthConfig;
use auth0_spa::management::{Identity, User};
use leptos::prelude::*;

use super::button::{Button, Look};
use super::foreign::foreign;
use super::provider_mark::ProviderMark;
use crate::built_view::IntoBuilt;
use crate::i18n::{common, settings};

/// The list, with an *Unlink* button for each secondary identity.
#[component]
pub fn IdentityList(
    /// Whose identities.
    user: User,
    /// For the providers' names.
    config: AuthConfig,
    /// The identity that is being unlinked.
    unlinking: impl Fn() -> Option<Identity> + Copy + Send + Sync + 'static,
    /// *Unlink* was pressed for an identity.
    on_unlink: impl Fn(Identity) + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let items: Vec<_> = user
        .identities
        .iter()
        .enumerate()
        .map(|(index, identity)| {
            // The profile of the primary identity is the user's.
            let profile = if index == 0 { &user.profile } else { &identity.profile };
            let name = identity.display_name(profile);
            let label = common::label(identity.label(&config));
            let action = (index > 0).then(|| {
                let (this, that) = (identity.clone(), identity.clone());
                let busy = Signal::derive(move || unlinking().is_some_and(|other| other.is_same(&this)));
                view! {
                    <Button
                        look=Look::Quiet
                        busy=busy
                        disabled=Signal::derive(move || unlinking().is_some())
                        name=settings::unlink_button(&label, &name)
                        on_press=move |()| on_unlink(that.clone())
                    >
                        {settings::UNLINK}
                    </Button>
                }
                .into_built()
            });
            view! {
                <li class="identity">
                    <ProviderMark of=identity.provider.clone() />
                    <div>
                        <div class="name">
                            {foreign(&label)} " "
                            {(index == 0)
                                .then(|| {
                                    view! { <span class="badge">{settings::PRIMARY}</span> }.into_built()
                                })}
                        </div>
                        <div class="secondary-text">{foreign(&name)}</div>
                        <div class="fine-print">{foreign(&identity.connection())}</div>
                    </div>
                    {action}
                </li>
            }
            .into_built()
        })
        .collect();
    view! {
        <ul role="list" class="identities" aria-label=settings::LINKED_ACCOUNTS>
            {items}
        </ul>
    }
    .into_built()
}
