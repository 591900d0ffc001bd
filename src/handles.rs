//! Every handle of the app, in one context: a context of its own for each would be a kilobyte of the bundle.

use leptos::prelude::*;

use crate::account::AccountContext;
use crate::address::AddressContext;
use crate::boot::Start;
use crate::language::LanguageContext;
use crate::linking::LinkContext;
use crate::notice::NoticeContext;
use crate::session::SessionContext;

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
        let linking = LinkContext::new(session, account, notices, flow);
        let language = LanguageContext::new(notices);
        Self { address, notices, session, account, linking, language }
    }
}
