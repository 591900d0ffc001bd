//! The settings page: who is logged in, the linked accounts, and the buttons that link more.

use auth0_spa::Clock;
use auth0_spa::DisplayText;
use auth0_spa::diagnostics::{self, Call};
use auth0_spa::management::{ManagementError, Remedy, User, Verifier};
use auth0_spa_web::Browser;
use leptos::prelude::*;

use crate::built_view::IntoBuilt;
use crate::components::button::{Button, Look};
use crate::components::details::Details;
use crate::components::heading::PageHeading;
use crate::components::identity_list::IdentityList;
use crate::components::offline::Offline;
use crate::components::profile::ProfileLine;
use crate::components::provider_mark::ProviderMark;
use crate::components::unlink_dialog::UnlinkDialog;
use crate::components::waiting::Waiting;
use crate::contexts::account::{AccountState, Unlinking};
use crate::contexts::session::Leaving;
use crate::contexts::{use_account, use_navigation, use_session};
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
    let (session, account) = (use_session(), use_account());
    let unlinking = move || match &*account.unlinking().read() {
        Unlinking::Running(identity) | Unlinking::Checking(identity) => Some(identity.clone()),
        _ => None,
    };
    let own = session.current();
    let picture = own.as_ref().and_then(|own| user.picture(own)).map(str::to_owned);
    let only_one = user.identities.len() == 1 && user.unverified().is_none();
    let unverified = user.unverified();
    view! {
        <ProfileLine profile=user.profile.clone() picture=picture framed=true />
        <section aria-labelledby="linked-title">
            <h2 id="linked-title">{settings::LINKED_ACCOUNTS}</h2>
            <p>{settings::LINKED_ACCOUNTS_MEAN}</p>
            <IdentityList
                user=user
                config=session.config()
                unlinking=unlinking
                on_unlink=move |identity| account.ask_unlink(identity)
            />
            {only_one.then(|| view! { <p class="hint">{settings::ONLY_ONE}</p> }.into_built())}
        </section>
        <LinkButtons unverified=unverified />
    }
    .into_built()
}

/// The buttons that link, and why they do nothing if they are blocked. The tenant is asked again after the second login.
#[component]
fn LinkButtons(unverified: Option<Verifier>) -> impl IntoView {
    let (session, account) = (use_session(), use_account());
    let may_link = session.current().is_some_and(|session| session.may_link());
    let (leaving, offline) = (session.leaving(), session.offline());
    let blocked = Signal::derive(move || unverified.is_some() || offline.get());
    let reason = if unverified.is_some() { "unverified" } else { "offline" };
    let button = move |label: Option<&DisplayText>, connection: Option<String>| {
        let text = settings::link_button(label);
        let (mark, target) = (connection.clone(), connection.clone());
        let this = Leaving::Link { connection };
        let busy = Signal::derive(move || *leaving.read() == Some(this.clone()));
        view! {
            <Button
                look=Look::Plain
                busy=busy
                blocked=blocked
                reason=reason
                disabled=Signal::derive(move || leaving.read().is_some())
                on_press=move |()| session.link(target.clone())
            >
                <ProviderMark of=mark />
                {text}
            </Button>
        }
        .into_built()
    };
    let connections: Vec<_> = session
        .config()
        .connections
        .into_iter()
        .map(|connection| button(Some(&common::label(connection.label())), Some(connection.name)))
        .collect();
    view! {
        <section aria-labelledby="link-title">
            <h2 id="link-title">{settings::LINK_ANOTHER}</h2>
            <Offline id="offline" when=offline />
            {if may_link {
                view! {
                    <p>{settings::LINK_ANOTHER_MEANS}</p>
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
                    <div class="choice-grid">{connections} {button(None, None)}</div>
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
    let identity = move || match state.get() {
        Unlinking::No => None,
        Unlinking::Asking(identity) | Unlinking::Running(identity) | Unlinking::Checking(identity) => {
            Some(identity)
        }
    };
    let running =
        Signal::derive(move || matches!(*state.read(), Unlinking::Running(_) | Unlinking::Checking(_)));
    let checking = Signal::derive(move || matches!(*state.read(), Unlinking::Checking(_)));
    view! {
        <UnlinkDialog
            identity=identity
            running=running
            offline=session.offline()
            checking=checking
            config=session.config()
            on_cancel=move |()| account.cancel_unlink()
            on_unlink=move |()| account.unlink()
        />
    }
    .into_built()
}
