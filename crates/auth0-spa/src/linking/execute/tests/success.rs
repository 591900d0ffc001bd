//! Links that succeed, also when the answer is missing.

use super::*;
use crate::display_text::DisplayText;
use crate::http::{Body, TransportError};
use crate::management::metadata::Source;
use crate::test_support::http::text;

/// Cases: MA-13.
#[test]
fn without_metadata_to_merge_only_one_post_is_sent() {
    let (result, http) = carry_out(plan(NOTHING_TO_MERGE), [linked()]);
    let linked = result.unwrap();
    assert_eq!(identities(&linked), [ALICE, BOB]);
    assert_eq!(linked.joined.unwrap().profile.label(), DisplayText::new("bob@example.com"));
    assert_eq!(linked.new_session, None);
    assert_eq!(http.log(), [POST]);
}

/// Cases: MA-26.
#[test]
fn the_link_request_carries_one_member_and_the_primarys_access_token() {
    let (_, http) = carry_out(plan(NOTHING_TO_MERGE), [linked()]);
    let [request] = http.sent().try_into().unwrap();
    assert_eq!(json_body(&request), json!({"link_with": "id google-oauth2|bob"}));
    assert_eq!(request.bearer.unwrap().secret(), "access auth0|alice");
    assert_eq!(request.url, "https://acme.eu.auth0.com/api/v2/users/auth0%7Calice/identities");
}

#[test]
fn exactly_what_changes_is_patched_before_the_link() {
    let merged = json!({"theme": "dark", "lang": "de"});
    let (result, http) = carry_out(plan(to_merge()), [patched(merged.clone()), linked()]);
    assert_eq!(http.log(), [PATCH, POST]);
    assert_eq!(json_body(&http.sent()[0]), json!({"user_metadata": {"lang": "de"}}));
    assert_eq!(http.sent()[0].bearer.as_ref().unwrap().secret(), "access auth0|alice");
    assert_eq!(Value::Object(result.unwrap().user.metadata), merged, "the account is known as it is now");
}

#[test]
fn a_patch_answer_without_metadata_reads_the_user() {
    let silent = answer(200, &user_json(&[ALICE], Value::Null));
    let (result, http) = carry_out(plan(to_merge()), [silent, read_back(false), linked()]);
    assert_eq!(identities(&result.unwrap()), [ALICE, BOB]);
    assert_eq!(http.log(), [PATCH, GET, POST]);
}

#[test]
fn a_chosen_value_is_sent_whole() {
    let mut confirmation = confirmation([json!({"a": {"x": 1, "y": [1, 2]}}), json!({"a": {"x": 2}})]);
    confirmation.choose("a", Source::Secondary);
    let plan = confirmation.confirm(Some(&session(ALICE)), NOW).unwrap();
    let (_, http) = carry_out(plan, [patched(json!({"a": {"x": 2}})), linked()]);
    assert_eq!(json_body(&http.sent()[0]), json!({"user_metadata": {"a": {"x": 2}}}));
}

#[test]
fn with_swapped_roles_the_second_account_calls_and_becomes_the_session() {
    let mut confirmation = confirmation(to_merge());
    confirmation.swap(NOW).unwrap();
    let plan = confirmation.confirm(Some(&session(ALICE)), NOW).unwrap();
    // Bob has every key that Alice has: nothing to patch.
    let (result, http) = carry_out(plan, [answer(201, &identities_json(&[BOB, ALICE]))]);
    assert_eq!(http.log(), ["POST /api/v2/users/google-oauth2%7Cbob/identities"]);
    let [request] = http.sent().try_into().unwrap();
    assert_eq!(json_body(&request), json!({"link_with": "id auth0|alice"}));
    assert_eq!(request.bearer.unwrap().secret(), "access google-oauth2|bob");

    let linked = result.unwrap();
    assert_eq!(linked.user.id.as_str(), BOB);
    let (claims, tokens) = linked.new_session.unwrap();
    assert_eq!(claims.subject.as_str(), BOB);
    assert_eq!(tokens.access_token.secret(), "access google-oauth2|bob");
}

/// Cases: MA-14.
#[test]
fn a_201_without_the_new_identity_is_read_back() {
    for odd in [answer(201, &identities_json(&[ALICE])), text(201, ""), text(201, "<html>"), text(201, "[]")]
    {
        let (result, http) = carry_out(plan(NOTHING_TO_MERGE), [odd, read_back(true)]);
        assert_eq!(identities(&result.unwrap()), [ALICE, BOB]);
        assert_eq!(http.log(), [POST, GET]);
    }
}

/// Cases: MA-22, MA-24, MA-25.
#[test]
fn a_link_whose_answer_is_missing_succeeds_if_the_user_shows_it() {
    for missing in [
        text(409, r#"{"message":"Specified identity already exists."}"#),
        text(500, ""),
        text(502, "<html>"),
        Err(TransportError::TimedOut),
        Err(TransportError::Failed),
        Err(TransportError::TooLarge),
    ] {
        let label = format!("{missing:?}");
        let (result, http) = carry_out(plan(to_merge()), [merged(), missing, read_back(true)]);
        let linked = result.unwrap();
        assert_eq!(identities(&linked), [ALICE, BOB], "{label}");
        assert_eq!(linked.user.metadata.len(), 2, "as read back");
        assert_eq!(http.log(), [PATCH, POST, GET], "{label}: one POST");
    }
}

#[test]
fn an_identity_with_several_bars_or_a_numeric_id_is_recognised() {
    for (id, identity) in [
        (
            "oauth2|discord|42",
            json!({"provider": "oauth2", "user_id": "discord|42", "connection": "discord"}),
        ),
        ("github|583231", json!({"provider": "github", "user_id": 583_231, "connection": "github"})),
    ] {
        let second = second_login(session(ALICE).reference(), id);
        let (alice, other) = (user(ALICE, json!({})), user(id, json!({})));
        let confirmation = Confirmation::new(&session(ALICE), alice, second, other, &config(), NOW).unwrap();
        let plan = confirmation.confirm(Some(&session(ALICE)), NOW).unwrap();
        let mut list = identities_json(&[ALICE]);
        list.as_array_mut().unwrap().push(identity.into());
        let (result, http) = carry_out(plan, [answer(201, &list)]);
        assert_eq!(identities(&result.unwrap()), [ALICE, id]);
        assert_eq!(http.log(), [POST]);
    }
}

#[test]
fn nothing_but_the_link_is_in_the_body_of_any_request() {
    let (_, http) = carry_out(plan(to_merge()), [merged(), text(500, ""), read_back(true)]);
    let bodies: Vec<_> = http.sent().into_iter().map(|request| request.body).collect();
    assert!(matches!(bodies.as_slice(), [Body::Json(_), Body::Json(_), Body::Empty]));
}
