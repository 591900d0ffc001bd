//! The frame around every page: the name of the app, the link to settings, *Log out*, the notice, the switches.

pub mod notice_bar;

use auth0_spa::session::SessionState;
use leptos::prelude::*;

use self::notice_bar::NoticeBar;
use crate::built_view::{BuiltChildren, IntoBuilt};
use crate::components::button::{Button, Look};
use crate::components::language_switch::LanguageSwitch;
use crate::components::link::Link;
use crate::components::theme_switch::ThemeSwitch;
use crate::components::waiting::Waiting;
use crate::contexts::language::LanguageContext;
use crate::contexts::notices::NoticeContext;
use crate::contexts::session::Leaving;
use crate::contexts::{use_language, use_session};
use crate::i18n::common;
use crate::notice::Notice;
use crate::route::Page;

/// The frame without anything that needs a session.
#[component]
pub fn BareFrame(
    /// The language of the page.
    language: LanguageContext,
    /// Receives the errors of changing the language.
    notices: NoticeContext,
    children: BuiltChildren,
) -> impl IntoView {
    let notice = notices.read();
    // Without a configuration, changing the language is the only action with an outcome.
    let outcome = move || match *notice.read() {
        Some((Notice::Said(_, text), _)) => Some(
            view! {
                <div role="alert" class="outcome alert">
                    <p>{text}</p>
                </div>
            }
            .into_built(),
        ),
        _ => None,
    };
    view! {
        <header class="bar">
            <div>
                <span class="brand">{common::APP}</span>
            </div>
        </header>
        <main>{outcome} {children.build()}</main>
        <Switches language=language />
    }
    .into_built()
}

/// The switches for language and colours, at the bottom of every page.
#[component]
fn Switches(language: LanguageContext) -> impl IntoView {
    view! {
        <footer>
            <LanguageSwitch
                current=language.current().get_untracked()
                on_choose=move |chosen| language.change(chosen)
            />
            <ThemeSwitch />
        </footer>
    }
    .into_built()
}

/// The frame of every page once the app has started.
#[component]
pub fn Frame(children: BuiltChildren) -> impl IntoView {
    let session = use_session();
    let signed_in = Memo::new(move |_| matches!(*session.state().read(), SessionState::SignedIn(_)));
    let leaving = session.leaving();
    let logging_out = Signal::derive(move || *leaving.read() == Some(Leaving::LogOut));
    let logging_in =
        Signal::derive(move || matches!(*leaving.read(), Some(Leaving::LogIn | Leaving::Link { .. })));

    view! {
        <header class="bar">
            <div>
                <Link to=Page::Home class="brand">
                    {common::APP}
                </Link>
                {move || {
                    signed_in
                        .get()
                        .then(|| {
                            view! {
                                <nav>
                                    <Link to=Page::Settings>{common::SETTINGS}</Link>
                                </nav>
                                <Button
                                    look=Look::Quiet
                                    busy=logging_out
                                    disabled=Signal::derive(move || leaving.read().is_some())
                                    on_press=move |()| session.log_out()
                                >
                                    {common::LOG_OUT}
                                </Button>
                            }
                                .into_built()
                        })
                }}
            </div>
        </header>
        <main>
            <NoticeBar />
            {children.build()}
            <Waiting text=common::LEAVING_TO_LOG_OUT when=logging_out />
            <Waiting text=common::LEAVING_TO_LOG_IN when=logging_in />
        </main>
        <Switches language=use_language() />
    }
    .into_built()
}
