//! Every handle of the app, in one context: a context of its own for each would be a kilobyte of the bundle.

use auth0_spa::linking::LinkFlow;
use leptos::prelude::*;

use crate::account::AccountContext;
use crate::address::AddressContext;
use crate::boot::Start;
use crate::language::LanguageContext;
use crate::linking::LinkContext;
use crate::notice::NoticeContext;
use crate::route::Page;
use crate::session::{SessionContext, SessionState};

/// The handles: they live above every page, as long as the app.
#[derive(Debug, Clone, Copy)]
pub struct Handles {
    /// Which page is shown.
    pub address: AddressContext,
    /// The outcome of the last thing done.
    pub notices: NoticeContext,
    /// Who is logged in.
    pub session: SessionContext,
    /// What the tenant says of them.
    pub account: AccountContext,
    /// A link under way.
    pub linking: LinkContext,
    /// What the page speaks.
    pub language: LanguageContext,
}

/// The handles, in a component.
pub fn use_handles() -> Handles {
    expect_context()
}

impl Handles {
    /// Begins with what the start of the app found. Created once.
    pub fn new(start: Start, address: AddressContext) -> Self {
        let Start { config, session, flow, notice } = start;
        let notices = NoticeContext::new(notice);
        let session = SessionContext::new(config, session, notices);
        let account = AccountContext::new(session, notices);
        let rests = flow == LinkFlow::Idle;
        let linking = LinkContext::new(session, account, notices, flow);
        if rests {
            account.resume();
        }
        let language = LanguageContext::new(notices);
        Self { address, notices, session, account, linking, language }
    }

    /// *Log in* was pressed before there was a page. If there is something to read first, or somebody is logged in, the
    /// person decides anew.
    pub fn log_in_as_pressed(&self) {
        let logged_out = matches!(*self.session.state().read_untracked(), SessionState::SignedOut(_));
        let at_home = self.address.page().get_untracked() == Page::Home;
        if logged_out && at_home && self.notices.read().read_untracked().is_none() {
            self.session.log_in(self.address.here());
        }
    }
}
