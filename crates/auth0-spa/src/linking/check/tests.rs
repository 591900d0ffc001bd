//! Cases LF: which accounts may be linked.

use crate::test_support::json::json;

use super::*;
use crate::session::SessionRef;
use crate::test_support::accounts::{identity, second_login as second, user};
use crate::test_support::samples::{NOW, session};

/// Checks a second login of `id`, asked for by Alice, against a session.
fn judge(now_logged_in: Option<&Session>, id: &str) -> Result<(), LinkRefusal> {
    second_login(now_logged_in, &second(session("auth0|alice").reference(), id), NOW).map(drop)
}

/// An account with an address that is verified, unverified, or missing.
fn account(id: &str, verified: Option<bool>) -> User {
    let mut user = user(id, json!({}));
    user.profile.email_verified = verified == Some(true);
    user.profile.email = verified.map(|_| "x@example.com".to_owned());
    user
}

/// Cases: LF-04.
#[test]
fn another_account_may_be_linked() {
    assert_eq!(judge(Some(&session("auth0|alice")), "google-oauth2|bob"), Ok(()));
}

/// Cases: LF-09.
#[test]
fn the_same_account_is_refused() {
    assert_eq!(judge(Some(&session("auth0|alice")), "auth0|alice"), Err(LinkRefusal::SameAccount));
    let same = accounts(&account("auth0|alice", Some(true)), &account("auth0|alice", Some(true)));
    assert_eq!(same, Err(LinkRefusal::SameAccount));
}

/// Cases: LF-10.
#[test]
fn an_already_linked_account_is_refused() {
    let mut alice = account("auth0|alice", Some(true));
    alice.identities.push(identity("google-oauth2|bob"));
    let bob = account("google-oauth2|bob", Some(true));
    assert_eq!(accounts(&alice, &bob), Err(LinkRefusal::AlreadyLinked));
}

/// Cases: LF-11.
#[test]
fn without_a_session_nothing_is_linked() {
    assert_eq!(judge(None, "google-oauth2|bob"), Err(LinkRefusal::NoSession));
}

/// Cases: LF-12.
#[test]
fn another_session_than_the_one_that_asked_stops_the_link() {
    assert_eq!(judge(Some(&session("auth0|eve")), "google-oauth2|bob"), Err(LinkRefusal::PrimaryChanged));
}

/// Cases: LF-13.
#[test]
fn a_new_session_of_the_same_user_stops_the_link_too() {
    let alice = session("auth0|alice");
    let SessionRef { issuer, subject, .. } = alice.reference();
    let earlier = SessionRef { issuer, subject, session_id: "an earlier one".into() };
    let judged = second_login(Some(&alice), &second(earlier, "google-oauth2|bob"), NOW);
    assert_eq!(judged, Err(LinkRefusal::PrimaryChanged));
}

/// Cases: LF-14.
#[test]
fn the_connection_asked_for_is_one_of_the_second_accounts() {
    let mut bob = account("auth0|bob", Some(true));
    bob.identities.push(identity("facebook|77"));
    assert_eq!(connection(Some("facebook"), &bob), Ok(()));
    assert_eq!(connection(Some("auth0"), &bob), Ok(()));
    for other in ["google-oauth2", "Facebook", "face", ""] {
        assert_eq!(connection(Some(other), &bob), Err(LinkRefusal::OtherConnection), "{other}");
    }
}

/// Cases: LF-15.
#[test]
fn without_a_requested_connection_any_account_fits() {
    assert_eq!(connection(None, &account("github|1", Some(true))), Ok(()));
}

/// Cases: LF-22.
#[test]
fn a_session_that_ended_meanwhile_stops_the_link() {
    let alice = session("auth0|alice");
    let mut bob = second(alice.reference(), "google-oauth2|bob");
    bob.returned_at = NOW.plus(86_399);
    bob.claims.expires_at = NOW.plus(90_000);
    assert!(second_login(Some(&alice), &bob, NOW.plus(86_399)).is_ok());
    assert_eq!(second_login(Some(&alice), &bob, NOW.plus(86_400)), Err(LinkRefusal::NoSession));
}

/// Cases: LF-23.
#[test]
fn both_addresses_must_be_verified_where_there_are_any() {
    for (primary, secondary, expected) in [
        (Some(true), Some(true), Ok(())),
        (Some(true), None, Ok(())),
        (None, Some(true), Ok(())),
        (None, None, Ok(())),
        (Some(false), Some(true), Err(LinkRefusal::PrimaryUnverified(Verifier::User))),
        (Some(false), None, Err(LinkRefusal::PrimaryUnverified(Verifier::User))),
        (Some(true), Some(false), Err(LinkRefusal::SecondaryUnverified(Verifier::User))),
        (None, Some(false), Err(LinkRefusal::SecondaryUnverified(Verifier::User))),
    ] {
        let judged = accounts(&account("auth0|alice", primary), &account("facebook|bob", secondary));
        assert_eq!(judged, expected, "{primary:?} {secondary:?}");
    }
}

/// Cases: LF-24.
#[test]
fn equal_addresses_neither_link_nor_prevent_a_link() {
    let judged = accounts(&account("auth0|alice", Some(true)), &account("auth0|bob", Some(true)));
    assert_eq!(judged, Ok(()));
}
