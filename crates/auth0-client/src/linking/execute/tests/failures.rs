//! Links that do not go well: one POST, the metadata taken back, and the truth told.

use super::*;
use crate::http::{HttpResponse, TransportError};
use crate::management::LinkRejection;
use crate::test_support::http::text;

/// Nothing was linked, that is certain, and nothing was left.
fn harmless(cause: ManagementError) -> LinkError {
    LinkError { cause, certain: true, metadata: MetadataLeft::Untouched }
}

/// A POST refused with certainty, without and with metadata to take back.
#[track_caller]
fn check_refused(post: &Answer, cause: ManagementError) {
    let (result, http) = carry_out(plan(NOTHING_TO_MERGE), [post.clone()]);
    assert_eq!(result, Err(harmless(cause)));
    assert_eq!(http.log(), [POST]);

    let (result, http) = carry_out(plan(to_merge()), [merged(), post.clone(), taken_back()]);
    assert_eq!(result, Err(harmless(cause)));
    assert_eq!(http.log(), [PATCH, POST, PATCH]);
    assert_eq!(
        json_body(&http.sent()[2]),
        json!({"user_metadata": {"lang": null}}),
        "a new key is taken away"
    );
}

fn refusal(message: &str) -> Answer {
    answer(400, &json!({"statusCode": 400, "error": "Bad Request", "message": message}))
}

#[test]
fn ma_15_16_17_18_a_documented_refusal_changes_nothing() {
    for (message, reason) in [
        ("Main identity and the new one are the same.", LinkRejection::SameIdentity),
        ("Invalid token (link_with).", LinkRejection::InvalidToken),
        (
            "JWT (link_with) must have an aud claim that matches that of the calling token's azp.",
            LinkRejection::Misconfigured,
        ),
        ("Provided secondary account not found.", LinkRejection::SecondaryNotFound),
        ("Unable to link with the secondary account.", LinkRejection::NotLinkable),
    ] {
        check_refused(&refusal(message), ManagementError::Refused(reason));
    }
}

#[test]
fn ma_19_20_21_23_every_other_refusal_changes_nothing() {
    let scope = json!({"message": "Insufficient scope", "errorCode": "insufficient_scope"});
    let subject = json!({"message": "User to be acted on does not match subject in bearer token."});
    check_refused(&text(401, ""), ManagementError::TokenRejected);
    check_refused(&answer(403, &scope), ManagementError::InsufficientScope("update:current_user_identities"));
    check_refused(&answer(403, &subject), ManagementError::OtherSubject);
    check_refused(&text(404, ""), ManagementError::UserNotFound);
    let limited = Ok(HttpResponse { status: 429, retry_after: Some(1), body: String::new() });
    check_refused(&limited, ManagementError::RateLimited { retry_after: Some(1) });
}

#[test]
fn ma_22_a_409_that_is_not_about_us_is_told_after_reading_back() {
    let (result, http) = carry_out(plan(NOTHING_TO_MERGE), [text(409, ""), read_back(false)]);
    assert_eq!(result, Err(harmless(ManagementError::AlreadyExists)));
    assert_eq!(http.log(), [POST, GET]);
}

#[test]
fn ma_24_25_a_link_that_did_not_happen_is_undone_and_not_tried_again() {
    for (missing, cause) in [
        (text(500, ""), ManagementError::Server { status: 500 }),
        (Err(TransportError::TimedOut), TransportError::TimedOut.into()),
        (Err(TransportError::Failed), TransportError::Failed.into()),
        (answer(201, &identities_json(&[ALICE])), ManagementError::UnexpectedAnswer { status: 201 }),
    ] {
        let answers = [merged(), missing, read_back(false), taken_back()];
        let (result, http) = carry_out(plan(to_merge()), answers);
        assert_eq!(result, Err(harmless(cause)));
        assert_eq!(http.log(), [PATCH, POST, GET, PATCH]);
    }
}

