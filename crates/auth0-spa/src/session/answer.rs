//! Late responses of the tenant: whether one still belongs to the current session, and whether it ends that
//! session.

use super::record::Session;
use super::reference::SessionRef;
use crate::secret::AccessToken;
use crate::storage::Storage;
use crate::tabs;

/// A request for a session that is still in flight.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionRequest {
    session: SessionRef,
    with_own_token: bool,
}

/// A response, by what it means for the current session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer<T, E> {
    /// The current session made the request.
    Current(Result<T, E>),
    /// The tenant no longer accepts the token of the session on the page, so that session is over.
    SessionRejected(E),
    /// The session that made the request has ended or was replaced. Nothing about its account may be shown, only what
    /// happened.
    Late(Result<T, E>),
}

/// An error that may be the tenant's refusal of the access token.
pub trait TokenRejection {
    /// Whether the tenant refused the access token.
    fn is_token_rejected(&self) -> bool;
}

impl SessionRequest {
    /// A request for `session`, made with its own access token or with that of a second login.
    pub fn new(session: &Session, token: &AccessToken) -> Self {
        Self { session: session.reference(), with_own_token: session.access_token == *token }
    }

    /// Classifies a response by the session that is current on the `page` now, and by what other tabs did to it. Only a
    /// rejection of the session's own token ends the session: that of a second login says nothing about it.
    pub fn judge<T, E: TokenRejection>(
        &self,
        shared: &impl Storage,
        page: Option<&Session>,
        answer: Result<T, E>,
    ) -> Answer<T, E> {
        if !self.is_current(shared, page) {
            return Answer::Late(answer);
        }
        match answer {
            Err(error) if self.with_own_token && error.is_token_rejected() => Answer::SessionRejected(error),
            answer => Answer::Current(answer),
        }
    }

    fn is_current(&self, shared: &impl Storage, page: Option<&Session>) -> bool {
        page.is_some_and(|session| session.is(&self.session))
            && tabs::status(shared, &self.session.fingerprint()).check().is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::management::ManagementError;
    use crate::test_support::memory::{CountingRandom, MemoryStorage};
    use crate::test_support::samples::{login, session};

    const REJECTED: Result<(), ManagementError> = Err(ManagementError::TokenRejected);

    /// Judges an answer to Alice's request, made with this token, where no other tab did anything.
    fn judge(
        token: &AccessToken,
        page: Option<&Session>,
        answer: Result<(), ManagementError>,
    ) -> Answer<(), ManagementError> {
        let request = SessionRequest::new(&session("auth0|alice"), token);
        request.judge(&MemoryStorage::default(), page, answer)
    }

    /// Cases: TB-13.
    #[test]
    fn an_answer_belongs_to_the_session_that_asked_for_it() {
        let alice = session("auth0|alice");
        let mut again = session("auth0|alice");
        again.id.push('x');
        for answer in [Ok(()), Err(ManagementError::UserNotFound)] {
            assert_eq!(judge(&alice.access_token, Some(&alice), answer), Answer::Current(answer));
            for page in [None, Some(&session("auth0|bob")), Some(&again)] {
                assert_eq!(judge(&alice.access_token, page, answer), Answer::Late(answer), "{page:?}");
            }
        }
    }

    /// Cases: TB-13.
    #[test]
    fn an_answer_is_late_once_another_tab_has_ended_the_session() {
        let (alice, random) = (session("auth0|alice"), CountingRandom::default());
        let request = SessionRequest::new(&alice, &alice.access_token);
        let shared = MemoryStorage::default();
        let judge = |answer| request.judge(&shared, Some(&alice), answer);
        let log_out = || tabs::announce_logout(&shared, &random).unwrap();
        let switch = || tabs::announce_login(&shared, &random, session("auth0|bob").fingerprint()).unwrap();
        for end in [&log_out as &dyn Fn(), &switch] {
            tabs::announce_login(&shared, &random, alice.fingerprint()).unwrap();
            assert_eq!(judge(Ok(())), Answer::Current(Ok(())));
            end();
            for answer in [Ok(()), REJECTED] {
                assert_eq!(judge(answer), Answer::Late(answer));
            }
        }
    }

    /// Cases: TB-14.
    #[test]
    fn a_rejected_token_ends_only_the_session_that_it_belongs_to() {
        let alice = session("auth0|alice");
        let second = login("auth0|bob").1.access_token;
        let rejected = Answer::SessionRejected(ManagementError::TokenRejected);
        assert_eq!(judge(&alice.access_token, Some(&alice), REJECTED), rejected);
        for page in [None, Some(&session("auth0|bob"))] {
            assert_eq!(judge(&alice.access_token, page, REJECTED), Answer::Late(REJECTED));
        }
        assert_eq!(judge(&second, Some(&alice), REJECTED), Answer::Current(REJECTED));
    }

    /// Cases: TB-14.
    #[test]
    fn no_other_failure_ends_a_session() {
        let alice = session("auth0|alice");
        let failed = Err(ManagementError::InsufficientScope("read:current_user"));
        assert_eq!(judge(&alice.access_token, Some(&alice), failed), Answer::Current(failed));
    }
}
