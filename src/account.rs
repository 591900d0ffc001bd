//! The account as components use it: what the tenant says of the session's user, and unlinking.

use auth0_spa::UserId;
use auth0_spa::linking::reconcile::{BACKOFF, ONCE};
use auth0_spa::linking::{Finding, PendingRequest, reconcile, unlink};
use auth0_spa::management::{Identity, Management, ManagementError, Remedy, User};
use auth0_spa::secret::AccessToken;
use auth0_spa::session::{Answer, Session};
use leptos::prelude::*;

use crate::handles::use_handles;
use crate::notice::{Notice, NoticeContext};
use crate::session::{Press, SessionContext};
use crate::words;
use auth0_spa_web::Browser;

/// The session's user, who has to be asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Account {
    /// On its way.
    Loading,
    /// Here.
    Loaded(User),
    /// Not here, and why.
    Failed(ManagementError),
}

/// Where an unlinking stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unlinking {
    /// Nothing is asked.
    No,
    /// The dialog asks.
    Asking(Identity),
    /// The request is on its way.
    Running(Identity),
    /// Its answer is missing: the account is being read back.
    Checking(Identity),
}

/// The handle to the account.
#[derive(Debug, Clone, Copy)]
pub struct AccountContext {
    account: RwSignal<Account>,
    unlinking: RwSignal<Unlinking>,
    /// Counts what the page learned and asked of the account.
    newest: StoredValue<u32>,
    session: SessionContext,
    notices: NoticeContext,
}

/// The handle, in a component.
pub fn use_account() -> AccountContext {
    use_handles().account
}

impl AccountContext {
    /// Created once, above the router.
    pub fn new(session: SessionContext, notices: NoticeContext) -> Self {
        let account = RwSignal::new(Account::Loading);
        let unlinking = RwSignal::new(Unlinking::No);
        Self { account, unlinking, newest: StoredValue::new(0), session, notices }
    }

    /// What the tenant says.
    pub fn account(self) -> ReadSignal<Account> {
        self.account.read_only()
    }

    /// Where an unlinking stands.
    pub fn unlinking(self) -> ReadSignal<Unlinking> {
        self.unlinking.read_only()
    }

    /// Asks the tenant, unless it has been asked already for this session's user.
    pub fn load(self) {
        let Some(session) = self.session.active() else { return };
        let known = self.account.with_untracked(
            |account| matches!(account, Account::Loaded(user) if user.id == *session.subject()),
        );
        if !known {
            self.account.set(Account::Loading);
            self.read(session);
        }
    }

    /// Asks the tenant once more: the person changed something there.
    pub fn load_again(self) {
        self.forget();
        self.load();
    }

    /// Reads the list anew while the old one is shown, because another tab changed it.
    pub fn refresh(self) {
        let failed = self.account.with_untracked(|account| matches!(account, Account::Failed(_)));
        if !failed && let Some(session) = self.session.current() {
            self.read(session);
        }
    }

    fn read(self, session: Session) {
        let this = self.newer();
        let asked = session.clone();
        let answer = async move { read_user(self.session, &asked.access_token, asked.subject()).await };
        self.session.ask(&session, &session.access_token, answer, move |answer| {
            if self.newest.get_value() != this {
                return;
            }
            match answer {
                Answer::Current(Ok(user)) => self.set_user(user),
                // An older list is better than none; what no longer fits is refused by the tenant, and said then.
                Answer::Current(Err(error)) => {
                    if self.account.with_untracked(|account| matches!(account, Account::Loading)) {
                        self.account.set(Account::Failed(error));
                    }
                }
                Answer::SessionRejected(_) | Answer::Late(_) => {}
            }
        });
    }

    /// Numbers what the page learns of the account: an answer to an earlier question changes nothing after it.
    fn newer(self) -> u32 {
        self.newest.update_value(|newest| *newest = newest.wrapping_add(1));
        self.newest.get_value()
    }

    /// Forgets what belongs to a session that is over.
    pub fn forget(self) {
        self.newer();
        self.account.set(Account::Loading);
        self.unlinking.set(Unlinking::No);
    }

    /// Takes a user that was read elsewhere.
    pub fn set_user(self, user: User) {
        self.newer();
        self.account.set(Account::Loaded(user));
    }

    /// Takes the list that the tenant answered with.
    pub fn set_identities(self, identities: Vec<Identity>) {
        self.newer();
        self.account.update(|account| {
            if let Account::Loaded(user) = account {
                user.identities = identities;
            }
        });
    }

