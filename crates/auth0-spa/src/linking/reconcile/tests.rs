//! LF-50: what a later page reports about a request whose answer it did not see.

use super::*;
use crate::http::TransportError;
use crate::json::{Map, Value};
use crate::test_support::accounts::{identity, user, user_json};
use crate::test_support::http::{json as answer, text};
use crate::test_support::json::json;
use crate::test_support::now;
use crate::test_support::platform::Page;
use crate::test_support::samples::{NOW, config, session};

const ALICE: &str = "auth0|alice";
const BOB: &str = "google-oauth2|bob";
const LATER: i64 = FINAL_AFTER + 1;

fn copied() -> Map<String, Value> {
    json!({"lang": "de", "city": "Lisbon"}).as_object().unwrap().clone()
}

/// A link of Bob to Alice whose last request was this one.
fn request(step: Step) -> PendingRequest {
    let alice = session(ALICE);
    let mut request =
        PendingRequest::link(alice.reference(), alice.subject().clone(), UserId::new(BOB), &copied());
    (request.step, request.sent_at) = (step, NOW);
    request
}

/// Alice with this metadata, linked with Bob or not.
fn alice(linked: bool, metadata: Value) -> User {
    let mut alice = user(ALICE, metadata);
    if linked {
        alice.identities.push(identity(BOB));
    }
    alice
}

#[track_caller]
fn check(step: Step, user: &User, after: i64, expected: &Finding) {
    let found = request(step).judge(Ok(user.clone()), &UserId::new(ALICE), NOW.plus(after));
    assert_eq!(found.as_ref(), Ok(expected));
}

fn some(keys: &[&str]) -> Vec<String> {
    keys.iter().map(|key| (*key).to_owned()).collect()
}

/// Cases: LF-50.
#[test]
fn an_existing_link_counts_as_done_whatever_request_was_sent_last() {
    let linked = alice(true, json!({}));
    for step in [Step::Copying, Step::Linking, Step::RollingBack] {
        check(step, &linked, 0, &Finding::Done(Box::new(linked.clone())));
    }
}

/// Cases: LF-50.
#[test]
fn a_missing_link_is_unclear_as_long_as_the_request_may_still_arrive() {
    for (metadata, left) in [
        (json!({}), MetadataLeft::Nothing),
        (json!({"lang": "de", "city": "Rome"}), MetadataLeft::Copied(some(&["lang"]))),
    ] {
        check(Step::Linking, &alice(false, metadata.clone()), FINAL_AFTER, &Finding::Unclear(left.clone()));
        check(Step::Linking, &alice(false, metadata), LATER, &Finding::NotDone(left));
    }
}

/// Cases: LF-50.
#[test]
fn before_the_link_was_sent_only_the_copies_can_be_unclear() {
    let all = Finding::NotDone(MetadataLeft::Copied(some(&["city", "lang"])));
    let none = Finding::NotDone(MetadataLeft::Nothing);
    let unknown = Finding::NotDone(MetadataLeft::Unknown(some(&["city", "lang"])));
    let (full, empty) = (alice(false, Value::Object(copied())), alice(false, json!({})));
    check(Step::Copying, &full, 0, &all);
    check(Step::Copying, &empty, 0, &unknown);
    check(Step::Copying, &empty, LATER, &none);
    check(Step::RollingBack, &empty, 0, &none);
    check(Step::RollingBack, &full, 0, &unknown);
    check(Step::RollingBack, &full, LATER, &all);
}

/// Cases: LF-50.
#[test]
fn an_unlink_is_done_if_the_identity_is_gone() {
    let mut request = PendingRequest::unlink(&session(ALICE), &identity(BOB));
    request.sent_at = NOW;
    let judge = |user: &User, after| request.judge(Ok(user.clone()), &UserId::new(ALICE), NOW.plus(after));
    let (with, without) = (alice(true, json!({})), alice(false, json!({})));
    assert_eq!(judge(&without, 0), Ok(Finding::Done(Box::new(without))));
    assert_eq!(judge(&with, 0), Ok(Finding::Unclear(MetadataLeft::Nothing)));
    assert_eq!(judge(&with, LATER), Ok(Finding::NotDone(MetadataLeft::Nothing)));
}

/// Cases: LF-50.
#[test]
fn after_a_swapped_link_the_sessions_account_is_gone() {
    let mut request = request(Step::Linking);
    (request.primary, request.other) = (UserId::new(BOB), UserId::new(ALICE));
    let judge =
        |request: &PendingRequest, answer, after| request.judge(answer, &UserId::new(ALICE), NOW.plus(after));
    assert_eq!(judge(&request, Err(ManagementError::UserNotFound), 0), Ok(Finding::Absorbed));
    let unknown = MetadataLeft::Unknown(some(&["city", "lang"]));
    let there = || Ok(alice(false, json!({})));
    assert_eq!(judge(&request, there(), 0), Ok(Finding::Unclear(unknown.clone())));
    assert_eq!(judge(&request, there(), LATER), Ok(Finding::NotDone(unknown)));
    request.step = Step::Copying;
    let gone = Err(ManagementError::UserNotFound);
    assert_eq!(judge(&request, gone, 0), Err(ManagementError::UserNotFound));
}

/// Cases: LF-50.
#[test]
fn the_user_is_read_until_the_outcome_is_known() {
    let bob = |linked: bool| {
        let ids: &[&str] = if linked { &[ALICE, BOB] } else { &[ALICE] };
        answer(200, &user_json(ids, json!({})))
    };
    for (answers, slept) in [
        (vec![bob(true)], vec![]),
        (vec![bob(false), Err(TransportError::Failed), bob(true)], vec![1, 2]),
        (vec![bob(false); 5], vec![1, 2, 4, 8]),
        (vec![text(401, "")], vec![]),
    ] {
        let page = Page::new();
        page.http.script(answers);
        let _ = now(reconcile(&page, &page, &config(), &session(ALICE), &request(Step::Linking), BACKOFF));
        page.http.assert_finished();
        assert_eq!(*page.slept.borrow(), slept);
    }
}

/// Cases: LF-50.
#[test]
fn a_failed_read_does_not_replace_the_previous_result() {
    let page = Page::new();
    page.http.script([answer(200, &user_json(&[ALICE], json!({}))), text(500, "")]);
    let found = now(reconcile(&page, &page, &config(), &session(ALICE), &request(Step::Linking), &[0, 1]));
    assert_eq!(found, Ok(Finding::Unclear(MetadataLeft::Nothing)));
}