#[test]
fn ma_25_offline_before_the_post_means_that_nothing_was_sent() {
    let (result, http) = carry_out(plan(NOTHING_TO_MERGE), [Err(TransportError::Offline)]);
    assert_eq!(result, Err(harmless(TransportError::Offline.into())));
    assert_eq!(http.log(), [POST]);
}

#[test]
fn ma_25_when_nobody_knows_the_metadata_stays_and_that_is_told() {
    for (metadata, left) in [(NOTHING_TO_MERGE, MetadataLeft::Untouched), (to_merge(), MetadataLeft::Merged)]
    {
        let plan = plan(metadata);
        let patch = if plan.patch.is_empty() { None } else { Some(merged()) };
        let posts = [Err(TransportError::TimedOut), Err(TransportError::Offline)];
        let (result, http) = carry_out(plan, patch.into_iter().chain(posts));
        let cause = TransportError::TimedOut.into();
        assert_eq!(result, Err(LinkError { cause, certain: false, metadata: left }));
        assert_eq!(http.log().iter().filter(|line| *line == POST).count(), 1);
        assert_eq!(http.log().last().unwrap(), GET, "nothing is taken back blindly");
    }
}

#[test]
fn a_refused_patch_sends_no_link() {
    for (refused, cause) in [
        (text(400, ""), ManagementError::MetadataRefused),
        (text(413, ""), ManagementError::MetadataRefused),
        (text(401, ""), ManagementError::TokenRejected),
        (text(429, ""), ManagementError::RateLimited { retry_after: None }),
        (Err(TransportError::Offline), TransportError::Offline.into()),
    ] {
        let (result, http) = carry_out(plan(to_merge()), [refused]);
        assert_eq!(result, Err(harmless(cause)));
        assert_eq!(http.log(), [PATCH]);
    }
}

#[test]
fn metadata_that_the_tenant_kept_by_half_is_taken_back_and_sends_no_link() {
    let half = json!({"theme": "dark", "lang": null});
    for look in [patched(half.clone()), text(500, "")] {
        let (result, http) = carry_out(plan(to_merge()), [patched(half.clone()), look, taken_back()]);
        assert_eq!(result, Err(harmless(ManagementError::MetadataAltered)));
        assert_eq!(http.log(), [PATCH, GET, PATCH]);
    }
}

#[test]
fn a_patch_without_an_answer_is_taken_back_and_sends_no_link() {
    for (undo, left) in [(taken_back(), MetadataLeft::Untouched), (text(500, ""), MetadataLeft::Merged)] {
        let (result, http) = carry_out(plan(to_merge()), [Err(TransportError::TimedOut), undo]);
        let cause = TransportError::TimedOut.into();
        assert_eq!(result, Err(LinkError { cause, certain: true, metadata: left }));
        assert_eq!(http.log(), [PATCH, PATCH]);
    }
}

#[test]
fn metadata_that_cannot_be_taken_back_is_told() {
    let answers = [merged(), refusal("Provided secondary account not found."), text(500, "")];
    let (result, http) = carry_out(plan(to_merge()), answers);
    let error = result.unwrap_err();
    assert_eq!((error.certain, error.metadata), (true, MetadataLeft::Merged));
    assert_eq!(http.log(), [PATCH, POST, PATCH]);
}

#[test]
fn the_old_value_of_a_chosen_key_is_put_back() {
    let mut confirmation = confirmation(to_merge());
    confirmation.choose("theme", crate::management::metadata::Source::Secondary);
    let plan = confirmation.confirm(Some(&session(ALICE)), NOW).unwrap();
    let (_, http) =
        carry_out(plan, [patched(json!({"theme": "light", "lang": "de"})), text(401, ""), taken_back()]);
    let undo = json!({"user_metadata": {"theme": "dark", "lang": null}});
    assert_eq!(json_body(&http.sent()[2]), undo);
}
