//! The frame round every page: the name, the way to settings, log out, and the outcome of the last thing done.

use auth0_spa::UnixTime;
use leptos::prelude::*;

use crate::account::use_account;
use crate::address::use_address;
use crate::components::button::{Button, Look};
use crate::components::details::Details;
use crate::components::language_switch::LanguageSwitch;
use crate::components::link::Link;
use crate::components::theme_switch::ThemeSwitch;
use crate::components::waiting::Waiting;
use crate::dom::focus;
use crate::drawn::{Draw, Inner};
use crate::handles::use_handles;
use crate::language::{LanguageContext, use_language};
use crate::linking::use_linking;
use crate::notice::{Notice, NoticeContext, Tone, WayOn, Wording};
use crate::route::{self, Page};
use crate::session::{Leaving, SessionState, use_session};
use crate::words;

/// The frame without anything that needs a session.
#[component]
pub fn BareFrame(
    /// What the page speaks.
    language: LanguageContext,
    /// What may have to be said of it.
    notices: NoticeContext,
    children: Inner,
) -> impl IntoView {
    let notice = notices.read();
    view! {
        <header class="bar">
            <div>
                <span class="brand">{words::APP}</span>
            </div>
        </header>
        <main>
            {move || match *notice.read() {
                // Without a configuration nothing can be done that has another outcome.
                Some((Notice::Said(_, text), _)) => {
                    Some(
                        view! {
                            <div role="alert" class="outcome alert">
                                <p>{text}</p>
                            </div>
                        }.drawn(),
                    )
                }
                _ => None,
            }}
            {children.draw()}
        </main>
        <Switches language=language />
    }
    .drawn()
}

/// The choices of language and colours, at the foot of every page.
#[component]
fn Switches(language: LanguageContext) -> impl IntoView {
    view! {
        <footer>
            <LanguageSwitch
                current=language.current().get_untracked()
                on_choose=move |chosen| language.speak(chosen)
            />
            <ThemeSwitch />
        </footer>
    }
    .drawn()
}

/// The frame of every page once the app has started.
#[component]
pub fn Frame(children: Inner) -> impl IntoView {
    let session = use_session();
    let signed_in = Memo::new(move |_| matches!(*session.state().read(), SessionState::SignedIn(_)));
    let leaving = session.leaving();
    let logging_out = Signal::derive(move || *leaving.read() == Some(Leaving::LogOut));
    let logging_in =
        Signal::derive(move || matches!(*leaving.read(), Some(Leaving::LogIn | Leaving::Link { .. })));

    view! {
        <header class="bar">
            <div>
                <Link href=route::HOME class="brand">
                    {words::APP}
                </Link>
                {move || {
                    signed_in
                        .get()
                        .then(|| {
                            view! {
                                <nav>
                                    <Link href=route::SETTINGS>{words::SETTINGS}</Link>
                                </nav>
                                <Button
                                    look=Look::Quiet
                                    busy=logging_out
                                    disabled=Signal::derive(move || leaving.read().is_some())
                                    on_press=move |()| session.log_out()
                                >
                                    {words::LOG_OUT}
                                </Button>
                            }.drawn()
                        })
                }}
            </div>
        </header>
        <main>
            <Outcome />
            {children.draw()}
            <Waiting text=words::LEAVING_TO_LOG_OUT when=logging_out />
            <Waiting text=words::LEAVING_TO_LOG_IN when=logging_in />
        </main>
        <Switches language=use_language() />
    }
    .drawn()
}

/// The notice. The region of `role="status"` stays in the page, so that what comes into it is announced.
#[component]
fn Outcome() -> impl IntoView {
    let (notice, session) = (use_handles().notices.read(), use_session());
    let told = move || {
        notice.read().as_ref().map(|(notice, at)| {
            let wording = words::notice(notice, &session.config());
            (wording, *at)
        })
    };
    let polite = move || told().filter(|(wording, _)| wording.tone != Tone::Alert);
    let class = move || match polite().map(|(wording, _)| wording.tone) {
        Some(Tone::Note) => "outcome note",
        Some(_) => "outcome status",
        None => "empty",
    };
    view! {
        <div role="status" class=class>
            {move || polite().map(|(wording, at)| view! { <NoticeText wording=wording at=at /> }.drawn())}
        </div>
        {move || {
            told()
                .filter(|(wording, _)| wording.tone == Tone::Alert)
                .map(|(wording, at)| {
                    view! {
                        <div role="alert" class="outcome alert">
                            <NoticeText wording=wording at=at />
                        </div>
                    }.drawn()
                })
        }}
    }
    .drawn()
}

#[component]
fn NoticeText(wording: Wording, at: UnixTime) -> impl IntoView {
    let session = use_session();
    let linking_flow = use_linking();
    let account = use_account();
    let address = use_address();
    let leaving = session.leaving();
    let Wording { text, way_on, details, .. } = wording;
    let button = way_on.map(move |way_on| {
        let label = match way_on {
            WayOn::LogInAgain => words::LOG_IN_AGAIN,
            WayOn::CheckAgain => words::CHECK_AGAIN,
            WayOn::LinkAgain { .. } | WayOn::UnlinkAgain(_) => words::TRY_AGAIN,
        };
        let go_on = move |()| match &way_on {
            WayOn::LogInAgain => session.log_in(address.here()),
            WayOn::CheckAgain => account.check_again(),
            WayOn::LinkAgain { connection } => {
                linking_flow.stop();
                session.link(connection.clone());
            }
            WayOn::UnlinkAgain(identity) => {
                // The dialog is on that page.
                if address.page().get_untracked() != Page::Settings {
                    address.go(route::SETTINGS, false);
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
        .drawn()
    });
    view! {
        <p>{text}</p>
        {button}
        <Dismiss />
        {details.map(|text| view! { <Details text=text at=at /> }.drawn())}
    }
    .drawn()
}

/// Takes the outcome off the page. The focus that its buttons had goes to the heading.
#[component]
fn Dismiss() -> impl IntoView {
    let notices = use_handles().notices;
    let dismiss = move |_| {
        focus::focus_heading();
        notices.clear();
    };
    view! { <button type="button" class="dismiss" aria-label=words::DISMISS on:click=dismiss /> }.drawn()
}
