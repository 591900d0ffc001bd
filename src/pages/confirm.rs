//! The confirm page: both accounts side by side, before anything is sent.
//!
//! *Cancel* and leaving the page forget the second login; Escape asks first.

use auth0_spa::diagnostics::{self, Call};
use auth0_spa::linking::{Confirmation, LinkFlow};
use auth0_spa::management::metadata::Merged;
use auth0_spa::management::{ManagementError, Remedy};
use auth0_spa::{Clock, DisplayText};
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use crate::built_view::IntoBuilt;
use crate::components::account_card::{AccountCard, Part};
use crate::components::button::{Button, Look};
use crate::components::details::Details;
use crate::components::foreign::short;
use crate::components::heading::PageHeading;
use crate::components::metadata_table::MetadataTable;
use crate::components::offline::Offline;
use crate::components::question::Question;
use crate::components::waiting::Waiting;
use crate::contexts::{use_linking, use_navigation, use_session};
use crate::dom::effect::effect;
use crate::dom::timer;
use crate::i18n::{common, confirm, metadata};
use crate::route::Page;
use auth0_spa_web::Browser;

/// What the page is waiting for, without the data it shows, so that a choice on the page does not redraw all of it.
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
        LinkFlow::Reading { .. } => Stage::Reading,
        LinkFlow::Unread { cause, .. } => Stage::Unread(*cause),
        LinkFlow::Confirming(_) => Stage::Confirming,
        LinkFlow::Linking => Stage::Linking,
        LinkFlow::Checking => Stage::Checking,
    });
    leave_when_done(stage);
    let page = use_navigation().page();
    on_cleanup(move || {
        // Redrawn in another language, it is still this page.
        if page.get_untracked() != Some(Page::Confirm) {
            linking.cancel();
        }
    });

    let reading = Signal::derive(move || stage.get() == Stage::Reading);
    let linking_now = Signal::derive(move || matches!(stage.get(), Stage::Linking | Stage::Checking));
    let sending = Signal::derive(move || stage.get() == Stage::Linking);
    let checking = Signal::derive(move || stage.get() == Stage::Checking);
    // Everything below is drawn from this value, and this value is what the user confirms.
    let shown = RwSignal::new(None);
    effect(move || match &*linking.flow().read() {
        LinkFlow::Confirming(confirmation) => shown.set(Some(confirmation.as_ref().clone())),
        // The two accounts stay on the page while they are being linked.
        LinkFlow::Linking | LinkFlow::Checking => {}
        _ => shown.set(None),
    });
    let asking = RwSignal::new(false);

    let ask_on_escape = move |event: KeyboardEvent| {
        if event.key() == "Escape" && !asking.get_untracked() && linking.is_waiting() {
            // Otherwise the same press closes the question that it opens.
            event.prevent_default();
            asking.set(true);
        }
    };

    view! {
        <div on:keydown=ask_on_escape>
            <PageHeading text=confirm::CONFIRM />
            {move || match stage.get() {
                Stage::Unread(cause) => Some(view! { <Unread cause=cause /> }.into_built()),
                Stage::Reading => Some(view! { <div class="skeleton"></div> }.into_built()),
                _ => None,
            }}
            <Accounts shown=shown />
            <Decision shown=shown linking_now=linking_now />
            <Waiting text=confirm::READING_ACCOUNTS when=reading />
            <Waiting text=confirm::LINKING when=sending />
            <Waiting text=confirm::CHECKING_LINK when=checking />
            <StopQuestion asking=asking />
        </div>
    }
    .into_built()
}

/// Goes to the settings page, which shows the outcome, when the link is done, cancelled or refused.
fn leave_when_done(stage: Memo<Stage>) {
    let navigation = use_navigation();
    effect(move || {
        if stage.get() == Stage::Idle {
            navigation.replace(Page::Settings);
        }
    });
}

