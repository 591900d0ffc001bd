//! One of the two accounts of the confirm page.

use auth0_spa::config::AuthConfig;
use auth0_spa::management::{Identity, User};
use leptos::prelude::*;

use super::profile::ProfileLine;
use super::provider_mark::ProviderMark;
use super::untrusted_text::untrusted_text;
use crate::built_view::{BuiltChildren, IntoBuilt};
use crate::i18n::{common, confirm};

/// What linking does to an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// It is the primary: it stays.
    Stays,
    /// It is the secondary: it becomes a part of the other.
    Joins,
}

/// An account: name, address and whether it is verified, provider, and what linking does to it.
#[component]
pub fn AccountCard(
    /// What linking does to it.
    part: Part,
    /// The account.
    user: User,
    /// For the providers' names.
    config: AuthConfig,
    /// The login of it and that of the other one, which may look alike.
    both: Vec<Identity>,
    /// Buttons for it.
    #[prop(optional)]
    children: Option<BuiltChildren>,
) -> impl IntoView {
    let (role, class, badge, fate) = match part {
        Part::Stays => (confirm::PRIMARY_ACCOUNT, "card account", "badge good", confirm::STAYS),
        Part::Joins => (confirm::SECONDARY_ACCOUNT, "card account joins", "badge", confirm::JOINS),
    };
    let first = user.main_identity();
    let first = first.as_ref();
    let meaning = match part {
        Part::Stays => confirm::STAYS_MEANS.get(),
        Part::Joins => confirm::joins_means(first.map(|identity| identity.label(&config))),
    };
    let provider = first.map(|identity| {
        let text = common::login_method(identity, &both, &config);
        untrusted_text(&text)
    });
    let mark = first.map(|identity| identity.provider.clone());
    let more = user.identities.len().saturating_sub(1);
    view! {
        <div role="group" aria-label=role class=class>
            <p class="role">
                <span aria-hidden="true">{role}</span>
                <span class=badge>{fate}</span>
            </p>
            <ProfileLine profile=user.profile />
            <div class="via">
                <ProviderMark of=mark />
                <div>
                    {confirm::LOGS_IN_WITH} " " <strong>{provider}</strong> " "
                    {(more > 0).then(|| confirm::more_logins(more))}
                </div>
            </div>
            <p class="secondary-text">{meaning}</p>
            {children.map(BuiltChildren::build)}
        </div>
    }
    .into_built()
}
