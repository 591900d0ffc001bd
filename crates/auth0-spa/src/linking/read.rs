//! Reading the two accounts of a link.

use futures_util::future::{FutureExt as _, try_join};

use crate::config::AuthConfig;
use crate::http::HttpClient;
use crate::login::SecondLogin;
use crate::management::{Management, ManagementError, User};
use crate::session::Session;

/// Reads both accounts at the same time, each with its own token: the session's, and that of the second login. What the
/// tenant says to the token of the second login says nothing about the session, so that response is one of its own.
///
/// # Errors
///
/// [`ManagementError`] when the session's account was not read, without waiting for the other.
pub async fn read(
    http: &impl HttpClient,
    config: &AuthConfig,
    session: &Session,
    second: &SecondLogin,
) -> Result<(User, Result<User, ManagementError>), ManagementError> {
    let (own, other) = (
        Management::new(http, config, &session.access_token),
        Management::new(http, config, &second.tokens.access_token),
    );
    try_join(own.user(session.subject()), other.user(&second.claims.subject).map(Ok)).await
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;
    use std::future::pending;
    use std::pin::pin;

    use futures_util::FutureExt as _;

    use super::*;
    use crate::http::HttpRequest;
    use crate::secret::AccessToken;
    use crate::test_support::accounts::{second_login, user_json};
    use crate::test_support::http::{Answer, ScriptedHttp, json, text};
    use crate::test_support::json::json as value;
    use crate::test_support::now;
    use crate::test_support::samples::{config, session};

    const ALICE: &str = "auth0|alice";
    const BOB: &str = "google-oauth2|bob";

    /// A tenant that never answers, unless it refuses this token.
    #[derive(Default)]
    struct Silent {
        sent: RefCell<Vec<HttpRequest>>,
        refused: Option<AccessToken>,
    }

    impl HttpClient for Silent {
        async fn send(&self, request: HttpRequest) -> Answer {
            self.sent.borrow_mut().push(request.clone());
            if self.refused.is_some() && request.bearer == self.refused {
                return text(401, "");
            }
            pending().await
        }
    }

    #[test]
    fn both_accounts_are_asked_for_at_once_each_with_its_own_token() {
        let http = Silent::default();
        let (alice, config) = (session(ALICE), config());
        let bob = second_login(alice.reference(), BOB);
        {
            let mut reading = pin!(read(&http, &config, &alice, &bob));
            assert!(reading.as_mut().now_or_never().is_none());
        }
        let sent = http.sent.into_inner();
        let tokens: Vec<_> = sent.iter().filter_map(|request| request.bearer.as_ref()).collect();
        assert_eq!(tokens, [&alice.access_token, &bob.tokens.access_token]);
    }

    /// Cases: TB-14.
    #[test]
    fn a_refusal_of_the_sessions_token_does_not_wait_for_the_other_account() {
        let (alice, config) = (session(ALICE), config());
        let bob = second_login(alice.reference(), BOB);
        let http = Silent { refused: Some(alice.access_token.clone()), ..Silent::default() };
        let answer = read(&http, &config, &alice, &bob).now_or_never();
        assert_eq!(answer, Some(Err(ManagementError::TokenRejected)));
        let http = Silent { refused: Some(bob.tokens.access_token.clone()), ..Silent::default() };
        assert_eq!(read(&http, &config, &alice, &bob).now_or_never(), None);
    }

    #[test]
    fn a_response_to_one_account_says_nothing_about_the_other() {
        let (alice, config) = (session(ALICE), config());
        let bob = second_login(alice.reference(), BOB);
        let read_with = |answers| now(read(&ScriptedHttp::new(answers), &config, &alice, &bob));
        let found = |id| json(200, &user_json(&[id], value!({})));

        let both = read_with([found(ALICE), found(BOB)]).unwrap();
        assert_eq!((both.0.id.as_str(), both.1.unwrap().id.as_str()), (ALICE, BOB));
        let (user, other) = read_with([found(ALICE), text(401, "")]).unwrap();
        assert_eq!((user.id.as_str(), other), (ALICE, Err(ManagementError::TokenRejected)));
        assert_eq!(read_with([text(401, ""), found(BOB)]), Err(ManagementError::TokenRejected));
        assert!(read_with([found(BOB), found(ALICE)]).is_err(), "each is who it has to be");
    }
}