    /// Opens the dialog for one identity.
    pub fn ask_unlink(self, identity: Identity) {
        self.unlinking.update(|unlinking| {
            if matches!(unlinking, Unlinking::No) {
                *unlinking = Unlinking::Asking(identity);
            }
        });
    }

    /// Closes the dialog. A request that is on its way goes on.
    pub fn keep_linked(self) {
        self.unlinking.update(|unlinking| {
            if matches!(unlinking, Unlinking::Asking(_)) {
                *unlinking = Unlinking::No;
            }
        });
    }

    /// Unlinks the identity that the dialog asks about.
    pub fn unlink(self) {
        let Unlinking::Asking(identity) = self.unlinking.get_untracked() else { return };
        if self.session.is_offline_now() {
            return;
        }
        let Press::Go(session) = self.session.press() else {
            self.unlinking.set(Unlinking::No);
            return;
        };
        self.notices.clear();
        self.unlinking.set(Unlinking::Running(identity.clone()));
        let config = self.session.config();
        let (asked, taken) = (session.clone(), identity.clone());
        let checking = move || {
            self.unlinking.update(|unlinking| {
                if let Unlinking::Running(identity) = unlinking {
                    *unlinking = Unlinking::Checking(identity.clone());
                }
            });
        };
        let answer =
            async move { unlink(&Browser.throttled(), &Browser, &config, &asked, &taken, &checking).await };
        self.session.ask(&session, &session.access_token, answer, move |answer| {
            self.unlinking.update(|unlinking| {
                if matches!(unlinking, Unlinking::Running(_) | Unlinking::Checking(_)) {
                    *unlinking = Unlinking::No;
                }
            });
            match answer {
                Answer::Current(Ok(left)) => {
                    self.set_identities(left);
                    self.session.tell_change();
                    self.notices.show(Notice::Unlinked(identity));
                }
                Answer::Late(Ok(_)) => self.notices.show(Notice::status(words::UNLINKED_AFTER_THE_END)),
                Answer::Current(Err(error)) => {
                    self.notices.show(Notice::NotUnlinked { identity, error, late: false });
                }
                Answer::Late(Err(error)) => {
                    self.notices.show(Notice::NotUnlinked { identity, error, late: true });
                }
                Answer::SessionRejected(_) => {}
            }
        });
    }

    /// After the start: a reload forgot a link or unlink whose answer was on its way.
    pub fn resume(self) {
        let Some(session) = self.session.current() else { return };
        if let Some(note) = PendingRequest::restore(&Browser, &session) {
            self.reconcile(session, note, BACKOFF);
        }
    }

    /// *Check again*.
    pub fn check_again(self) {
        let Some(session) = self.session.active() else { return };
        match PendingRequest::restore(&Browser, &session) {
            Some(note) => self.reconcile(session, note, ONCE),
            None => self.refresh(),
        }
    }

    /// Reads what became of a request whose answer is missing, and tells it.
    fn reconcile(self, session: Session, note: PendingRequest, pauses: &'static [u32]) {
        self.notices.show(Notice::note(words::checking(&note)));
        let config = self.session.config();
        let (asked, about) = (session.clone(), note.clone());
        let answer =
            async move { reconcile(&Browser.throttled(), &Browser, &config, &asked, &about, pauses).await };
        self.session.ask(&session, &session.access_token, answer, move |answer| {
            // The note is there still for whoever logs in next.
            if let Answer::Current(found) = answer {
                self.tell(note, found);
            }
        });
    }

    fn tell(self, note: PendingRequest, found: Result<Finding, ManagementError>) {
        match &found {
            Ok(finding) if finding.is_open() => {}
            Err(error) if error.remedy() == Remedy::Retry => {}
            _ => note.done(&Browser),
        }
        match &found {
            Ok(Finding::Done(user)) => {
                self.set_user(user.as_ref().clone());
                self.session.tell_change();
            }
            Ok(Finding::Absorbed) => self.session.end(),
            Ok(Finding::NotDone(_) | Finding::Unclear(_)) | Err(_) => {}
        }
        self.notices.show(Notice::Found { note, found });
    }
}

/// Asks the tenant for the user with this id, who is the token's.
///
/// # Errors
///
/// [`ManagementError`].
pub async fn read_user(
    session: SessionContext,
    token: &AccessToken,
    id: &UserId,
) -> Result<User, ManagementError> {
    Management::new(&Browser.throttled(), &session.config(), token).user(id).await
}
