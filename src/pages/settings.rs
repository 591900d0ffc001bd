//! Settings: who is logged in, the linked accounts, and the buttons that link more.

use auth0_spa::Clock;
use auth0_spa::DisplayText;
use auth0_spa::diagnostics::{self, Call};
use auth0_spa::management::{ManagementError, Remedy, User, Verifier};
use leptos::prelude::*;

use crate::account::{Account, Unlinking, use_account};
use crate::address::use_address;
use crate::components::button::{Button, Look};
use crate::components::details::Details;
use crate::components::heading::PageHeading;
use crate::components::identity_list::IdentityList;
use crate::components::offline::Offline;
use crate::components::profile::ProfileLine;
use crate::components::provider_mark::ProviderMark;
use crate::components::unlink_dialog::UnlinkDialog;
use crate::components::waiting::Waiting;
use crate::drawn::Draw;
use crate::session::{Leaving, use_session};
use crate::words::{self, screens};
use auth0_spa_web::Browser;

/// The settings page of a logged-in person.
#[component]
pub fn SettingsPage() -> impl IntoView {
    let account = use_account();
    account.load();
    let loading = Signal::derive(move || matches!(*account.account().read(), Account::Loading));
    view! {
        <PageHeading text=words::SETTINGS />
        {move || match account.account().get() {
            Account::Loading => view! { <div class={"skeleton"}></div> }.drawn(),
            Account::Loaded(user) => view! { <Loaded user=user /> }.drawn(),
            Account::Failed(error) => view! { <Failed error=error /> }.drawn(),
        }}
        <Waiting text=words::LOADING_ACCOUNT when=loading />
        <Unlink />
    }
    .drawn()
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
            <h2 id="linked-title">{screens::LINKED_ACCOUNTS}</h2>
            <p>{screens::LINKED_ACCOUNTS_MEAN}</p>
            <IdentityList
                user=user
                config=session.config()
                unlinking=unlinking
                on_unlink=move |identity| account.ask_unlink(identity)
            />
            {only_one.then(|| view! { <p class="hint">{screens::ONLY_ONE}</p> }.drawn())}
        </section>
        <LinkButtons unverified=unverified />
    }
    .drawn()
}

/// The buttons that link, and why they do nothing where they do. The tenant is asked once more after the second login.
#[component]
fn LinkButtons(unverified: Option<Verifier>) -> impl IntoView {
    let (session, account) = (use_session(), use_account());
    let may_link = session.current().is_some_and(|session| session.may_link());
    let (leaving, offline) = (session.leaving(), session.offline());
    let barred = Signal::derive(move || unverified.is_some() || offline.get());
    let reason = if unverified.is_some() { "unverified" } else { "offline" };
    let button = move |label: Option<&DisplayText>, connection: Option<String>| {
        let text = screens::link_button(label);
        let (mark, target) = (connection.clone(), connection.clone());
        let this = Leaving::Link { connection };
        let busy = Signal::derive(move || *leaving.read() == Some(this.clone()));
        view! {
            <Button
                look=Look::Plain
                busy=busy
                barred=barred
                reason=reason
                disabled=Signal::derive(move || leaving.read().is_some())
                on_press=move |()| session.link(target.clone())
            >
                <ProviderMark of=mark />
                {text}
            </Button>
        }
        .drawn()
    };
    let connections: Vec<_> = session
        .config()
        .connections
        .into_iter()
        .map(|connection| button(Some(&screens::label(connection.label())), Some(connection.name)))
        .collect();
    view! {
        <section aria-labelledby="link-title">
            <h2 id="link-title">{screens::LINK_ANOTHER}</h2>
            <Offline id="offline" when=offline />
            {if may_link {
                view! {
                    <p>{screens::LINK_ANOTHER_MEANS}</p>
                    {unverified.map(|verifier| view! {
                        <div class="outcome warn">
                            <p id="unverified">{words::unverified(verifier)}</p>
                            <Button look=Look::Quiet on_press=move |()| account.load_again()>
                                {words::CHECK_AGAIN}
                            </Button>
                        </div>
                    }.drawn())}
                    <div class="choice-grid">{connections} {button(None, None)}</div>
                }.drawn()
            } else {
                view! { <p class="outcome warn">{words::MAY_NOT_LINK}</p> }.drawn()
            }}
        </section>
    }
    .drawn()
}

#[component]
fn Failed(error: ManagementError) -> impl IntoView {
    let (session, account, address) = (use_session(), use_account(), use_address());
    let leads_away = error.remedy() == Remedy::NewLogin;
    let way_on = match error.remedy() {
        Remedy::Retry => Some((words::TRY_AGAIN, Callback::new(move |()| account.load()))),
        Remedy::NewLogin => {
            Some((words::LOG_IN_AGAIN, Callback::new(move |()| session.log_in(address.here()))))
        }
        Remedy::None => None,
    };
    let button = way_on.map(|(label, go_on)| {
        view! {
            <Button look=Look::Quiet on_press=go_on>
                {label}
            </Button>
        }
        .drawn()
    });
    view! {
        <div role="alert" class="outcome alert">
            <p>{words::account_not_loaded(error)}</p>
            {leads_away.then(|| view! { <Offline id="offline" when=session.offline() /> }.drawn())}
            {button}
            <Details text=diagnostics::of_call(Call::Read, error) at=Browser.now() />
        </div>
    }
    .drawn()
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
            on_cancel=move |()| account.keep_linked()
            on_unlink=move |()| account.unlink()
        />
    }
    .drawn()
}
