//! The confirm page: both accounts side by side, before anything is sent.
//!
//! *Cancel* and leaving the page forget the second login; Escape asks first.

pub mod accounts;
pub mod decision;

use auth0_spa::Clock;
use auth0_spa::diagnostics::{self, Call};
use auth0_spa::linking::LinkFlow;
use auth0_spa::management::{ManagementError, Remedy};
use auth0_spa_web::Browser;
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use self::accounts::Accounts;
use self::decision::Decision;
use crate::built_view::IntoBuilt;
use crate::components::button::{Button, Look};
use crate::components::details::Details;
use crate::components::heading::PageHeading;
use crate::components::question::Question;
use crate::components::waiting::Waiting;
use crate::contexts::{use_linking, use_navigation};
use crate::dom::effect::effect;
use crate::i18n::{common, confirm};
use crate::route::Page;

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
    let sending = Signal::derive(move || stage.get() == Stage::Linking);
    let checking = Signal::derive(move || stage.get() == Stage::Checking);
    // Everything below is drawn from this value, and this value is what the user confirms.
    let shown = linking.shown();
    let asking = RwSignal::new(false);

    let ask_on_escape = move |event: KeyboardEvent| {
        if event.key() == "Escape" && !asking.get_untracked() && linking.is_waiting() {
            // Otherwise the same key press would close the dialog that it opens.
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
            <Decision shown=shown sending=sending checking=checking />
            <Waiting text=confirm::READING_ACCOUNTS when=reading />
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

/// Asks after Escape, which is more easily pressed by accident than *Cancel*, before the second login is lost.
#[component]
fn StopQuestion(asking: RwSignal<bool>) -> impl IntoView {
    let linking = use_linking();
    let stay = Callback::new(move |()| asking.set(false));
    view! {
        <Question
            open=asking.into()
            title=confirm::STOP_QUESTION.get().into_built()
            text=confirm::STOP_MEANS
            on_cancel=stay
        >
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
