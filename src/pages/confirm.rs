//! The confirm page: both accounts side by side, before anything is sent.
//!
//! Cancel, Escape and leaving the page forget the second login.

use std::time::Duration;

use auth0_client::Clock;
use auth0_client::details::{self, Call};
use auth0_client::linking::{Confirmation, LinkFlow};
use auth0_client::management::metadata::MergePlan;
use auth0_client::management::{ManagementError, Remedy};
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use crate::address::use_address;
use crate::browser::effect::effect;
use crate::browser::{Browser, clock, timer};
use crate::components::account_card::{AccountCard, Part};
use crate::components::button::{Button, Look};
use crate::components::details::Details;
use crate::components::heading::PageHeading;
use crate::components::metadata_table::MetadataTable;
use crate::components::offline::Offline;
use crate::components::waiting::Waiting;
use crate::drawn::Draw;
use crate::linking::use_linking;
use crate::route::{self, Page};
use crate::session::use_session;
use crate::words::{self, screens};

/// What the page is waiting for, without what it shows: so that a choice on the page does not draw it anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    Idle,
    Reading,
    Unread(ManagementError),
    Confirming,
    Linking,
    Checking,
}

/// The page between the second login and the link.
#[component]
pub fn ConfirmPage() -> impl IntoView {
    let linking = use_linking();
    let stage = Memo::new(move |_| match &*linking.flow().read() {
        LinkFlow::Idle => Stage::Idle,
        LinkFlow::Reading(_) => Stage::Reading,
        LinkFlow::Unread { cause, .. } => Stage::Unread(*cause),
        LinkFlow::Confirming(_) => Stage::Confirming,
        LinkFlow::Linking => Stage::Linking,
        LinkFlow::Checking => Stage::Checking,
    });
    leave_when_done(stage);
    if let Some(end) = linking.flow().read_untracked().expires_at() {
        let left = u64::try_from(end.since(Browser.now())).unwrap_or(0);
        timer::after(Duration::from_secs(left), move || linking.expire());
    }
    let page = use_address().page();
    on_cleanup(move || {
        // Drawn anew in another language it is still this page.
        if page.get_untracked() != Page::Confirm {
            linking.cancel();
        }
    });

    let reading = Signal::derive(move || stage.get() == Stage::Reading);
    let linking_now = Signal::derive(move || matches!(stage.get(), Stage::Linking | Stage::Checking));
    let sending = Signal::derive(move || stage.get() == Stage::Linking);
    let checking = Signal::derive(move || stage.get() == Stage::Checking);
    let deciding =
        Memo::new(move |_| matches!(stage.get(), Stage::Confirming | Stage::Linking | Stage::Checking));
    let shown = Memo::new_owning(move |before: Option<Option<Confirmation>>| match &*linking.flow().read() {
        LinkFlow::Confirming(confirmation) => (Some(confirmation.as_ref().clone()), true),
        // The two accounts stay in view, as they are, while they are being linked.
        LinkFlow::Linking | LinkFlow::Checking => (before.flatten(), false),
        _ => (None, true),
    });

    view! {
        <div on:keydown=move |event: KeyboardEvent| {
            if event.key() == "Escape" {
                linking.cancel();
            }
        }>
            <PageHeading text=screens::CONFIRM takes_focus=false />
            {move || match stage.get() {
                Stage::Unread(cause) => Some(view! { <Unread cause=cause /> }.drawn()),
                Stage::Reading => Some(view! { <div class={"skeleton"}></div> }.drawn()),
                _ => None,
            }}
            {move || shown.get().map(|confirmation| view! { <Accounts confirmation=confirmation /> }.drawn())}
            {move || {
                deciding
                    .get()
                    .then(|| {
                        view! { <Decision linking_now=linking_now /> }.drawn()
                    })
            }}
            <Waiting text=words::READING_ACCOUNTS when=reading />
            <Waiting text=words::LINKING when=sending />
            <Waiting text=words::CHECKING_LINK when=checking />
        </div>
    }
    .drawn()
}

/// Done, cancelled or refused: the outcome is told on the settings page, and this page leaves no history entry.
fn leave_when_done(stage: Memo<Stage>) {
    let address = use_address();
    effect(move || {
        if stage.get() == Stage::Idle {
            address.go(route::SETTINGS, true);
        }
    });
}

#[component]
fn Accounts(confirmation: Confirmation) -> impl IntoView {
    let (session, linking) = (use_session(), use_linking());
    let config = session.config();
    let swap = match confirmation.can_swap(Browser.now()) {
        Ok(()) => view! {
            <Button look=Look::Quiet on_press=move |()| linking.swap()>
                {screens::MAKE_PRIMARY}
            </Button>
        }
        .drawn(),
        Err(refusal) => view! { <p class="fine-print">{words::swap_refusal(refusal)}</p> }.drawn(),
    };
    let rows = confirmation.merge().map(MergePlan::rows).filter(|rows| !rows.is_empty());
    let lost = confirmation.merge().map(MergePlan::lost).unwrap_or_default();
    view! {
        <div class="pair">
            <AccountCard part=Part::Stays user=confirmation.primary().user.clone() config=config.clone() />
            <AccountCard part=Part::Joins user=confirmation.secondary().user.clone() config=config>
                {swap}
            </AccountCard>
        </div>
        <section>
            <h2>{screens::CHANGES}</h2>
            <ul class="changes">
                {screens::CHANGES_ARE.map(|change| view! { <li>{change}</li> }.drawn()).into_iter().collect_view()}
            </ul>
        </section>
        {rows
            .map(|rows| {
                view! {
                    <MetadataTable rows=rows on_choose=move |key: &str, source| linking.choose(key, source) />
                }.drawn()
            })}
        {(!lost.is_empty()).then(|| view! { <p class="outcome warn">{words::lost_metadata(&lost)}</p> }.drawn())}
        {confirmation
            .loses_metadata()
            .then(|| view! { <p class="outcome warn">{screens::LOSES_METADATA}</p> }.drawn())}
    }.drawn()
}

#[component]
fn Decision(linking_now: Signal<bool>) -> impl IntoView {
    let (linking, offline) = (use_linking(), use_session().offline());
    view! {
        <Offline id="offline" when=offline />
        <div class="actions decision">
            <Button look=Look::Plain takes_focus=true disabled=linking_now on_press=move |()| linking.cancel()>
                {words::CANCEL}
            </Button>
            <Button look=Look::Main busy=linking_now barred=offline reason="offline" on_press=move |()| linking.confirm()>
                {screens::LINK_ACCOUNTS}
            </Button>
        </div>
    }
    .drawn()
}

#[component]
fn Unread(cause: ManagementError) -> impl IntoView {
    let linking = use_linking();
    view! {
        <div role="alert" class="outcome alert">
            <p>{words::unread(cause)}</p>
            <div class="actions">
                <Button look=Look::Plain on_press=move |()| linking.cancel()>
                    {words::CANCEL}
                </Button>
                {(cause.remedy() == Remedy::Again)
                    .then(|| {
                        view! {
                            <Button look=Look::Main on_press=move |()| linking.read_again()>
                                {words::TRY_AGAIN}
                            </Button>
                        }.drawn()
                    })}
            </div>
            <Details text=clock::stamped(details::of_call(Call::Read, cause), Browser.now()) />
        </div>
    }
    .drawn()
}
