//! Refused links: one POST, the metadata is rolled back, and the outcome is reported.

use super::*;
use crate::http::{HttpResponse, TransportError};
use crate::management::LinkRejection;
use crate::test_support::http::text;

/// Nothing was linked, and nothing was left behind.
fn harmless(cause: impl Into<ManagementError>) -> LinkError {
    not_linked(cause, MetadataLeft::Nothing)
}

/// A POST that was certainly refused, without and with metadata to roll back.
#[track_caller]
fn check_refused(post: &Answer, cause: ManagementError) {
    let (result, http) = carry_out(plan(NOTHING_TO_MERGE), [post.clone()]);
    assert_eq!(result, Err(harmless(cause)));
    assert_eq!(http.log(), [POST]);
    assert!(!http.has_pending_request());

    let answers = [merged(), post.clone(), read_back(false), taken_back()];
    let (result, http) = carry_out(plan(to_merge()), answers);
    assert_eq!(result, Err(harmless(cause)));
    assert_eq!(http.log(), [PATCH, POST, GET, PATCH]);
    let undo = json!({"user_metadata": {"lang": null}});
    assert_eq!(json_body(&http.sent()[3]), undo, "a new key is taken away");
    assert!(!http.has_pending_request());
}

fn refusal(message: &str) -> Answer {
    answer(400, &json!({"statusCode": 400, "error": "Bad Request", "message": message}))
}

/// Cases: MA-15, MA-16, MA-17, MA-18.
#[test]
fn a_documented_refusal_changes_nothing() {
    for (message, reason) in [
        ("Main identity and the new one are the same.", LinkRejection::SameIdentity),
        ("Invalid token (link_with).", LinkRejection::InvalidToken),
        (
            "JWT (link_with) must have an aud claim that matches that of the calling token's azp.",
            LinkRejection::Misconfigured,
        ),
        ("Unable to link with the secondary account.", LinkRejection::NotLinkable),
    ] {
        check_refused(&refusal(message), ManagementError::Refused(reason));
    }
}

/// Cases: MA-19, MA-20, MA-21, MA-23.
#[test]
fn every_other_refusal_changes_nothing() {
    let scope = json!({"message": "Insufficient scope", "errorCode": "insufficient_scope"});
    let subject = json!({"message": "User to be acted on does not match subject in bearer token."});
    check_refused(&text(401, ""), ManagementError::TokenRejected);
    check_refused(&answer(403, &scope), ManagementError::InsufficientScope("update:current_user_identities"));
    check_refused(&answer(403, &subject), ManagementError::OtherSubject);
    check_refused(&text(404, ""), ManagementError::UserNotFound);
    let limited = Ok(HttpResponse { status: 429, retry_after: Some(1), body: String::new() });
    check_refused(&limited, ManagementError::RateLimited { retry_after: Some(1) });
}

/// The refusals that another tab's link may have caused.
fn perhaps_linked() -> [(Answer, ManagementError); 2] {
    let gone = refusal("Provided secondary account not found.");
    let not_found = ManagementError::Refused(LinkRejection::SecondaryNotFound);
    [(text(409, ""), ManagementError::AlreadyExists), (gone, not_found)]
}

/// Cases: MA-22.
#[test]
fn a_refusal_that_an_existing_link_may_cause_is_reported_after_reading_the_user() {
    for (refused, cause) in perhaps_linked() {
        let (result, http) = carry_out(plan(NOTHING_TO_MERGE), [refused.clone(), read_back(false)]);
        assert_eq!(result, Err(harmless(cause)));
        assert_eq!(http.log(), [POST, GET]);
        let answers = [merged(), refused.clone(), read_back(false), taken_back()];
        let (result, http) = carry_out(plan(to_merge()), answers);
        assert_eq!(result, Err(harmless(cause)));
        assert_eq!(http.log(), [PATCH, POST, GET, PATCH]);
        let (result, _) = carry_out(plan(NOTHING_TO_MERGE), [refused, read_back(true)]);
        assert_eq!(identities(&result.unwrap()), [ALICE, BOB]);
    }
}

