//! App-wide state: signals of core types, with the actions on them.
//!
//! All contexts are fields of one Leptos context, because each type of context adds a kilobyte to the bundle.
//! Components take the one they need by its `use_` function.

pub mod account;
pub mod language;
pub mod linking;
pub mod navigation;
pub mod notices;
pub mod session;

use auth0_spa::config::AuthConfig;
use auth0_spa::linking::LinkFlow;
use auth0_spa::session::SessionState;
use auth0_spa::startup::Startup;
use leptos::prelude::*;

use self::account::AccountContext;
use self::language::LanguageContext;
use self::linking::LinkContext;
use self::navigation::NavigationContext;
use self::notices::NoticeContext;
use self::session::SessionContext;
use crate::notice::Notice;
use crate::route::Page;

/// All contexts of the app.
#[derive(Debug, Clone, Copy)]
pub struct Contexts {
    /// Which page is shown.
    pub navigation: NavigationContext,
    /// The outcome of the last action.
    pub notices: NoticeContext,
    /// Who is logged in.
    pub session: SessionContext,
    /// The session's user, and unlinking.
    pub account: AccountContext,
    /// The link in progress.
    pub linking: LinkContext,
    /// The language of the page.
    pub language: LanguageContext,
}

/// Which page is shown, in a component.
pub fn use_navigation() -> NavigationContext {
    use_contexts().navigation
}

/// The notice, in a component.
pub fn use_notices() -> NoticeContext {
    use_contexts().notices
}

/// The session, in a component.
pub fn use_session() -> SessionContext {
    use_contexts().session
}

/// The account, in a component.
pub fn use_account() -> AccountContext {
    use_contexts().account
}

/// The link in progress, in a component.
pub fn use_linking() -> LinkContext {
    use_contexts().linking
}

/// The language, in a component.
pub fn use_language() -> LanguageContext {
    use_contexts().language
}

fn use_contexts() -> Contexts {
    expect_context()
}

impl Contexts {
    /// Starts with what the start of the app found. Created once.
    pub fn new(config: AuthConfig, startup: Startup, navigation: NavigationContext) -> Self {
        let Startup { session, flow, unlinking, go_on, event, .. } = startup;
        let notices = NoticeContext::new(event.map(Notice::AtStart));
        let session = SessionContext::new(config, session, notices);
        let (is_idle, waits) = (flow == LinkFlow::Idle, unlinking.is_some());
        let account = AccountContext::new(session, notices, unlinking);
        let linking = LinkContext::new(session, account, notices, flow);
        if is_idle && !waits {
            account.resume();
        }
        if go_on {
            // The user confirmed one of the two, and then logged in.
            linking.confirm_shown();
            account.unlink();
        }
        let language = LanguageContext::new(notices);
        Self { navigation, notices, session, account, linking, language }
    }

    /// Starts the login whose button was pressed before the app had started; unless somebody is logged in or there is a
    /// notice to read first: then the user decides again.
    pub fn log_in_as_pressed(&self) {
        let logged_out = matches!(*self.session.state().read_untracked(), SessionState::SignedOut(_));
        let at_home = self.navigation.page().get_untracked() == Some(Page::Home);
        if logged_out && at_home && self.notices.read().read_untracked().is_none() {
            self.session.log_in(self.navigation.here());
        }
    }
}
