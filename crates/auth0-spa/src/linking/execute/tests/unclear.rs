//! Missing answers: nothing is rolled back, the user is read for a while, and what stays unknown is reported as
//! unknown.

use super::*;
use crate::http::TransportError;
use crate::management::LinkRejection;
use crate::test_support::http::text;

const TIMED_OUT: Answer = Err(TransportError::TimedOut);

/// Everything that counts as a missing answer, whatever its body says.
fn missing() -> Vec<(Answer, ManagementError)> {
    let refusal = r#"{"statusCode":400,"message":"Invalid token (link_with)."}"#;
    vec![
        (TIMED_OUT, TransportError::TimedOut.into()),
        (Err(TransportError::Failed), TransportError::Failed.into()),
        (Err(TransportError::TooLarge), TransportError::TooLarge.into()),
        (text(500, refusal), ManagementError::Server { status: 500 }),
        (text(502, "<html>"), ManagementError::Server { status: 502 }),
        (text(504, ""), ManagementError::Server { status: 504 }),
        (text(403, "<html>"), ManagementError::UnexpectedAnswer { status: 403 }),
        (text(408, ""), ManagementError::UnexpectedAnswer { status: 408 }),
    ]
}

/// Cases: MA-25.
#[test]
fn after_a_missing_answer_nothing_is_rolled_back_and_the_user_is_read_for_a_while() {
    let odd = [
        (text(201, "[{\"provider\":"), ManagementError::UnexpectedAnswer { status: 201 }),
        (answer(201, &identities_json(&[ALICE])), ManagementError::UnexpectedAnswer { status: 201 }),
    ];
    for (post, cause) in missing().into_iter().chain(odd) {
        let answers = [merged(), post].into_iter().chain(std::iter::repeat_n(read_back(false), 5));
        let (result, http) = carry_out(plan(to_merge()), answers);
        assert_eq!(result, Err(unclear(cause, MetadataLeft::Copied(lang()))));
        assert_eq!(http.log(), [PATCH, POST, GET, GET, GET, GET, GET]);
        assert_eq!(*http.page.slept.borrow(), [1, 2, 4, 8]);
        assert!(http.has_pending_request(), "a reload asks again");
    }
}

/// Cases: MA-25.
#[test]
fn a_link_that_is_carried_out_late_is_a_success() {
    for looks_before in 1..5 {
        let looks = std::iter::repeat_n(read_back(false), looks_before).chain([read_back(true)]);
        let (result, http) = carry_out(plan(to_merge()), [merged(), TIMED_OUT].into_iter().chain(looks));
        let linked = result.unwrap();
        assert_eq!(identities(&linked), [ALICE, BOB]);
        assert_eq!(linked.user.metadata.len(), 2);
        assert!(!http.has_pending_request());
    }
}

/// Cases: MA-25.
#[test]
fn a_link_is_unclear_if_the_user_cannot_be_read_either() {
    for (metadata, left) in
        [(NOTHING_TO_MERGE, MetadataLeft::Nothing), (to_merge(), MetadataLeft::Copied(lang()))]
    {
        let plan = plan(metadata);
        let patch = if plan.patch.is_empty() { None } else { Some(merged()) };
        let reads = std::iter::repeat_n(Err(TransportError::Offline), 5);
        let (result, http) = carry_out(plan, patch.into_iter().chain([TIMED_OUT]).chain(reads));
        assert_eq!(result, Err(unclear(TransportError::TimedOut, left)));
        assert_eq!(http.log().iter().filter(|line| *line == POST).count(), 1);
    }
}

/// Cases: MA-25.
#[test]
fn a_rejected_token_stops_reading_the_user() {
    let (result, http) = carry_out(plan(NOTHING_TO_MERGE), [TIMED_OUT, text(401, "")]);
    assert_eq!(result, Err(unclear(TransportError::TimedOut, MetadataLeft::Nothing)));
    assert_eq!(http.log(), [POST, GET]);
}

/// Cases: MA-22.
#[test]
fn a_refusal_that_an_existing_link_may_cause_is_unclear_if_the_user_cannot_be_read() {
    let gone = text(400, r#"{"message":"Provided secondary account not found."}"#);
    let not_found = ManagementError::Refused(LinkRejection::SecondaryNotFound);
    for (refused, cause) in [(text(409, ""), ManagementError::AlreadyExists), (gone, not_found)] {
        let (result, http) = carry_out(plan(to_merge()), [merged(), refused, text(500, "")]);
        assert_eq!(result, Err(unclear(cause, MetadataLeft::Copied(lang()))));
        assert_eq!(http.log(), [PATCH, POST, GET], "nothing is taken back blindly");
        assert!(http.has_pending_request());
    }
}

/// Cases: MA-25.
#[test]
fn a_patch_without_an_answer_that_was_carried_out_is_followed_by_the_link() {
    for (patch, _) in missing() {
        let (result, http) = carry_out(plan(to_merge()), [patch, taken_back(), read_back(false), linked()]);
        assert_eq!(result.unwrap().user.metadata.len(), 2);
        assert_eq!(http.log(), [PATCH, GET, GET, POST]);
    }
}

/// Cases: MA-25.
#[test]
fn a_patch_without_an_answer_and_effect_sends_no_link_and_no_rollback() {
    for (patch, cause) in missing() {
        let answers = std::iter::once(patch).chain(std::iter::repeat_n(taken_back(), 5));
        let (result, http) = carry_out(plan(to_merge()), answers);
        assert_eq!(result, Err(not_linked(cause, MetadataLeft::Unknown(lang()))));
        assert_eq!(http.log(), [PATCH, GET, GET, GET, GET, GET]);
        assert!(http.has_pending_request());
    }
}

/// Cases: LF-50.
#[test]
fn each_request_is_recorded_before_it_is_sent_without_secrets_and_values() {
    let (_, http) = carry_out(plan(to_merge()), [merged(), linked()]);
    let stored = http.page.stored_at_send.borrow();
    let step = |nth: usize| stored[nth].get("account-linking.under-way").cloned().unwrap_or_default();
    assert_eq!((step(0), step(1)), (String::new(), String::new()), "reading is nothing to remember");
    let (patch, post) = (step(2), step(3));
    assert!(patch.contains("\"copying\"") && post.contains("\"linking\""), "{patch} {post}");
    for secret in ["access ", "id google", "\"de\"", "example.com"] {
        assert!(!patch.contains(secret) && !post.contains(secret), "{patch} {post}");
    }
    assert!(!http.has_pending_request(), "known, and so forgotten");
}
