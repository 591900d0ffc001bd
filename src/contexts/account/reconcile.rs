//! Finding out what became of a link or unlink whose response was lost.

use auth0_spa::linking::reconcile::{BACKOFF, ONCE};
use auth0_spa::linking::{Finding, PendingRequest, reconcile};
use auth0_spa::management::{ManagementError, Remedy};
use auth0_spa::session::{Answer, Session};
use auth0_spa_web::Browser;

use super::AccountContext;
use crate::notice::{self, Notice};

impl AccountContext {
    /// Goes on after a reload while a link or unlink was under way.
    pub fn resume(self) {
        let Some(session) = self.session.current() else { return };
        if let Some(request) = PendingRequest::restore(&Browser, &session) {
            self.reconcile(session, request, BACKOFF);
        }
    }

    /// *Check again*.
    pub fn check_again(self) {
        let Some(session) = self.session.active() else { return };
        match PendingRequest::restore(&Browser, &session) {
            Some(request) => self.reconcile(session, request, ONCE),
            None => self.refresh(),
        }
    }

    fn reconcile(self, session: Session, request: PendingRequest, pauses: &'static [u32]) {
        self.notices.show(Notice::note(notice::checking(&request)));
        let config = self.session.config();
        let (asked, about) = (session.clone(), request.clone());
        let answer =
            async move { reconcile(&Browser.throttled(), &Browser, &config, &asked, &about, pauses).await };
        self.session.request(&session, &session.access_token, answer, move |answer| {
            // Otherwise the record stays for the next login of this user.
            if let Answer::Current(found) = answer {
                self.report(request, found);
            }
        });
    }

    fn report(self, request: PendingRequest, found: Result<Finding, ManagementError>) {
        match &found {
            Ok(finding) if finding.is_open() => {}
            Err(error) if error.remedy() == Remedy::Retry => {}
            _ => request.done(&Browser),
        }
        if matches!(found, Ok(Finding::Absorbed)) {
            self.session.end();
        }
        self.notices.show(Notice::Found { request, found: found.clone() });
        // After the notice, because the list marks what it reports.
        if let Ok(Finding::Done(user)) = found {
            self.set_user(*user);
            self.session.announce_change();
        }
    }
}
