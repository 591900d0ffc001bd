//! The app: starts, and provides the handles.

use std::time::Duration;

use auth0_client::authentication::callback::PageUrl;
use auth0_client::{Clock, UnixTime};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::components::Router;

use crate::account::AccountContext;
use crate::boot::{self, Start};
use crate::browser::effect::effect;
use crate::browser::{Browser, dom, tabs, timer};
use crate::language::LanguageContext;
use crate::layout::{BareFrame, Frame};
use crate::linking::LinkContext;
use crate::notice::NoticeContext;
use crate::outlet::Outlet;
use crate::pages::not_configured::NotConfiguredPage;
use crate::pages::starting::StartingPage;
use crate::session::{SessionContext, SessionState};

/// The whole app, from the address that the page was opened with.
#[component]
pub fn App(
    /// The address as it was, already cleaned in the address bar.
    page_url: PageUrl,
) -> impl IntoView {
    let started = RwSignal::new(None);
    spawn_local(async move {
        let start = boot::start(page_url).await;
        dom::remove_shell();
        started.set(Some(start));
    });
    move || match started.get() {
        None => view! { <StartingPage /> }.into_any(),
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
    let language = LanguageContext::new(notices);
    provide_context(notices);
    provide_context(session);
    provide_context(account);
    provide_context(linking);
    provide_context(language);
    watch(session, account, linking);

    view! {
        <Router>
            {move || {
                language.current().track();
                view! {
                    <Frame>
                        <Outlet />
                    </Frame>
                }
            }}
        </Router>
    }
}

/// Ends the session when its time is up or another tab ends it, and with it what belongs to it; takes over what another
/// tab changed.
fn watch(session: SessionContext, account: AccountContext, linking: LinkContext) {
    tabs::on_news(move || {
        if session.look() {
            account.refresh();
            linking.read_again();
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
