//! The notice above every page.

use auth0_spa::UnixTime;
use leptos::prelude::*;

use crate::built_view::IntoBuilt;
use crate::components::button::{Button, Look};
use crate::components::details::Details;
use crate::components::untrusted_text::sentence;
use crate::contexts::{use_account, use_linking, use_navigation, use_notices, use_session};
use crate::dom::focus;
use crate::i18n::{common, settings};
use crate::notice::{Message, Recovery, Tone, message};
use crate::route::Page;

/// The notice. The region with `role="status"` stays in the page, so that a screen reader announces what appears in it.
#[component]
pub fn NoticeBar() -> impl IntoView {
    let (notice, session) = (use_notices().read(), use_session());
    let shown = move || notice.read().as_ref().map(|(notice, at)| (message(notice, &session.config()), *at));
    let polite = move || shown().filter(|(message, _)| message.tone != Tone::Alert);
    let class = move || match polite().map(|(message, _)| message.tone) {
        Some(Tone::Note) => "outcome note",
        Some(_) => "outcome status",
        None => "unseen",
    };
    view! {
        <div role="status" class=class>
            {move || {
                polite().map(|(message, at)| view! { <NoticeMessage message=message at=at /> }.into_built())
            }}
        </div>
        {move || {
            shown()
                .filter(|(message, _)| message.tone == Tone::Alert)
                .map(|(message, at)| {
                    view! {
                        <div role="alert" class="outcome alert">
                            <NoticeMessage message=message at=at />
                        </div>
                    }
                        .into_built()
                })
        }}
    }
    .into_built()
}

#[component]
fn NoticeMessage(message: Message, at: UnixTime) -> impl IntoView {
    let session = use_session();
    let linking = use_linking();
    let account = use_account();
    let navigation = use_navigation();
    let leaving = session.leaving();
    let Message { text, recovery, details, .. } = message;
    let button = recovery.map(move |recovery| {
        let label = match recovery {
            Recovery::LogInAgain => common::LOG_IN_AGAIN,
            Recovery::CheckAgain => common::CHECK_AGAIN,
            Recovery::LinkAgain { .. } | Recovery::UnlinkAgain(_) => common::TRY_AGAIN,
            Recovery::Relink { .. } => settings::LINK_AGAIN,
        };
        let go_on = move |()| match &recovery {
            Recovery::LogInAgain => session.log_in(navigation.here()),
            Recovery::CheckAgain => account.check_again(),
            Recovery::LinkAgain { connection } | Recovery::Relink { connection } => {
                linking.stop();
                session.link(connection.clone());
            }
            Recovery::UnlinkAgain(identity) => {
                // The dialog is on that page.
                if navigation.page().get_untracked() != Some(Page::Settings) {
                    navigation.push(Page::Settings);
                }
                account.ask_unlink(identity.clone());
            }
        };
        let busy = Signal::derive(move || leaving.read().is_some());
        view! {
            <Button look=Look::Quiet busy=busy disabled=busy on_press=go_on>
                {label}
            </Button>
        }
        .into_built()
    });
    view! {
        <p>{sentence(&text)}</p>
        {button}
        <Dismiss />
        {details.map(|text| view! { <Details text=text at=at /> }.into_built())}
    }
    .into_built()
}

/// Removes the notice. The focus moves from its button to the heading of the page.
#[component]
fn Dismiss() -> impl IntoView {
    let notices = use_notices();
    let dismiss = move |_| {
        focus::focus_heading();
        notices.clear();
    };
    view! { <button type="button" class="dismiss" aria-label=common::DISMISS on:click=dismiss /> }
        .into_built()
}
