//! The second login of a link: fresh, bound to the session that started it, and never a session itself.

use super::*;
use crate::session::Restored;
use crate::test_support::samples::{NOW, session};

/// Alice's session, and her second login under way.
fn link_started(connection: Option<&str>) -> (Page, Session, Left) {
    let page = Page::new();
    let alice = session("auth0|alice");
    session::store(&page, &alice).unwrap();
    let intent = Intent::Link { primary: alice.reference(), connection: connection.map(str::to_owned) };
    let left = leave(&page, intent);
    (page, alice, left)
}

/// The claims of Bob's login, made `age` seconds after the click.
fn bob(left: &Left, age: i64) -> Value {
    let mut claims = alice(left);
    claims["sub"] = json!("google-oauth2|bob");
    claims["auth_time"] = json!(NOW.0 + age);
    claims
}

/// Comes back from a second login with these claims; whatever happens, the session is untouched.
fn second_login(claims: impl FnOnce(&Left) -> Value) -> Result<LoginOutcome, LoginFailure> {
    let (page, alice, left) = link_started(None);
    page.http.script([tokens(&claims(&left)), keys()]);
    let outcome = come_back_with_code(&page, &left).map_err(|error| error.cause);
    assert_eq!(session::restore(&page, &config(), NOW), Ok(Restored::Active(Box::new(alice))));
    outcome
}

/// Cases: LF-04, LF-20, LF-21.
#[test]
fn the_second_login_never_becomes_the_session() {
    let (page, alice, left) = link_started(Some("google-oauth2"));
    page.http.script([tokens(&bob(&left, 5)), keys()]);
    let Ok(LoginOutcome::SecondLogin(second)) = come_back_with_code(&page, &left) else { panic!() };
    assert_eq!(second.claims.subject.as_str(), "google-oauth2|bob");
    assert_eq!(second.primary, alice.reference());
    assert_eq!(second.connection.as_deref(), Some("google-oauth2"));

    assert_eq!(session::restore(&page, &config(), NOW), Ok(Restored::Active(Box::new(alice))));
    let stored: String = page.storage.contents().into_values().collect();
    for secret in [second.tokens.access_token.secret(), second.tokens.id_token.secret()] {
        assert!(!stored.contains(secret), "the second login's tokens are in memory only");
    }
    assert_eq!(page.http.log(), [TOKEN, KEYS]);
}

/// Cases: LF-16.
#[test]
fn a_login_older_than_the_click_is_refused() {
    assert!(matches!(second_login(|left| bob(left, 0)), Ok(LoginOutcome::SecondLogin(_))));
    assert!(matches!(second_login(|left| bob(left, -60)), Ok(LoginOutcome::SecondLogin(_))));
    assert_eq!(second_login(|left| bob(left, -61)), Err(IdTokenError::NotFresh.into()));
}

/// Cases: LF-17.
#[test]
fn a_fresh_login_without_auth_time_is_refused() {
    let silent = |left: &Left| {
        let mut claims = bob(left, 0);
        claims.as_object_mut().unwrap().remove("auth_time");
        claims
    };
    assert_eq!(second_login(silent), Err(IdTokenError::NotFresh.into()));
}

/// Cases: ID-48.
#[test]
fn a_second_login_must_be_newer_than_the_click_not_than_the_callback() {
    for (age, fresh) in [(-61, false), (-60, true), (300, true), (360, true), (361, false)] {
        let (page, _, left) = link_started(None);
        page.clock.advance(300);
        let mut claims = bob(&left, age);
        claims["iat"] = json!(NOW.0 + 300);
        page.http.script([tokens(&claims), keys()]);
        assert_eq!(come_back_with_code(&page, &left).is_ok(), fresh, "{age}");
    }
}

/// Cases: LF-18.
#[test]
fn a_second_login_that_was_cancelled_leaves_the_session_alone() {
    let (page, alice, left) = link_started(Some("facebook"));
    let search = format!(
        "?error=access_denied&error_description=User+has+canceled+the+interaction.&state={}",
        left.value("state")
    );
    let error = come_back(&page, &search).unwrap_err();
    let LoginFailure::Refused(refusal) = error.cause else { panic!("{:?}", error.cause) };
    assert_eq!(refusal.reason, RefusalReason::Cancelled);
    let intent = Intent::Link { primary: alice.reference(), connection: Some("facebook".into()) };
    assert_eq!(error.started, Some((intent, ReturnTo::parse("/settings"))));
    assert_eq!(session::restore(&page, &config(), NOW), Ok(Restored::Active(Box::new(alice))));
    assert!(page.http.log().is_empty());
}

/// Cases: LF-19.
#[test]
fn an_invalid_second_login_leaves_the_session_alone() {
    let replayed = |left: &Left| {
        let mut claims = bob(left, 0);
        claims["nonce"] = json!("replayed");
        claims
    };
    assert!(second_login(replayed).is_err());
}

/// Cases: TX-13.
#[test]
fn a_login_cannot_be_turned_into_a_link_nor_a_link_into_a_login() {
    let (page, _, link) = link_started(None);
    let login = leave(&page, Intent::LogIn);
    page.http.script([tokens(&bob(&link, 0)), keys(), tokens(&alice(&login)), keys()]);
    assert!(matches!(come_back_with_code(&page, &link), Ok(LoginOutcome::SecondLogin(_))));
    assert!(matches!(come_back_with_code(&page, &login), Ok(LoginOutcome::Session { .. })));
}
