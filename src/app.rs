//! The app: starts, provides the handles, and chooses the page.

use std::time::Duration;

use auth0_client::authentication::callback::PageUrl;
use auth0_client::authentication::return_to::ReturnTo;
use auth0_client::{Clock, UnixTime};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::components::{FlatRoutes, Route, Router};
use leptos_router::hooks::use_location;

use crate::account::AccountContext;
use crate::boot::{self, Start};
use crate::browser::{Browser, timer};
use crate::layout::{BareFrame, Frame};
use crate::linking::LinkContext;
use crate::notice::NoticeContext;
use crate::pages::confirm::ConfirmPage;
use crate::pages::home::HomePage;
use crate::pages::not_configured::NotConfiguredPage;
use crate::pages::not_found::NotFoundPage;
use crate::pages::settings::SettingsPage;
use crate::pages::starting::StartingPage;
use crate::route;
use crate::session::{SessionContext, SessionState, use_session};

/// The whole app, from the address that the page was opened with.
#[component]
pub fn App(
    /// The address as it was, already cleaned in the address bar.
    page_url: PageUrl,
) -> impl IntoView {
    let started = RwSignal::new(None);
    spawn_local(async move { started.set(Some(boot::start(page_url).await)) });
    move || match started.get() {
        None => view! { <BareFrame><StartingPage /></BareFrame> }.into_any(),
        Some(Err(error)) => view! { <BareFrame><NotConfiguredPage error=error /></BareFrame> }.into_any(),
        Some(Ok(start)) => view! { <Started start=start /> }.into_any(),
    }
}

/// The app with its configuration: the handles live here, above every page.
#[component]
fn Started(start: Start) -> impl IntoView {
    let Start { config, session, flow, notice } = start;
    let notices = NoticeContext::new(notice);
    let session = SessionContext::new(config, session, notices);
    let account = AccountContext::new(session, notices);
    let linking = LinkContext::new(session, account, notices, flow);
    provide_context(notices);
    provide_context(session);
    provide_context(account);
    provide_context(linking);
    watch(session, linking);

    view! {
        <Router>
            <Frame>
                <FlatRoutes fallback=|| view! { <NotFoundPage /> }>
                    <Route path=route::HOME_SEGMENTS view=|| view! { <HomePage /> } />
                    <Route path=route::SETTINGS_SEGMENTS view=|| guarded(|| view! { <SettingsPage /> }.into_any()) />
                    <Route path=route::CONFIRM_SEGMENTS view=|| guarded(|| view! { <ConfirmPage /> }.into_any()) />
                </FlatRoutes>
            </Frame>
        </Router>
    }
}

/// A page of the logged-in; everybody else sees home with a sentence why, and comes back after logging in.
fn guarded(page: fn() -> AnyView) -> impl IntoView {
    let session = use_session();
    let location = use_location();
    let signed_in = Memo::new(move |_| matches!(*session.state().read(), SessionState::SignedIn(_)));
    move || {
        if signed_in.get() {
            return page();
        }
        let wanted = ReturnTo::parse(&format!(
            "{}{}{}",
            location.pathname.get_untracked(),
            location.search.get_untracked(),
            location.hash.get_untracked()
        ));
        view! { <HomePage wanted=wanted /> }.into_any()
    }
}

/// Ends the session when its time is up, and a link when its session is over.
fn watch(session: SessionContext, linking: LinkContext) {
    Effect::new(move || match &*session.state().read() {
        SessionState::SignedIn(active) => {
            let expires_at = active.expires_at;
            timer::after(until(expires_at), move || {
                if expires_at <= Browser.now() {
                    session.end();
                }
            });
        }
        SessionState::SignedOut(_) => linking.stop(),
    });
}

/// How long to wait for `end`. A browser's timer counts milliseconds in 31 bits; what ends later than that is found out
/// by the tenant's answer.
fn until(end: UnixTime) -> Duration {
    const LONGEST: u64 = 20 * 24 * 60 * 60;
    Duration::from_secs(u64::try_from(end.since(Browser.now())).unwrap_or(0).min(LONGEST))
}
