//! The settings page: the linked accounts, and the ways to log in that can be added.

use auth0_spa::Clock;
use auth0_spa::DisplayText;
use auth0_spa::diagnostics::{self, Call};
use auth0_spa::linking::proof;
use auth0_spa::management::{Identity, ManagementError, Remedy, User};
use auth0_spa_web::Browser;
use leptos::prelude::*;

use crate::built_view::IntoBuilt;
use crate::components::button::{Button, Look};
use crate::components::details::Details;
use crate::components::heading::PageHeading;
use crate::components::identity_list::IdentityList;
use crate::components::offline::Offline;
use crate::components::provider_mark::ProviderMark;
use crate::components::unlink_dialog::UnlinkDialog;
use crate::components::untrusted_text::untrusted_text;
use crate::components::waiting::Waiting;
use crate::contexts::account::{AccountState, Unlinking};
use crate::contexts::session::Leaving;
use crate::contexts::{use_account, use_navigation, use_notices, use_session};
use crate::i18n::{common, settings};

/// The settings page of a user who is logged in.
#[component]
pub fn SettingsPage() -> impl IntoView {
    let account = use_account();
    account.load();
    let loading = Signal::derive(move || matches!(*account.state().read(), AccountState::Loading));
    view! {
        <PageHeading text=common::SETTINGS />
        {move || match account.state().get() {
            AccountState::Loading => view! { <div class="skeleton"></div> }.into_built(),
            AccountState::Loaded(user) => view! { <Loaded user=user /> }.into_built(),
            AccountState::Failed(error) => view! { <Failed error=error /> }.into_built(),
        }}
        <Waiting text=settings::LOADING_ACCOUNT when=loading />
        <Unlink />
    }
    .into_built()
}

#[component]
fn Loaded(user: User) -> impl IntoView {
    let (session, account, notices) = (use_session(), use_account(), use_notices());
    let state = account.unlinking();
    let unlinking =
        Signal::derive(move || matches!(*state.read(), Unlinking::Running(_) | Unlinking::Checking(_)));
    let is_new = move |identity: &Identity| {
        let notice = notices.read().get_untracked();
        notice.is_some_and(|(notice, _)| notice.is_link_of(identity))
    };
    let own = session.current();
    let picture = own.as_ref().and_then(|own| user.picture(own)).map(str::to_owned);
    let ways = user.identities.len();
    let linked = user.clone();
    view! {
        <p>{if ways > 1 { settings::ANY_OF_THESE } else { settings::ONE_WAY }}</p>
        <section aria-labelledby="linked-title">
            <h2 id="linked-title">{settings::LINKED_ACCOUNTS}</h2>
            <IdentityList
                user=user
                picture=picture
                config=session.config()
                is_new=is_new
                unlinking=unlinking
                on_unlink=move |identity| account.ask_unlink(identity)
            />
        </section>
        <WaysToLogIn user=linked />
    }
    .into_built()
}

