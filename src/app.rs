//! The app: starts, mounts and watches the session.

use std::time::Duration;

use auth0_spa::config::ConfigError;
use auth0_spa::login::callback::PageUrl;
use auth0_spa::session::SessionState;
use auth0_spa::{Clock, UnixTime};
use auth0_spa_web::{Browser, events};
use leptos::mount::mount_to;
use leptos::prelude::*;
use leptos::tachys::dom::body;
use leptos::task::spawn_local;

use crate::boot::{self, NotStarted, Start};
use crate::built_view::IntoBuilt;
use crate::contexts::Contexts;
use crate::contexts::language::LanguageContext;
use crate::contexts::navigation::NavigationContext;
use crate::contexts::notices::NoticeContext;
use crate::dom::effect::effect;
use crate::dom::{self, shared, timer};
use crate::layout::{BareFrame, Frame};
use crate::pages::CurrentPage;
use crate::pages::not_configured::NotConfiguredPage;
use crate::pages::starting::StartingPage;

/// Runs the app. `page_url` is the address that the page was opened with. What `index.html` shows stays until there is
/// a page.
pub fn run(page_url: PageUrl) {
    let starting = mount_to(body(), || view! { <StartingPage /> }.into_built());
    spawn_local(async move {
        let start = boot::start(page_url).await;
        dom::remove_shell(move |log_in| {
            drop(starting);
            mount_to(body(), move || view! { <App start=start log_in=log_in /> }.into_built()).forget();
        });
    });
}

#[component]
fn App(start: Result<Start, NotStarted>, log_in: bool) -> impl IntoView {
    let start = match start {
        Ok(start) => start,
        Err(NotStarted::NotConfigured(error)) => return view! { <NotConfigured error=error /> }.into_built(),
        Err(NotStarted::NotArrived) => {
            dom::show_message(shared::UNLOADED);
            return ().into_built();
        }
    };
    if let Some(navigation) = NavigationContext::new() {
        view! { <Started start=start navigation=navigation log_in=log_in /> }.into_built()
    } else {
        dom::show_message(shared::CRASHED);
        ().into_built()
    }
}

/// The app without a configuration: one page, in every language.
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
        .into_built()
    }
}

/// The app with its configuration. `log_in`: the button was pressed before the app had started.
#[component]
fn Started(start: Start, navigation: NavigationContext, log_in: bool) -> impl IntoView {
    let Start { config, startup } = start;
    let contexts = Contexts::new(config, startup, navigation);
    provide_context(contexts);
    watch(&contexts);
    if log_in {
        contexts.log_in_as_pressed();
    }

    move || {
        contexts.language.current().track();
        view! {
            <Frame>
                <CurrentPage />
            </Frame>
        }
        .into_built()
    }
}

/// Ends the session when it expires or another tab ends it, and everything that belongs to it; reads again what another
/// tab changed.
fn watch(contexts: &Contexts) {
    let Contexts { session, account, linking, .. } = *contexts;
    events::on_shared_storage_change(move || session.check_other_tabs());
    effect(move || {
        if session.changes_elsewhere().get() > 0 {
            // Reading both accounts reads this one too.
            if !linking.read_after_change() {
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
            if let Some(end) = session.elevated_until(active) {
                timer::after(until(end), move || session.drop_elevated());
            }
        }
        SessionState::SignedOut(_) | SessionState::Undecided(_) => {
            linking.stop();
            account.forget();
        }
    });
}

/// How long to wait for `end`. A browser's timer counts milliseconds in 31 bits; a later expiry shows in the tenant's
/// response.
fn until(end: UnixTime) -> Duration {
    const LONGEST: u64 = 20 * 24 * 60 * 60;
    Duration::from_secs(u64::try_from(end.since(Browser.now())).unwrap_or(0).min(LONGEST))
}
