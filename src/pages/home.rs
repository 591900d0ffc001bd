//! The home page: a description of the app, and *Log in*.

use auth0_spa::DisplayText;
use auth0_spa::login::return_to::ReturnTo;
use auth0_spa::session::{SessionState, SignedOut};
use leptos::prelude::*;

use crate::built_view::IntoBuilt;
use crate::components::button::{Button, Look};
use crate::components::heading::PageHeading;
use crate::components::link::Link;
use crate::components::offline::Offline;
use crate::components::untrusted_text::sentence;
use crate::contexts::session::Leaving;
use crate::contexts::{use_navigation, use_session};
use crate::i18n::{common, home};
use crate::route::Page;

/// The home page, also in place of a page that needs a login.
#[component]
pub fn HomePage(
    /// The page that the user opened, to return to after logging in.
    #[prop(optional)]
    wanted: Option<ReturnTo>,
) -> impl IntoView {
    let session = use_session();
    let asked_for_page = wanted.is_some();
    let return_to = StoredValue::new(wanted.unwrap_or_else(|| ReturnTo::parse(Page::Home.path())));
    let leaving = session.leaving();
    let busy = Signal::derive(move || *leaving.read() == Some(Leaving::LogIn));

    view! {
        <div class="home">
            <div class="pitch">
                <PageHeading text=common::APP />
                <p class="lead">{home::INTRODUCTION}</p>
                {move || match &*session.state().read() {
                    SessionState::SignedIn(_) => {
                        view! {
                            <Link to=Page::Settings class="button main">
                                {home::SEE_ACCOUNTS}
                            </Link>
                        }
                            .into_built()
                    }
                    SessionState::Undecided(other) => {
                        let label = other.profile().label();
                        view! { <OtherAccount label=label busy=busy /> }.into_built()
                    }
                    SessionState::SignedOut(reason) => {
                        let sentence = match reason {
                            SignedOut::Ended => Some(home::SESSION_ENDED),
                            SignedOut::LoggedOut => Some(home::LOGGED_OUT),
                            SignedOut::LoggedOutOffline => Some(home::LOGGED_OUT_OFFLINE),
                            SignedOut::LoggedOutElsewhere => Some(home::LOGGED_OUT_ELSEWHERE),
                            SignedOut::OtherAccountElsewhere => Some(home::OTHER_ACCOUNT_ELSEWHERE),
                            SignedOut::Never => asked_for_page.then_some(home::LOG_IN_FIRST),
                        };
                        let (role, class) = match reason {
                            SignedOut::LoggedOutOffline => ("alert", "outcome alert"),
                            _ => ("status", "outcome note"),
                        };
                        view! {
                            {sentence
                                .map(|sentence| {
                                    view! {
                                        <p role=role class=class>
                                            {sentence}
                                        </p>
                                    }
                                        .into_built()
                                })}
                            <Button
                                look=Look::Main
                                busy=busy
                                blocked=session.offline()
                                reason="offline"
                                on_press=move |()| session.log_in(return_to.get_value())
                            >
                                {common::LOG_IN}
                            </Button>
                        }
                            .into_built()
                    }
                }}
                <Offline id="offline" when=session.offline() />
            </div>
            <Promises />
        </div>
    }
    .into_built()
}

/// Another account than before logged in. The tenant may have chosen it without asking the user.
#[component]
fn OtherAccount(
    /// The name of the account.
    label: Option<DisplayText>,
    /// Whether the page is being left to log in.
    busy: Signal<bool>,
) -> impl IntoView {
    let session = use_session();
    let navigation = use_navigation();
    let go_on = move |()| {
        session.accept_other();
        navigation.push(Page::Settings);
    };
    view! {
        <div role="alert" class="outcome alert">
            <p>{sentence(&home::other_account(label.as_ref()))}</p>
            <div class="actions">
                <Button look=Look::Plain disabled=busy on_press=go_on>
                    {sentence(&home::continue_as(label.as_ref()))}
                </Button>
                <Button look=Look::Main busy=busy disabled=busy on_press=move |()| session.switch_account()>
                    {home::SWITCH_ACCOUNT}
                </Button>
            </div>
        </div>
    }
    .into_built()
}

#[component]
fn Promises() -> impl IntoView {
    let promises = home::PROMISES.map(|(promise, meaning)| {
        view! {
            <li>
                <strong>{promise}</strong>
                " "
                {meaning}
            </li>
        }
        .into_built()
    });
    view! {
        <ul role="list" class="points">
            {promises.into_iter().collect_view()}
        </ul>
    }
    .into_built()
}
