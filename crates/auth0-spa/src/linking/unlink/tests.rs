//! Cases MA-27 to MA-30: one DELETE, and an exact report when the response is missing.

use crate::test_support::json::json;

use super::*;
use crate::http::TransportError;
use crate::test_support::accounts::{identities_json, identity, user_json};
use crate::test_support::http::{Answer, json as answer, text};
use crate::test_support::now;
use crate::test_support::platform::Page;
use crate::test_support::samples::{config, session};

const ALICE: &str = "auth0|alice";
const BOB: &str = "google-oauth2|bob";

const DELETE: &str = "DELETE /api/v2/users/auth0%7Calice/identities/google-oauth2/bob";
const GET: &str = "GET /api/v2/users/auth0%7Calice";

fn unlink_bob(answers: impl IntoIterator<Item = Answer>) -> (Result<Vec<Identity>, UnlinkError>, Page) {
    let page = Page::new();
    page.http.script(answers);
    let question = UnlinkQuestion::new(identity(BOB), &session(ALICE), &config(), page.now());
    let UnlinkAnswer::Send(plan) = question.confirm(&session(ALICE), page.now()) else { panic!("a login") };
    let result = now(unlink(&page, &page, &config(), &plan, &|| {}));
    page.http.assert_finished();
    let sent = page.http.sent();
    assert!(sent.iter().all(|request| request.bearer.as_ref().unwrap().secret() == "access auth0|alice"));
    let noted = PendingRequest::restore(&page, &session(ALICE)).is_some();
    assert_eq!(noted, matches!(result, Err(UnlinkError::Unclear(_))), "noted until it is known");
    (result, page)
}

fn read_back(ids: &[&str]) -> Answer {
    answer(200, &user_json(ids, json!({})))
}

/// Cases: MA-27.
#[test]
fn an_unlinked_identity_is_missing_in_the_answer() {
    let (left, page) = unlink_bob([answer(200, &identities_json(&[ALICE]))]);
    assert_eq!(left, Ok(vec![identity(ALICE)]));
    assert_eq!(page.http.log(), [DELETE]);
    let noted = &page.stored_at_send.borrow()[0]["account-linking.under-way"];
    assert!(noted.contains("\"unlinking\"") && !noted.contains("access "), "{noted}");
}

/// Cases: MA-28, MA-30.
#[test]
fn a_refusal_keeps_the_identity_and_is_not_repeated() {
    let main = json!({"message": "Main identity cannot be removed."});
    let subject = json!({"message": "User to be acted on does not match subject in bearer token."});
    for (refused, cause) in [
        (answer(400, &main), ManagementError::Refused(LinkRejection::MainIdentity)),
        (text(401, ""), ManagementError::TokenRejected),
        (answer(403, &subject), ManagementError::OtherSubject),
        (text(429, ""), ManagementError::RateLimited { retry_after: None }),
        (Err(TransportError::Offline), TransportError::Offline.into()),
    ] {
        let (left, page) = unlink_bob([refused]);
        assert_eq!(left, Err(UnlinkError::StillLinked(cause)));
        assert_eq!(page.http.log(), [DELETE]);
    }
}

/// Cases: MA-29.
#[test]
fn an_identity_that_is_gone_already_counts_as_unlinked() {
    for gone in [text(404, ""), text(400, r#"{"message":"Something about identities."}"#)] {
        let (left, page) = unlink_bob([gone.clone(), read_back(&[ALICE])]);
        assert_eq!(left, Ok(vec![identity(ALICE)]));
        assert_eq!(page.http.log(), [DELETE, GET]);
        let (left, page) = unlink_bob([gone, read_back(&[ALICE, BOB])]);
        assert!(matches!(left, Err(UnlinkError::StillLinked(_))), "{left:?}");
        assert_eq!(page.http.log(), [DELETE, GET], "a refusal needs one look");
    }
}

/// Cases: MA-29.
#[test]
fn a_refusal_that_may_mean_unlinked_is_unclear_if_the_user_cannot_be_read() {
    for refused in [text(404, ""), text(400, r#"{"message":"Something about identities."}"#)] {
        for look in [text(500, ""), text(401, ""), Err(TransportError::TimedOut)] {
            let (left, page) = unlink_bob([refused.clone(), look]);
            assert!(matches!(left, Err(UnlinkError::Unclear(_))), "{left:?}");
            assert_eq!(page.http.log(), [DELETE, GET]);
        }
    }
}

/// Cases: MA-30, MA-34.
#[test]
fn a_link_whose_answer_is_missing_is_unclear_if_the_user_never_shows_it() {
    for (missing, cause) in [
        (Err(TransportError::TimedOut), TransportError::TimedOut.into()),
        (text(500, ""), ManagementError::Server { status: 500 }),
        (text(504, "<html>"), ManagementError::Server { status: 504 }),
        (text(200, "<html>"), ManagementError::UnexpectedAnswer { status: 200 }),
        (answer(200, &identities_json(&[ALICE, BOB])), ManagementError::UnexpectedAnswer { status: 200 }),
    ] {
        let there = || read_back(&[ALICE, BOB]);
        assert_eq!(unlink_bob([missing.clone(), read_back(&[ALICE])]).0, Ok(vec![identity(ALICE)]));
        let late = [missing.clone(), there(), there(), read_back(&[ALICE])];
        assert_eq!(unlink_bob(late).0, Ok(vec![identity(ALICE)]));
        let (left, page) = unlink_bob([missing.clone()].into_iter().chain(std::iter::repeat_n(there(), 5)));
        assert_eq!(left, Err(UnlinkError::Unclear(cause)));
        assert_eq!(*page.slept.borrow(), [1, 2, 4, 8]);
        let offline = std::iter::repeat_n(Err(TransportError::Offline), 5);
        let (left, page) = unlink_bob([missing].into_iter().chain(offline));
        assert_eq!(left, Err(UnlinkError::Unclear(cause)));
        assert_eq!(page.http.log().iter().filter(|line| *line == DELETE).count(), 1, "one DELETE");
    }
}

/// Cases: MA-30.
#[test]
fn a_deleted_account_is_reported() {
    let (left, _) = unlink_bob([text(404, ""), text(404, "")]);
    assert_eq!(left, Err(UnlinkError::StillLinked(ManagementError::UserNotFound)));
}
