//! Both accounts side by side, and what linking changes.

use auth0_spa::Clock;
use auth0_spa::linking::Confirmation;
use auth0_spa::management::User;
use auth0_spa::management::metadata::Merged;
use auth0_spa_web::Browser;
use leptos::prelude::*;

use crate::built_view::IntoBuilt;
use crate::components::account_card::{AccountCard, Part};
use crate::components::button::{Button, Look};
use crate::components::metadata_table::MetadataTable;
use crate::components::untrusted_text::sentence;
use crate::contexts::{use_linking, use_session};
use crate::i18n::{confirm, metadata};

/// Both accounts and what linking changes. Choosing metadata redraws the metadata, not the accounts.
#[component]
pub fn Accounts(
    /// The accounts as they are shown.
    shown: RwSignal<Option<Confirmation>>,
) -> impl IntoView {
    let (session, linking) = (use_session(), use_linking());
    let accounts = Memo::new(move |_| {
        let shown = shown.read();
        let confirmation = shown.as_ref()?;
        let [stays, joins] =
            [confirmation.primary(), confirmation.secondary()].map(|account| account.user.clone());
        Some((stays, joins, confirmation.can_swap(Browser.now())))
    });
    let metadata = Memo::new(move |_| {
        shown.read().as_ref().map(|confirmation| (confirmation.merged(), confirmation.loses_metadata()))
    });
    let pair = move |(stays, joins, can_swap): (User, User, _)| {
        let config = session.config();
        let both: Vec<_> = [&stays, &joins].into_iter().filter_map(User::main_identity).collect();
        let opens = confirm::opens(&stays, &joins, &config);
        let swap = match can_swap {
            Ok(()) => view! {
                <Button look=Look::Quiet on_press=move |()| linking.swap()>
                    {confirm::MAKE_PRIMARY}
                </Button>
            }
            .into_built(),
            Err(refusal) => view! { <p class="fine-print">{confirm::swap_refusal(refusal)}</p> }.into_built(),
        };
        view! {
            <p>{opens.as_deref().map(sentence)}</p>
            <div class="pair">
                <AccountCard part=Part::Stays user=stays config=config.clone() both=both.clone() />
                <AccountCard part=Part::Joins user=joins config=config both=both>
                    {swap}
                </AccountCard>
            </div>
            <p class="secondary-text">{confirm::UNDO}</p>
        }
        .into_built()
    };
    let table = move |(merged, loses_all): (Option<Merged>, bool)| {
        let merged = merged.unwrap_or_default();
        let lost = merged.lost();
        let table = (!merged.rows.is_empty()).then(|| {
            let choose = move |key: &str, source| linking.choose(key, source);
            view! { <MetadataTable rows=merged.rows on_choose=choose /> }.into_built()
        });
        view! {
            {table}
            {(!lost.is_empty())
                .then(|| view! { <p class="outcome warn">{metadata::lost_metadata(&lost)}</p> }.into_built())}
            {loses_all.then(|| view! { <p class="outcome warn">{confirm::LOSES_METADATA}</p> }.into_built())}
        }
        .into_built()
    };
    view! {
        {move || accounts.get().map(pair)}
        {move || metadata.get().map(table)}
    }
    .into_built()
}