/// Cases: MA-35.
#[test]
fn copies_are_never_removed_from_accounts_that_another_tab_linked() {
    let others = [(refusal("Something new."), ManagementError::Refused(LinkRejection::Other))];
    for (refused, _) in perhaps_linked().into_iter().chain(others) {
        let (result, http) = carry_out(plan(to_merge()), [merged(), refused, read_back(true)]);
        let linked = result.unwrap();
        assert_eq!(identities(&linked), [ALICE, BOB]);
        assert_eq!(linked.user.metadata.len(), 2, "the only copy");
        assert_eq!(http.log(), [PATCH, POST, GET]);
        assert!(!http.has_pending_request());
    }
}

/// Cases: MA-35.
#[test]
fn accounts_that_another_tab_linked_meanwhile_are_linked_at_every_step() {
    let linked_meanwhile = || answer(200, &user_json(&[ALICE, BOB], json!({"theme": "dark"})));
    let with_copies = || read_back(true);
    let lost = || Err(TransportError::TimedOut);
    let refused = || refusal("Invalid token (link_with).");
    for answers in [
        // The PATCH is answered, or its answer is missing.
        vec![with_copies()],
        vec![lost(), linked_meanwhile()],
        // Between the check and the PATCH of the rollback.
        vec![merged(), refused(), read_back(false), linked_meanwhile()],
        vec![merged(), refused(), read_back(false), lost(), linked_meanwhile()],
    ] {
        let (result, http) = carry_out(plan(to_merge()), answers);
        assert_eq!(identities(&result.unwrap()), [ALICE, BOB], "{:?}", http.log());
        assert!(!http.has_pending_request());
    }
}

/// The user logs out in another tab during this request, counted from zero.
#[track_caller]
fn check_logout(
    at: usize,
    metadata: [Value; 2],
    answers: impl IntoIterator<Item = Answer>,
) -> (LinkError, Vec<String>) {
    let plan = plan(metadata);
    let looks = [unchanged(&plan.secondary), unchanged(&plan.primary)];
    let looks = looks.into_iter().take(if plan.keeps_metadata() { 2 } else { 1 });
    let page = Page::new();
    page.http.script(looks.chain(answers));
    let (http, config) = (LogsOut { page: &page, at }, config());
    let execution = execute(&http, &page, &config, plan, &|| {});
    let error = now(execution).unwrap_err();
    page.http.assert_finished();
    assert!(PendingRequest::restore(&page, &session(ALICE)).is_none());
    (error, page.http.log())
}

struct LogsOut<'a> {
    page: &'a Page,
    at: usize,
}

impl HttpClient for LogsOut<'_> {
    async fn send(&self, request: HttpRequest) -> Answer {
        if self.page.http.sent().len() == self.at {
            crate::tabs::announce_logout(&self.page.shared, self.page).unwrap();
        }
        self.page.http.send(request).await
    }
}

/// Cases: TB-18.
#[test]
fn a_logout_stops_what_was_not_sent_yet() {
    let over = LinkError::Refused(LinkRefusal::NoSession);
    for at in 0..2 {
        assert_eq!(check_logout(at, to_merge(), []), (over.clone(), vec![GET_BOB.into(), GET.into()]));
    }
    assert_eq!(check_logout(0, NOTHING_TO_MERGE, []), (over.clone(), vec![GET_BOB.into()]));
    let (error, log) = check_logout(2, to_merge(), [merged(), read_back(false), taken_back()]);
    assert_eq!((error, &log[2..]), (over, &[PATCH.into(), GET.into(), PATCH.into()][..]));
    let (error, _) = check_logout(2, to_merge(), [merged(), text(500, "")]);
    assert_eq!(error, not_linked(ManagementError::TokenRejected, MetadataLeft::Copied(lang())));
}

/// Cases: MA-33.
#[test]
fn a_value_is_a_copy_only_if_the_tenants_answer_shows_it() {
    let theirs = patched(json!({"theme": "dark", "lang": "fr"}));
    for look in [theirs, text(500, "")] {
        let (result, http) = carry_out(plan(to_merge()), [patched(json!({})), look]);
        let left = MetadataLeft::Unknown(lang());
        assert_eq!(result, Err(not_linked(ManagementError::MetadataAltered, left)));
        assert_eq!(http.log(), [PATCH, GET], "nothing is written over");
        assert!(http.has_pending_request(), "and it can be looked at again");
    }
    // The tenant kept half of it, and then somebody else wrote.
    let half = patched(json!({"theme": "dark", "lang": "d"}));
    let theirs = || patched(json!({"theme": "dark", "lang": "fr"}));
    let (result, http) = carry_out(plan(to_merge()), [half, theirs(), theirs()]);
    assert_eq!(result, Err(harmless(ManagementError::MetadataAltered)));
    assert_eq!(http.log(), [PATCH, GET, GET]);
}