/// Both accounts and what linking changes. Choosing metadata redraws the metadata, not the accounts.
#[component]
fn Accounts(shown: RwSignal<Option<Confirmation>>) -> impl IntoView {
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
    let pair = move |(stays, joins, can_swap)| {
        let config = session.config();
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
            <div class="pair">
                <AccountCard part=Part::Stays user=stays config=config.clone() />
                <AccountCard part=Part::Joins user=joins config=config>
                    {swap}
                </AccountCard>
            </div>
            <section>
                <h2>{confirm::CHANGES}</h2>
                <ul class="changes">
                    {confirm::CHANGES_ARE
                        .map(|change| view! { <li>{change}</li> }.into_built())
                        .into_iter()
                        .collect_view()}
                </ul>
            </section>
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

/// *Link accounts* and *Cancel*, and beside them which accounts, what the last step changed, and how much time is left.
/// Stays visible while the page scrolls.
#[component]
fn Decision(shown: RwSignal<Option<Confirmation>>, linking_now: Signal<bool>) -> impl IntoView {
    let (linking, session) = (use_linking(), use_session());
    let offline = session.offline();
    let ending = RwSignal::new(None);
    timer::every_second(move || {
        let soon = linking.check_deadline();
        // If that ended the link, the page is gone.
        if ending.try_get_untracked().is_some_and(|said| said != soon) {
            ending.set(soon);
        }
    });
    let feedback = move || {
        let shown = shown.read();
        let confirmation = shown.as_ref()?;
        let [stays, _] = confirm::called(confirmation, &session.config());
        Some(confirm::feedback(confirmation.feedback()?, stays.as_ref()))
    };
    let accounts = Memo::new(move |_| Some(confirm::called(shown.read().as_ref()?, &session.config())));
    let decision = move |[stays, joins]: [Option<DisplayText>; 2]| {
        let whom = [(confirm::STAYS, "badge good", stays), (confirm::JOINS, "badge", joins)];
        let whom = whom.map(|(outcome, class, label)| {
            let label = label.map_or_else(|| common::NO_NAME.get().into_built(), |label| short(&label));
            view! {
                <p>
                    <span class=class>{outcome}</span>
                    " "
                    {label}
                </p>
            }
            .into_built()
        });
        let confirm = move |()| {
            if let Some(shown) = shown.get_untracked() {
                linking.confirm(&shown);
            }
        };
        view! {
            <Offline id="offline" when=offline />
            <div class="whom">{whom.into_iter().collect_view()}</div>
            <div class="actions decision">
                <Button look=Look::Plain disabled=linking_now on_press=move |()| linking.cancel()>
                    {common::CANCEL}
                </Button>
                <Button look=Look::Main busy=linking_now blocked=offline reason="offline" on_press=confirm>
                    {confirm::LINK_ACCOUNTS}
                </Button>
            </div>
        }
        .into_built()
    };
    view! {
        <div class="at-hand">
            <p role="status">{feedback}</p>
            <p role="status" class="warn">
                {move || ending.get().map(|why| confirm::expires_soon(why).get())}
            </p>
            {move || accounts.get().map(decision)}
        </div>
    }
    .into_built()
}

/// Asks after Escape, which is more easily pressed by accident than *Cancel*, before the second login is lost.
#[component]
fn StopQuestion(asking: RwSignal<bool>) -> impl IntoView {
    let linking = use_linking();
    let stay = Callback::new(move |()| asking.set(false));
    view! {
        <Question open=asking.into() title=confirm::STOP_QUESTION on_cancel=stay>
            <p>{confirm::STOP_MEANS}</p>
            <div class="actions decision">
                <Button look=Look::Plain on_press=stay>
                    {confirm::STAY}
                </Button>
                <Button look=Look::Danger on_press=move |()| linking.cancel()>
                    {confirm::STOP}
                </Button>
            </div>
        </Question>
    }
    .into_built()
}

#[component]
fn Unread(cause: ManagementError) -> impl IntoView {
    let linking = use_linking();
    view! {
        <div role="alert" class="outcome alert">
            <p>{confirm::unread(cause)}</p>
            <div class="actions">
                <Button look=Look::Plain on_press=move |()| linking.cancel()>
                    {common::CANCEL}
                </Button>
                {(cause.remedy() == Remedy::Retry)
                    .then(|| {
                        view! {
                            <Button look=Look::Main on_press=move |()| linking.read_again()>
                                {common::TRY_AGAIN}
                            </Button>
                        }
                            .into_built()
                    })}
            </div>
            <Details text=diagnostics::of_call(Call::Read, cause) at=Browser.now() />
        </div>
    }
    .into_built()
}
