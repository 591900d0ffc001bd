//! An answer that comes late: whether it still belongs to the session on the page, and whether it ends that session.

use super::{Session, SessionRef};
use crate::linking::{LinkError, LinkFailure, UnlinkError};
use crate::management::ManagementError;
use crate::secret::AccessToken;

/// A session that something was asked for, while the answer is on its way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionRequest {
    session: SessionRef,
    with_its_own_token: bool,
}

/// What was asked for, and whether it still belongs to the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer<T, E> {
    /// The session that it was asked for is the one on the page.
    Current(Result<T, E>),
    /// The tenant no longer takes the token of the session on the page: that session is over.
    SessionRejected(E),
    /// The session that it was asked for is over, or has given way to another one: nothing of its account belongs on the
    /// page, which tells nothing but what happened.
    Late(Result<T, E>),
}

/// A failure that may be the tenant's refusal of the access token.
pub trait TokenRejection {
    /// Whether it is.
    fn is_token_rejected(&self) -> bool;
}

impl SessionRequest {
    /// Asked for `session`, with its own access token or with that of a second login.
    pub fn new(session: &Session, token: &AccessToken) -> Self {
        Self { session: session.reference(), with_its_own_token: session.access_token == *token }
    }

    /// Judges the answer by the session that the page has now. Only the session's own token speaks for the session: the
    /// second one's is the second login's affair.
    pub fn judge<T, E: TokenRejection>(&self, page: Option<&Session>, answer: Result<T, E>) -> Answer<T, E> {
        if !page.is_some_and(|session| session.is(&self.session)) {
            return Answer::Late(answer);
        }
        match answer {
            Err(error) if self.with_its_own_token && error.is_token_rejected() => {
                Answer::SessionRejected(error)
            }
            answer => Answer::Current(answer),
        }
    }
}

impl TokenRejection for ManagementError {
    fn is_token_rejected(&self) -> bool {
        *self == Self::TokenRejected
    }
}

impl TokenRejection for LinkError {
    fn is_token_rejected(&self) -> bool {
        matches!(self, Self::NotLinked(LinkFailure { cause: ManagementError::TokenRejected, .. }))
    }
}

impl TokenRejection for UnlinkError {
    fn is_token_rejected(&self) -> bool {
        *self == Self::StillLinked(ManagementError::TokenRejected)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_support::samples::{login, session};

    const REJECTED: Result<(), ManagementError> = Err(ManagementError::TokenRejected);

    fn asked(token: &AccessToken) -> SessionRequest {
        SessionRequest::new(&session("auth0|alice"), token)
    }

    /// Cases: TB-13.
    #[test]
    fn an_answer_belongs_to_the_session_that_it_was_asked_for() {
        let alice = session("auth0|alice");
        let mut again = session("auth0|alice");
        again.id.push('x');
        let asked = asked(&alice.access_token);
        for answer in [Ok(()), Err(ManagementError::UserNotFound)] {
            assert_eq!(asked.judge(Some(&alice), answer), Answer::Current(answer));
            for page in [None, Some(&session("auth0|bob")), Some(&again)] {
                assert_eq!(asked.judge(page, answer), Answer::Late(answer), "{page:?}");
            }
        }
    }

    /// Cases: TB-14.
    #[test]
    fn a_rejected_token_ends_the_session_whose_token_it_is_and_no_other() {
        let alice = session("auth0|alice");
        let seconds_token = login("auth0|bob").1.access_token;
        let own = asked(&alice.access_token);
        assert_eq!(
            own.judge(Some(&alice), REJECTED),
            Answer::SessionRejected(ManagementError::TokenRejected)
        );
        assert_eq!(own.judge(None, REJECTED), Answer::Late(REJECTED));
        assert_eq!(own.judge(Some(&session("auth0|bob")), REJECTED), Answer::Late(REJECTED));
        assert_eq!(asked(&seconds_token).judge(Some(&alice), REJECTED), Answer::Current(REJECTED));
    }

    /// Cases: TB-14.
    #[test]
    fn no_other_failure_ends_a_session() {
        let alice = session("auth0|alice");
        let failed: Result<(), _> = Err(ManagementError::InsufficientScope("read:current_user"));
        assert_eq!(asked(&alice.access_token).judge(Some(&alice), failed), Answer::Current(failed));
    }
}