/// The ways to log in that can be added, linked or not, and why their buttons do nothing if they are blocked. The tenant is
/// asked again after the second login.
#[component]
fn WaysToLogIn(user: User) -> impl IntoView {
    let (session, account) = (use_session(), use_account());
    let config = session.config();
    let may_link = session.current().is_some_and(|session| proof::can_change(&config, &session));
    let (leaving, offline) = (session.leaving(), session.offline());
    let unverified = user.unverified();
    let blocked = Signal::derive(move || unverified.is_some() || offline.get());
    let reason = if unverified.is_some() { "unverified" } else { "offline" };
    let row = move |label: Option<DisplayText>, connection: Option<String>, linked: String| {
        let text = settings::link_button(label.as_ref());
        let (mark, target) = (connection.clone(), connection.clone());
        let this = Leaving::Link { connection };
        let busy = Signal::derive(move || *leaving.read() == Some(this.clone()));
        let name =
            label.map_or_else(|| settings::OTHER_LOGIN.get().into_built(), |label| untrusted_text(&label));
        view! {
            <li class="identity">
                <ProviderMark of=mark />
                <div>
                    <div class="name">{name}</div>
                    <p class="secondary-text">{linked}</p>
                </div>
                <Button
                    look=Look::Plain
                    busy=busy
                    blocked=blocked
                    reason=reason
                    disabled=Signal::derive(move || leaving.read().is_some())
                    on_press=move |()| session.link(target.clone())
                >
                    {text}
                </Button>
            </li>
        }
        .into_built()
    };
    let other = row(None, None, settings::OTHER_LOGIN_MEANS.get());
    let connections = &config.connections;
    let rows: Vec<_> = connections
        .iter()
        .map(|connection| {
            let of_it = |identity: &&Identity| identity.connection == connection.name;
            let linked = settings::linked(user.identities.iter().filter(of_it).count());
            let label = common::connection_label(connection, connections);
            row(Some(label), Some(connection.name.clone()), linked)
        })
        .chain([other])
        .collect();
    view! {
        <section aria-labelledby="link-title">
            <h2 id="link-title">{settings::ADD_A_WAY}</h2>
            <Offline id="offline" when=offline />
            {if may_link {
                view! {
                    <p>{settings::ADD_A_WAY_MEANS}</p>
                    {unverified
                        .map(|verifier| {
                            view! {
                                <div class="outcome warn">
                                    <p id="unverified">{settings::unverified(verifier)}</p>
                                    <Button look=Look::Quiet on_press=move |()| account.load_again()>
                                        {common::CHECK_AGAIN}
                                    </Button>
                                </div>
                            }
                                .into_built()
                        })}
                    <ul role="list" class="identities" aria-labelledby="link-title">
                        {rows}
                    </ul>
                }
                    .into_built()
            } else {
                view! { <p class="outcome warn">{settings::MAY_NOT_LINK}</p> }.into_built()
            }}
        </section>
    }
    .into_built()
}

#[component]
fn Failed(error: ManagementError) -> impl IntoView {
    let (session, account, navigation) = (use_session(), use_account(), use_navigation());
    let leads_away = error.remedy() == Remedy::NewLogin;
    let recovery = match error.remedy() {
        Remedy::Retry => Some((common::TRY_AGAIN, Callback::new(move |()| account.load()))),
        Remedy::NewLogin => {
            Some((common::LOG_IN_AGAIN, Callback::new(move |()| session.log_in(navigation.here()))))
        }
        Remedy::None => None,
    };
    let button = recovery.map(|(label, go_on)| {
        view! {
            <Button look=Look::Quiet on_press=go_on>
                {label}
            </Button>
        }
        .into_built()
    });
    view! {
        <div role="alert" class="outcome alert">
            <p>{settings::account_not_loaded(error)}</p>
            {leads_away.then(|| view! { <Offline id="offline" when=session.offline() /> }.into_built())}
            {button}
            <Details text=diagnostics::of_call(Call::Read, error) at=Browser.now() />
        </div>
    }
    .into_built()
}

#[component]
fn Unlink() -> impl IntoView {
    let (session, account) = (use_session(), use_account());
    let state = account.unlinking();
    let login = move || {
        let state = state.read();
        let identity = match &*state {
            Unlinking::No => return None,
            Unlinking::Asking(question) => &question.identity,
            Unlinking::Running(identity) | Unlinking::Checking(identity) => identity,
        };
        let all = match &*account.state().read() {
            AccountState::Loaded(user) => user.logins(),
            _ => Vec::new(),
        };
        Some(common::login(identity, &all, &session.config()))
    };
    let next_login = move || match &*state.read() {
        Unlinking::Asking(question) => question
            .next_login()
            .and_then(|_| session.current())
            .map(|session| common::login_once_more(session.profile())),
        _ => None,
    };
    let away = session.leaving();
    let leaving = Signal::derive(move || away.read().is_some());
    let running =
        Signal::derive(move || matches!(*state.read(), Unlinking::Running(_) | Unlinking::Checking(_)));
    let checking = Signal::derive(move || matches!(*state.read(), Unlinking::Checking(_)));
    view! {
        <UnlinkDialog
            login=login
            running=running
            leaving=leaving
            offline=session.offline()
            checking=checking
            next_login=next_login
            on_cancel=move |()| account.cancel_unlink()
            on_unlink=move |()| account.unlink()
        />
    }
    .into_built()
}
