//! The app: starts, and provides the handles.

use std::time::Duration;

use auth0_spa::config::ConfigError;
use auth0_spa::login::callback::PageUrl;
use auth0_spa::{Clock, UnixTime};
use auth0_spa_web::{Browser, events};
use leptos::mount::mount_to;
use leptos::prelude::*;
use leptos::tachys::dom::body;
use leptos::task::spawn_local;

use crate::address::AddressContext;
use crate::boot::{self, NotStarted, Start};
use crate::dom::effect::effect;
use crate::dom::{self, timer};
use crate::drawn::Draw;
use crate::handles::Handles;
use crate::language::LanguageContext;
use crate::layout::{BareFrame, Frame};
use crate::notice::NoticeContext;
use crate::outlet::Outlet;
use crate::pages::not_configured::NotConfiguredPage;
use crate::pages::starting::StartingPage;
use crate::session::SessionState;

/// The whole app, from the address that the page was opened with, which has been cleaned in the address bar. What
/// `index.html` shows stays until there is a page.
pub fn run(page_url: PageUrl) {
    let starting = mount_to(body(), || view! { <StartingPage /> }.drawn());
    spawn_local(async move {
        let start = boot::start(page_url).await;
        drop(starting);
        let log_in = dom::remove_shell();
        mount_to(body(), move || view! { <App start=start log_in=log_in /> }.drawn()).forget();
    });
}

#[component]
fn App(start: Result<Start, NotStarted>, log_in: bool) -> impl IntoView {
    let start = match start {
        Ok(start) => start,
        Err(NotStarted::NotConfigured(error)) => return view! { <NotConfigured error=error /> }.drawn(),
        Err(NotStarted::NotArrived) => {
            dom::uncover("unloaded");
            return ().drawn();
        }
    };
    if let Some(address) = AddressContext::new() {
        view! { <Started start=start address=address log_in=log_in /> }.drawn()
    } else {
        dom::uncover("crashed");
        ().drawn()
    }
}

/// The app without a configuration: one page, which speaks every language.
#[component]
fn NotConfigured(error: ConfigError) -> impl IntoView {
    let notices = NoticeContext::new(None);
    let language = LanguageContext::new(notices);
    move || {
        language.current().track();
        let error = error.clone();
        view! {
            <BareFrame language=language notices=notices>
                <NotConfiguredPage error=error />
            </BareFrame>
        }
        .drawn()
    }
}

/// The app with its configuration: the handles live here, above every page. `log_in`: the person has pressed that already.
#[component]
fn Started(start: Start, address: AddressContext, log_in: bool) -> impl IntoView {
    let handles = Handles::new(start, address);
    provide_context(handles);
    watch(&handles);
    if log_in {
        handles.log_in_as_pressed();
    }

    move || {
        handles.language.current().track();
        view! {
            <Frame>
                <Outlet />
            </Frame>
        }
        .drawn()
    }
}

/// Ends the session when its time is up or another tab ends it, and with it what belongs to it; takes over what another
/// tab changed.
fn watch(handles: &Handles) {
    let Handles { session, account, linking, .. } = *handles;
    events::on_shared_storage_change(move || session.look());
    effect(move || {
        if session.news().get() > 0 {
            // Both accounts include this one.
            if !linking.read_changed() {
                account.refresh();
            }
        }
    });
    effect(move || match &*session.state().read() {
        SessionState::SignedIn(active) => {
            let expires_at = active.expires_at;
            timer::after(until(expires_at), move || {
                if expires_at <= Browser.now() {
                    session.end();
                }
            });
        }
        SessionState::SignedOut(_) | SessionState::Undecided(_) => {
            linking.stop();
            account.forget();
        }
    });
}

/// How long to wait for `end`. A browser's timer counts milliseconds in 31 bits; what ends later than that is found out
/// by the tenant's answer.
fn until(end: UnixTime) -> Duration {
    const LONGEST: u64 = 20 * 24 * 60 * 60;
    Duration::from_secs(u64::try_from(end.since(Browser.now())).unwrap_or(0).min(LONGEST))
}
