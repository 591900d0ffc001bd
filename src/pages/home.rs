//! Home: what the app is for, and the way in.

use auth0_spa::DisplayText;
use auth0_spa::login::return_to::ReturnTo;
use leptos::prelude::*;

use crate::address::use_address;
use crate::components::button::{Button, Look};
use crate::components::heading::PageHeading;
use crate::components::link::Link;
use crate::components::offline::Offline;
use crate::drawn::Draw;
use crate::route;
use crate::session::{Leaving, SessionState, SignedOut, use_session};
use crate::words::{self, screens};

/// Home, also in place of a page that only the logged-in may see.
#[component]
pub fn HomePage(
    /// The page that was asked for, to come back to after logging in.
    #[prop(optional)]
    wanted: Option<ReturnTo>,
) -> impl IntoView {
    let session = use_session();
    let asked_for_page = wanted.is_some();
    let return_to = StoredValue::new(wanted.unwrap_or_else(|| ReturnTo::parse(route::HOME)));
    let leaving = session.leaving();
    let busy = Signal::derive(move || *leaving.read() == Some(Leaving::LogIn));

    view! {
        <div class="home">
            <div class="pitch">
                <PageHeading text=words::APP />
                <p class="lead">{words::INTRODUCTION}</p>
                {move || match &*session.state().read() {
                    SessionState::SignedIn(_) => {
                        view! {
                            <Link href=route::SETTINGS class="button main">
                                {screens::SEE_ACCOUNTS}
                            </Link>
                        }.drawn()
                    }
                    SessionState::Undecided(other) => {
                        let label = other.profile().label();
                        view! { <OtherAccount label=label busy=busy /> }.drawn()
                    }
                    SessionState::SignedOut(reason) => {
                        let sentence = match reason {
                            SignedOut::Ended => Some(words::SESSION_ENDED),
                            SignedOut::LoggedOut => Some(words::LOGGED_OUT),
                            SignedOut::LoggedOutOffline => Some(words::LOGGED_OUT_OFFLINE),
                            SignedOut::LoggedOutElsewhere => Some(words::LOGGED_OUT_ELSEWHERE),
                            SignedOut::OtherAccountElsewhere => Some(words::OTHER_ACCOUNT_ELSEWHERE),
                            SignedOut::Never => asked_for_page.then_some(words::LOG_IN_FIRST),
                        };
                        let (role, class) = match reason {
                            SignedOut::LoggedOutOffline => ("alert", "outcome alert"),
                            _ => ("status", "outcome note"),
                        };
                        view! {
                            {sentence.map(|sentence| view! { <p role=role class=class>{sentence}</p> }.drawn())}
                            <Button
                                look=Look::Main
                                busy=busy
                                barred=session.offline()
                                reason="offline"
                                on_press=move |()| session.log_in(return_to.get_value())
                            >
                                {words::LOG_IN}
                            </Button>
                        }.drawn()
                    }
                }}
                <Offline id="offline" when=session.offline() />
            </div>
            <Promises />
        </div>
    }.drawn()
}

/// Another account than before logged in: the tenant may have chosen it without asking anybody.
#[component]
fn OtherAccount(
    /// What to show of the account.
    label: Option<DisplayText>,
    /// Whether the page is being left to log in.
    busy: Signal<bool>,
) -> impl IntoView {
    let session = use_session();
    let address = use_address();
    let go_on = move |()| {
        session.accept_other();
        address.go(route::SETTINGS, false);
    };
    view! {
        <div role="alert" class="outcome alert">
            <p>{words::other_account(label.as_ref())}</p>
            <div class="actions">
                <Button look=Look::Plain busy=busy disabled=busy on_press=move |()| session.switch_account()>
                    {words::SWITCH_ACCOUNT}
                </Button>
                <Button look=Look::Main disabled=busy on_press=go_on>
                    {words::continue_as(label.as_ref())}
                </Button>
            </div>
        </div>
    }
    .drawn()
}

#[component]
fn Promises() -> impl IntoView {
    let promises = screens::PROMISES.map(|(promise, meaning)| {
        view! {
            <li>
                <strong>{promise}</strong>
                " "
                {meaning}
            </li>
        }
        .drawn()
    });
    view! { <ul class="points">{promises.into_iter().collect_view()}</ul> }.drawn()
}