/// Cases: MA-25.
#[test]
fn offline_before_the_post_means_that_nothing_was_sent() {
    let (result, http) = carry_out(plan(NOTHING_TO_MERGE), [Err(TransportError::Offline)]);
    assert_eq!(result, Err(harmless(TransportError::Offline)));
    assert_eq!(http.log(), [POST]);
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
        assert!(!http.has_pending_request());
    }
}

#[test]
fn metadata_that_the_tenant_stored_in_part_is_rolled_back_and_sends_no_link() {
    let half = json!({"theme": "dark", "lang": "d"});
    for look in [patched(half.clone()), text(500, "")] {
        let answers = [patched(half.clone()), look, patched(half.clone()), taken_back()];
        let (result, http) = carry_out(plan(to_merge()), answers);
        assert_eq!(result, Err(harmless(ManagementError::MetadataAltered)));
        assert_eq!(http.log(), [PATCH, GET, GET, PATCH]);
        assert_eq!(json_body(&http.sent()[3]), json!({"user_metadata": {"lang": null}}));
    }
}

#[test]
fn metadata_that_the_tenant_did_not_store_needs_no_rollback() {
    let answers = [taken_back(), taken_back(), taken_back()];
    let (result, http) = carry_out(plan(to_merge()), answers);
    assert_eq!(result, Err(harmless(ManagementError::MetadataAltered)));
    assert_eq!(http.log(), [PATCH, GET, GET]);
}

/// A link that is refused after the merge, with these answers to the rollback.
#[track_caller]
fn check_taking_back(answers: impl IntoIterator<Item = Answer>, left: MetadataLeft, noted: bool) {
    let refused = refusal("Invalid token (link_with).");
    let (result, http) = carry_out(plan(to_merge()), [merged(), refused].into_iter().chain(answers));
    let cause = ManagementError::Refused(LinkRejection::InvalidToken);
    assert_eq!(result, Err(not_linked(cause, left)));
    assert_eq!(http.has_pending_request(), noted);
}

/// Cases: MA-33.
#[test]
fn what_a_rollback_leaves_is_reported() {
    let silent = || patched(json!({}));
    let copied = || MetadataLeft::Copied(lang());
    let unknown = || MetadataLeft::Unknown(lang());
    check_taking_back([text(500, "")], copied(), false);
    check_taking_back([read_back(false), text(429, "")], copied(), false);
    check_taking_back([read_back(false), merged()], copied(), false);
    check_taking_back([read_back(false), silent(), taken_back()], MetadataLeft::Nothing, false);
    check_taking_back([read_back(false), silent(), read_back(false)], copied(), false);
    check_taking_back([read_back(false), silent(), text(500, "")], unknown(), true);
    let lost = Err(TransportError::TimedOut);
    check_taking_back(
        [read_back(false), lost.clone(), read_back(false), taken_back()],
        MetadataLeft::Nothing,
        false,
    );
    let never = [read_back(false), lost].into_iter().chain(std::iter::repeat_n(read_back(false), 5));
    check_taking_back(never, unknown(), true);
}

/// Cases: MA-33.
#[test]
fn a_value_that_another_app_wrote_meanwhile_is_left_alone() {
    let theirs = || patched(json!({"theme": "dark", "lang": "fr"}));
    check_taking_back([theirs()], MetadataLeft::Nothing, false);
    // Between the check and the response.
    check_taking_back([read_back(false), theirs()], MetadataLeft::Nothing, false);
}

#[test]
fn the_old_value_of_a_chosen_key_is_restored() {
    let mut confirmation = confirmation(to_merge());
    confirmation.choose("theme", crate::management::metadata::Source::Secondary);
    let plan = confirmation.confirm(Some(&session(ALICE)), NOW).unwrap();
    let light = || patched(json!({"theme": "light", "lang": "de"}));
    let (_, http) = carry_out(plan, [light(), text(401, ""), light(), taken_back()]);
    let undo = json!({"user_metadata": {"theme": "dark", "lang": null}});
    assert_eq!(json_body(&http.sent()[3]), undo);
}
