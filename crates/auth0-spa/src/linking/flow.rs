//! The link flow as one state, from the second login to the result. Pure: it sends nothing itself.
//!
//! Every transition consumes the state, so that a confirmation cannot be used twice, and every resting state
//! ([`LinkFlow::Idle`]) holds no secret of the second login.

use super::check::{self, LinkRefusal};
use super::confirm::{Confirmation, LinkPlan};
use super::deadline::{Deadline, Expiry};
use super::decisions::Decisions;
use crate::clock::UnixTime;
use crate::config::AuthConfig;
use crate::login::{Reauthentication, SecondLogin};
use crate::management::{ManagementError, User};
use crate::session::Session;

/// The state of a link.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum LinkFlow {
    /// No link is under way.
    #[default]
    Idle,
    /// The second login has completed; both accounts are being read.
    Reading {
        /// The second login.
        second: Box<SecondLogin>,
        /// What the user had already decided, if the accounts are read again.
        decisions: Option<Decisions>,
    },
    /// The accounts could not be read; the second login can still be used to try again.
    Unread {
        /// The second login.
        second: Box<SecondLogin>,
        /// What the user had already decided, if the accounts were read again.
        decisions: Option<Decisions>,
        /// Why they could not be read.
        cause: ManagementError,
    },
    /// Waiting for the user to confirm.
    Confirming(Box<Confirmation>),
    /// The requests are being sent.
    Linking,
    /// A response is missing: the accounts are being read back.
    Checking,
}

/// What follows from a confirmation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Confirmed {
    /// The link is to be sent.
    Send(Box<LinkPlan>),
    /// An account has to log in once more first, and the link waits for it.
    LogIn(Box<Reauthentication>),
}

impl LinkFlow {
    /// Starts with a second login, if it belongs to the current session.
    ///
    /// # Errors
    ///
    /// [`LinkRefusal`]; the second login is gone then.
    pub fn begin(session: Option<&Session>, second: SecondLogin, now: UnixTime) -> Result<Self, LinkRefusal> {
        check::second_login(session, &second, now)?;
        Ok(Self::Reading { second: Box::new(second), decisions: None })
    }

    /// The tenant's responses about both accounts. In any other state than [`LinkFlow::Reading`] they are late and
    /// change nothing.
    ///
    /// # Errors
    ///
    /// [`LinkRefusal`]; the flow is over then.
    pub fn read(
        self,
        session: Option<&Session>,
        accounts: Result<(User, User), ManagementError>,
        config: &AuthConfig,
        now: UnixTime,
    ) -> Result<Self, LinkRefusal> {
        let Self::Reading { second, decisions } = self else { return Ok(self) };
        let session = check::second_login(session, &second, now)?;
        match accounts {
            Err(cause) => Ok(Self::Unread { second, decisions, cause }),
            // Showing one account and linking another would be the worst failure of all.
            Ok((user, second_user))
                if user.id != *session.subject() || second_user.id != second.claims.subject =>
            {
                let cause = ManagementError::UnexpectedAnswer { status: 200 };
                Ok(Self::Unread { second, decisions, cause })
            }
            Ok((user, second_user)) => {
                let mut confirmation = Confirmation::new(session, user, *second, second_user, config, now)?;
                if let Some(decisions) = decisions {
                    confirmation.decide_again(decisions, now);
                }
                Ok(Self::Confirming(Box::new(confirmation)))
            }
        }
    }

    /// Reads both accounts again: another try after [`LinkFlow::Unread`], or because another tab changed one of them
    /// while it was shown. Decisions about what has not changed are kept.
    #[must_use]
    pub fn read_again(self) -> Self {
        match self {
            Self::Unread { second, decisions, .. } => Self::Reading { second, decisions },
            Self::Confirming(confirmation) => match confirmation.to_second_login() {
                Some((second, decisions)) => {
                    Self::Reading { second: Box::new(second), decisions: Some(decisions) }
                }
                None => Self::Confirming(confirmation),
            },
            other => other,
        }
    }

    /// What waits for the user to confirm it.
    pub fn confirmation(&self) -> Option<&Confirmation> {
        match self {
            Self::Confirming(confirmation) => Some(confirmation),
            _ => None,
        }
    }

    /// Whether it waits for a response or for the user, so that there is a second login to lose.
    pub fn is_waiting(&self) -> bool {
        !matches!(self, Self::Idle | Self::Linking | Self::Checking)
    }

    /// When the flow expires, in the states that wait: at the latest with the `session`, whichever account is the
    /// primary. Another try does not extend it.
    pub fn deadline(&self, session: &Session) -> Option<Deadline> {
        let own = match self {
            Self::Reading { second, .. } | Self::Unread { second, .. } => Deadline::of_second_login(second),
            Self::Confirming(confirmation) => confirmation.deadline(),
            Self::Idle | Self::Linking | Self::Checking => return None,
        };
        Some(own.or(Deadline { at: session.expires_at, why: Expiry::FirstLogin }))
    }

    /// The user confirmed what was `shown`. Yields the plan once, or the login that is missing for it; then the
    /// confirmation stays. If something else is shown by now, nothing is sent, and the confirmation says so.
    ///
    /// # Errors
    ///
    /// [`LinkRefusal`]; the flow is over then.
    pub fn confirm(
        self,
        shown: &Confirmation,
        session: Option<&Session>,
        now: UnixTime,
    ) -> Result<(Self, Option<Confirmed>), LinkRefusal> {
        let Self::Confirming(mut confirmation) = self else { return Ok((self, None)) };
        confirmation.refresh(now);
        if *confirmation != *shown {
            return Ok((Self::Confirming(Box::new(confirmation.outdated())), None));
        }
        confirmation.check(session, now)?;
        if let Some(login) = confirmation.reauthentication() {
            return Ok((Self::Confirming(confirmation), Some(Confirmed::LogIn(Box::new(login)))));
        }
        let plan = confirmation.confirm(session, now)?;
        Ok((Self::Linking, Some(Confirmed::Send(Box::new(plan)))))
    }

    /// Forgets the second login: Cancel, Escape, Back, the end of the session. A link that is being sent cannot be
    /// cancelled.
    #[must_use]
    pub fn cancel(self) -> Self {
        match self {
            Self::Linking | Self::Checking => self,
            _ => Self::Idle,
        }
    }

    /// A response is missing.
    #[must_use]
    pub fn check(self) -> Self {
        match self {
            Self::Linking => Self::Checking,
            other => other,
        }
    }

    /// The accounts are no longer what the user confirmed, and nothing was sent: back to the confirm page.
    ///
    /// # Errors
    ///
    /// [`LinkRefusal`]; the flow is over then.
    pub fn ask_again(
        self,
        session: Option<&Session>,
        confirmation: Box<Confirmation>,
        now: UnixTime,
    ) -> Result<Self, LinkRefusal> {
        confirmation.check(session, now)?;
        Ok(Self::Confirming(confirmation))
    }

    /// The requests are done, whatever their result.
    #[must_use]
    pub fn finish(self) -> Self {
        Self::Idle
    }
}

#[cfg(test)]
mod tests;
