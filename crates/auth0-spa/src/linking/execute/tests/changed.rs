//! Accounts that changed while they were on the page: nothing is sent, and the user is asked again.

use super::*;
use crate::linking::LinkRefusal;
use crate::management::metadata::Source;
use crate::management::{LinkRejection, Verifier};
use crate::test_support::http::text;

fn read(id: &str, metadata: Value) -> Answer {
    answer(200, &user_json(&[id], metadata))
}

/// The confirmation that a plan returns as.
#[track_caller]
fn asked_again(plan: LinkPlan, answers: impl IntoIterator<Item = Answer>) -> Confirmation {
    let (result, page) = run(plan, answers);
    let Err(LinkError::Changed(confirmation)) = result else { panic!("{result:?}") };
    assert!(page.http.log().iter().all(|line| line.starts_with("GET ")), "nothing is changed");
    assert!(PendingRequest::restore(&page, &session(ALICE)).is_none());
    *confirmation
}

/// Cases: LF-51.
#[test]
fn both_accounts_are_read_again_right_before_the_first_change() {
    let plan = plan(to_merge());
    let looks = [unchanged(&plan.secondary), unchanged(&plan.primary)];
    let (result, page) = run(plan, looks.into_iter().chain([merged(), linked()]));
    assert!(result.is_ok());
    assert_eq!(page.http.log(), [GET_BOB, GET, PATCH, POST]);
    let tokens: Vec<_> =
        page.http.sent().into_iter().map(|request| request.bearer.unwrap().secret().to_owned()).collect();
    assert_eq!(tokens[..2], ["access google-oauth2|bob", "access auth0|alice"]);
}

/// Cases: LF-51.
#[test]
fn metadata_that_another_app_wrote_meanwhile_is_not_overwritten() {
    let [alices, bobs] = to_merge();
    for (alices, bobs) in [
        (json!({"theme": "dark", "lang": "fr"}), bobs.clone()),
        (json!({"theme": "dark", "new": 1}), bobs.clone()),
        (json!({}), bobs.clone()),
        (alices.clone(), json!({"theme": "light", "lang": "fr"})),
        (alices.clone(), json!({"theme": "light", "lang": "de", "new": 1})),
    ] {
        let again = asked_again(plan(to_merge()), [read(BOB, bobs.clone()), read(ALICE, alices.clone())]);
        assert_eq!(Value::Object(again.primary().user.metadata.clone()), alices);
        assert_eq!(Value::Object(again.secondary().user.metadata.clone()), bobs);
    }
    let [alices, _] = NOTHING_TO_MERGE;
    let again = asked_again(plan([alices, Value::Null]), [read(BOB, json!({"new": 1}))]);
    assert_eq!(again.merged().unwrap().rows.len(), 1, "what linking would discard is asked about");
}

/// Cases: LF-51.
#[test]
fn a_value_removed_from_the_primary_meanwhile_is_not_lost_with_the_secondary() {
    for (alices, now) in [
        // Both have it: nothing is to be sent.
        (json!({"theme": "light"}), json!({})),
        // The primary's own is kept.
        (json!({"theme": "dark"}), json!({})),
        (json!({"theme": "dark"}), json!({"theme": "blue"})),
    ] {
        let bobs = json!({"theme": "light"});
        let plan = plan([alices, bobs.clone()]);
        assert!(plan.patch.is_empty());
        let again = asked_again(plan, [read(BOB, bobs), read(ALICE, now.clone())]);
        assert_eq!(Value::Object(again.primary().user.metadata.clone()), now);
    }
}

/// Cases: LF-10, LF-51.
#[test]
fn accounts_that_another_tab_linked_the_other_way_round_are_linked_already() {
    let absorbed = || answer(200, &user_json(&[BOB, ALICE], json!({"theme": "light", "lang": "de"})));
    for primary in [text(404, ""), taken_back()] {
        let (result, page) = run(plan(to_merge()), [absorbed(), primary]);
        assert_eq!(result, Err(LinkError::Refused(LinkRefusal::AlreadyLinked)));
        assert_eq!(page.http.log(), [GET_BOB, GET]);
    }
    let gone = run(plan(to_merge()), [read(BOB, json!({})), text(404, "")]).0;
    assert_eq!(gone, Err(not_linked(ManagementError::UserNotFound, MetadataLeft::Nothing)));
}

