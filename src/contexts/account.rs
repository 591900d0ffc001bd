//! The session's user as the tenant knows it: read, kept up to date, and changed.

mod reconcile;
mod unlink;

use auth0_spa::UserId;
use auth0_spa::linking::UnlinkQuestion;
use auth0_spa::management::{Identity, Management, ManagementError, User};
use auth0_spa::secret::AccessToken;
use auth0_spa::session::{Answer, Session};
use auth0_spa_web::Browser;
use leptos::prelude::*;

use super::notices::NoticeContext;
use super::session::SessionContext;

/// The session's user, who has to be read from the tenant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AccountState {
    /// The request is under way.
    Loading,
    /// The user, as last read.
    Loaded(User),
    /// The request failed.
    Failed(ManagementError),
}

/// The state of unlinking an identity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unlinking {
    /// Not begun.
    No,
    /// The dialog is open.
    Asking(UnlinkQuestion),
    /// The request is under way.
    Running(Identity),
    /// The response was lost, and the user is being read again.
    Checking(Identity),
}

/// The session's user, and unlinking.
#[derive(Debug, Clone, Copy)]
pub struct AccountContext {
    state: RwSignal<AccountState>,
    unlinking: RwSignal<Unlinking>,
    /// Counts the reads and changes of the user: the response to an earlier request is ignored.
    version: StoredValue<u32>,
    session: SessionContext,
    notices: NoticeContext,
}

impl AccountContext {
    /// Starts without a user, and with the unlink that waited for a login. Created once.
    pub fn new(session: SessionContext, notices: NoticeContext, unlinking: Option<UnlinkQuestion>) -> Self {
        let state = RwSignal::new(AccountState::Loading);
        let unlinking = RwSignal::new(unlinking.map_or(Unlinking::No, Unlinking::Asking));
        Self { state, unlinking, version: StoredValue::new(0), session, notices }
    }

    /// The user, as far as it was read.
    pub fn state(self) -> ReadSignal<AccountState> {
        self.state.read_only()
    }

    /// The state of unlinking.
    pub fn unlinking(self) -> ReadSignal<Unlinking> {
        self.unlinking.read_only()
    }

    /// Reads the session's user, unless it has been read already.
    pub fn load(self) {
        let Some(session) = self.session.active() else { return };
        let loaded = self.state.with_untracked(
            |state| matches!(state, AccountState::Loaded(user) if user.id == *session.subject()),
        );
        if !loaded {
            self.state.set(AccountState::Loading);
            self.read(session);
        }
    }

    /// Reads the user again, because the user changed something at the tenant.
    pub fn load_again(self) {
        self.forget();
        self.load();
    }

    /// Reads the user again while the page shows the old list, because another tab changed it.
    pub fn refresh(self) {
        let failed = self.state.with_untracked(|state| matches!(state, AccountState::Failed(_)));
        if !failed && let Some(session) = self.session.current() {
            self.read(session);
        }
    }

    /// Forgets everything that belongs to a session that is over.
    pub fn forget(self) {
        self.next_version();
        self.state.set(AccountState::Loading);
        self.unlinking.set(Unlinking::No);
    }

    /// Shows a user that was read elsewhere.
    pub fn set_user(self, user: User) {
        self.next_version();
        self.state.set(AccountState::Loaded(user));
    }

    fn set_identities(self, identities: Vec<Identity>) {
        self.next_version();
        self.state.update(|state| {
            if let AccountState::Loaded(user) = state {
                user.identities = identities;
            }
        });
        // If the user was still being read, that answer is outdated by now.
        self.load();
    }

    fn read(self, session: Session) {
        let version = self.next_version();
        let asked = session.clone();
        let answer = async move { read_user(self.session, &asked.access_token, asked.subject()).await };
        self.session.request(&session, &session.access_token, answer, move |answer| {
            if self.version.get_value() != version {
                return;
            }
            match answer {
                Answer::Current(Ok(user)) => self.set_user(user),
                // An older list is better than none; the tenant refuses outdated requests.
                Answer::Current(Err(error)) => {
                    if self.state.with_untracked(|state| matches!(state, AccountState::Loading)) {
                        self.state.set(AccountState::Failed(error));
                    }
                }
                Answer::SessionRejected(_) | Answer::Late(_) => {}
            }
        });
    }

    fn next_version(self) -> u32 {
        self.version.update_value(|version| *version = version.wrapping_add(1));
        self.version.get_value()
    }
}

/// Reads the user with this id, with the user's own token.
///
/// # Errors
///
/// [`ManagementError`].
pub(super) async fn read_user(
    session: SessionContext,
    token: &AccessToken,
    id: &UserId,
) -> Result<User, ManagementError> {
    Management::new(&Browser.throttled(), &session.config(), token).user(id).await
}
