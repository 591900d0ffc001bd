//! Cases MA-27 to MA-30: one DELETE, and the truth when its answer is missing.

use crate::test_support::json::json;

use super::*;
use crate::http::TransportError;
use crate::test_support::accounts::{identities_json, identity, user_json};
use crate::test_support::http::{Answer, ScriptedHttp, json as answer, text};
use crate::test_support::now;
use crate::test_support::samples::{config, session};

const ALICE: &str = "auth0|alice";
const BOB: &str = "google-oauth2|bob";

const DELETE: &str = "DELETE /api/v2/users/auth0%7Calice/identities/google-oauth2/bob";
const GET: &str = "GET /api/v2/users/auth0%7Calice";

fn unlink_bob(
    answers: impl IntoIterator<Item = Answer>,
) -> (Result<Vec<Identity>, ManagementError>, Vec<String>) {
    let http = ScriptedHttp::new(answers);
    let result = now(unlink(&http, &config(), &session(ALICE), &identity(BOB)));
    http.assert_finished();
    assert!(
        http.sent().iter().all(|request| request.bearer.as_ref().unwrap().secret() == "access auth0|alice")
    );
    (result, http.log())
}

fn read_back(ids: &[&str]) -> Answer {
    answer(200, &user_json(ids, json!({})))
}

#[test]
fn ma_27_an_unlinked_identity_is_gone_from_the_answer() {
    let (left, log) = unlink_bob([answer(200, &identities_json(&[ALICE]))]);
    assert_eq!(left, Ok(vec![identity(ALICE)]));
    assert_eq!(log, [DELETE]);
}

#[test]
fn ma_28_30_a_refusal_keeps_the_identity_and_is_not_repeated() {
    let main = json!({"message": "Main identity cannot be removed."});
    let subject = json!({"message": "User to be acted on does not match subject in bearer token."});
    for (refused, cause) in [
        (answer(400, &main), ManagementError::Refused(LinkRejection::MainIdentity)),
        (text(401, ""), ManagementError::TokenRejected),
        (answer(403, &subject), ManagementError::OtherSubject),
        (text(429, ""), ManagementError::RateLimited { retry_after: None }),
        (Err(TransportError::Offline), TransportError::Offline.into()),
    ] {
        let (left, log) = unlink_bob([refused]);
        assert_eq!(left, Err(cause));
        assert_eq!(log, [DELETE]);
    }
}

#[test]
fn ma_29_an_identity_that_is_gone_already_counts_as_unlinked() {
    for gone in [text(404, ""), text(400, r#"{"message":"Something about identities."}"#)] {
        let (left, log) = unlink_bob([gone, read_back(&[ALICE])]);
        assert_eq!(left, Ok(vec![identity(ALICE)]));
        assert_eq!(log, [DELETE, GET]);
    }
}

#[test]
fn ma_30_a_missing_answer_is_read_back() {
    for (missing, cause) in [
        (Err(TransportError::TimedOut), TransportError::TimedOut.into()),
        (text(500, ""), ManagementError::Server { status: 500 }),
        (text(200, "<html>"), ManagementError::UnexpectedAnswer { status: 200 }),
        (answer(200, &identities_json(&[ALICE, BOB])), ManagementError::UnexpectedAnswer { status: 200 }),
    ] {
        assert_eq!(unlink_bob([missing.clone(), read_back(&[ALICE])]).0, Ok(vec![identity(ALICE)]));
        assert_eq!(unlink_bob([missing.clone(), read_back(&[ALICE, BOB])]).0, Err(cause));
        let (left, log) = unlink_bob([missing, Err(TransportError::Offline)]);
        assert_eq!((left, log), (Err(cause), vec![DELETE.to_owned(), GET.to_owned()]), "one DELETE");
    }
}

#[test]
fn ma_30_an_account_that_is_gone_is_told() {
    let (left, _) = unlink_bob([text(404, ""), text(404, "")]);
    assert_eq!(left, Err(ManagementError::UserNotFound));
}