/// Cases: LF-51.
#[test]
fn choices_between_unchanged_values_are_kept() {
    let metadata = || [json!({"a": 1, "b": 1}), json!({"a": 2, "b": 2})];
    let mut confirmation = confirmation(metadata());
    confirmation.choose("a", Source::Secondary);
    confirmation.choose("b", Source::Secondary);
    let plan = confirmation.confirm(Some(&session(ALICE)), NOW).unwrap();
    let [_, bobs] = metadata();
    let again = asked_again(plan, [read(BOB, bobs), read(ALICE, json!({"a": 1, "b": 3}))]);
    let changes = again.confirm(Some(&session(ALICE)), NOW).unwrap().patch.changes;
    assert_eq!(Value::Object(changes), json!({"a": 2}));
}

/// Cases: LF-51.
#[test]
fn asking_again_keeps_swapped_roles() {
    let mut confirmation = confirmation([json!({"plan": "free"}), Value::Null]);
    confirmation.swap(NOW).unwrap();
    let plan = confirmation.confirm(Some(&session(ALICE)), NOW).unwrap();
    let again = asked_again(plan, [read(ALICE, json!({"plan": "paid"})), read(BOB, json!({}))]);
    assert!(again.swapped);
    assert_eq!(again.primary().user.id.as_str(), BOB);
}

/// Cases: LF-23, LF-51.
#[test]
fn an_account_that_may_not_be_linked_any_more_is_refused() {
    let unverified = |id: &str| {
        let mut user = user_json(&[id], json!({}));
        user["email_verified"] = false.into();
        answer(200, &user)
    };
    let (result, _) = run(plan(NOTHING_TO_MERGE), [unverified(BOB)]);
    assert_eq!(result, Err(LinkError::Refused(LinkRefusal::SecondaryUnverified(Verifier::User))));
    let [alices, bobs] = to_merge();
    let (result, _) = run(plan([alices, bobs.clone()]), [read(BOB, bobs), unverified(ALICE)]);
    assert_eq!(result, Err(LinkError::Refused(LinkRefusal::PrimaryUnverified(Verifier::User))));
}

/// Cases: MA-17, MA-22.
#[test]
fn a_missing_second_account_was_linked_by_another_tab_or_deleted() {
    let (result, page) = run(plan(NOTHING_TO_MERGE), [text(404, ""), read_back(true)]);
    assert_eq!(identities(&result.unwrap()), [ALICE, BOB]);
    assert_eq!(page.http.log(), [GET_BOB, GET]);
    let (result, page) = run(plan(to_merge()), [text(404, ""), taken_back(), read_back(true)]);
    assert_eq!(identities(&result.unwrap()), [ALICE, BOB], "linked between the two reads");
    assert_eq!(page.http.log(), [GET_BOB, GET, GET]);
    let (result, _) = run(plan(NOTHING_TO_MERGE), [text(404, ""), read_back(false)]);
    let gone = ManagementError::Refused(LinkRejection::SecondaryNotFound);
    assert_eq!(result, Err(not_linked(gone, MetadataLeft::Nothing)));
}

/// Cases: MA-19.
#[test]
fn a_rejected_token_ends_the_session_only_if_it_is_the_sessions_own() {
    let second = ManagementError::Refused(LinkRejection::InvalidToken);
    let (result, _) = run(plan(NOTHING_TO_MERGE), [text(401, "")]);
    assert_eq!(result, Err(not_linked(second, MetadataLeft::Nothing)));
    let swapped = |metadata| {
        let mut confirmation = confirmation(metadata);
        confirmation.swap(NOW).unwrap();
        confirmation.confirm(Some(&session(ALICE)), NOW).unwrap()
    };
    let own = Err(not_linked(ManagementError::TokenRejected, MetadataLeft::Nothing));
    let (result, _) = run(swapped(NOTHING_TO_MERGE), [text(401, "")]);
    assert_eq!(result, own);
    let (result, _) = run(swapped(NOTHING_TO_MERGE), [read(ALICE, json!({})), text(401, "")]);
    assert_eq!(result, Err(not_linked(second, MetadataLeft::Nothing)));
    // The same where the account that stays is read first.
    let [alices, bobs] = to_merge();
    let (result, _) = run(plan([alices.clone(), bobs.clone()]), [read(BOB, bobs.clone()), text(401, "")]);
    assert_eq!(result, own);
    let (result, page) = run(swapped([alices.clone(), bobs]), [read(ALICE, alices), text(401, "")]);
    assert_eq!(result, Err(not_linked(second, MetadataLeft::Nothing)));
    assert_eq!(page.http.log(), [GET, GET_BOB]);
}

#[test]
fn a_failed_read_before_the_link_changes_nothing_and_reports_the_cause() {
    let plan = plan(to_merge());
    let alice = unchanged(&plan.primary);
    let (result, page) = run(plan, [text(500, ""), alice]);
    assert_eq!(result, Err(not_linked(ManagementError::Server { status: 500 }, MetadataLeft::Nothing)));
    assert_eq!(page.http.log(), [GET_BOB, GET]);
}
