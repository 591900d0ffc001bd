//! Logins of the browser's account and of another one.

use super::*;
use crate::session::Restored;
use crate::tabs::Status;
use crate::test_support::samples::{NOW, session as sample};
use crate::test_support::storage::Fault;

/// Logs in as this user, from the click to the outcome.
fn log_in(page: &Page, intent: Intent, id: &str) -> Result<LoginOutcome, Box<LoginError>> {
    let left = leave(page, intent);
    let mut claims = alice(&left);
    claims["sub"] = json!(id);
    page.http.script([tokens(&claims), keys()]);
    come_back_with_code(page, &left)
}

fn session_of(page: &Page, id: &str) -> Session {
    match log_in(page, Intent::LogIn, id) {
        Ok(LoginOutcome::Session { session, .. }) => session,
        other => panic!("{other:?}"),
    }
}

/// Cases: LF-28.
#[test]
fn after_a_session_ended_another_account_is_not_adopted_silently() {
    let page = Page::new();
    let first = session_of(&page, "auth0|alice");
    session::forget(&page, NOW).unwrap();
    for intent in [Intent::LogIn, Intent::SwitchAccount] {
        let Ok(LoginOutcome::OtherAccount(other)) = log_in(&page, intent, "google-oauth2|bob") else {
            panic!()
        };
        assert_eq!(session::restore(&page, &config(), NOW), Ok(Restored::Nothing));
        assert!(matches!(tabs::status(&page.shared, &first.fingerprint()), Status::Current { .. }));
        assert!(!format!("{other:?}").contains("the access token"), "{other:?}");
    }
}

/// Cases: LF-28.
#[test]
fn the_user_may_accept_the_other_account() {
    let page = Page::new();
    let first = session_of(&page, "auth0|alice");
    session::forget(&page, NOW).unwrap();
    let Ok(LoginOutcome::OtherAccount(other)) = log_in(&page, Intent::LogIn, "google-oauth2|bob") else {
        panic!()
    };
    let session = other.accept(&page).unwrap();
    assert_eq!(session.subject().as_str(), "google-oauth2|bob");
    assert_eq!(session::restore(&page, &config(), NOW), Ok(Restored::Active(Box::new(session))));
    assert_eq!(tabs::status(&page.shared, &first.fingerprint()), Status::OtherAccount);
}

/// Cases: LF-28.
#[test]
fn a_late_login_of_another_account_does_not_replace_the_session() {
    let page = Page::new();
    // The other tabs know nothing: this tab's own session is enough.
    session::store(&page, &sample("auth0|alice")).unwrap();
    assert!(matches!(log_in(&page, Intent::LogIn, "google-oauth2|bob"), Ok(LoginOutcome::OtherAccount(_))));
    let Ok(Restored::Active(session)) = session::restore(&page, &config(), NOW) else { panic!() };
    assert_eq!(session.subject().as_str(), "auth0|alice");
}

#[test]
fn the_same_account_logs_in_again_without_a_question() {
    let page = Page::new();
    let first = session_of(&page, "auth0|alice");
    let second = session_of(&page, "auth0|alice");
    assert_ne!(first.reference(), second.reference());
    session::forget(&page, NOW).unwrap();
    session_of(&page, "auth0|alice");
}

/// Cases: LO-12.
#[test]
fn after_a_logout_any_account_may_log_in() {
    let page = Page::new();
    session_of(&page, "auth0|alice");
    session::forget(&page, NOW).unwrap();
    tabs::announce_logout(&page.shared, &page).unwrap();
    session_of(&page, "google-oauth2|bob");
}

#[test]
fn a_session_of_another_tenant_in_this_tab_asks_no_question() {
    let page = Page::new();
    let mut stranger = sample("auth0|alice");
    stranger.claims.issuer = "https://other.eu.auth0.com/".into();
    session::store(&page, &stranger).unwrap();
    session_of(&page, "google-oauth2|bob");
}

/// Cases: TB-09.
#[test]
fn a_session_is_not_stored_if_the_other_tabs_cannot_know_of_it() {
    for fault in [Fault::Blocked, Fault::Full, Fault::Ignoring] {
        let page = Page::new();
        let left = leave(&page, Intent::LogIn);
        page.http.script([tokens(&alice(&left)), keys()]);
        page.shared.fail(fault);
        assert!(come_back_with_code(&page, &left).is_err(), "{fault:?}");
        assert_eq!(session::restore(&page, &config(), NOW), Ok(Restored::Nothing), "{fault:?}");
    }
}

/// Cases: TB-09.
#[test]
fn a_session_that_cannot_be_announced_is_removed_again() {
    let page = Page::new();
    let left = leave(&page, Intent::LogIn);
    page.http.script([tokens(&alice(&left)), keys()]);
    page.shared.fill_up_for(tabs::KEY);
    let error = come_back_with_code(&page, &left).unwrap_err();
    assert_eq!(error.cause, SessionError::from(crate::StorageError::Full).into());
    assert_eq!(session::restore(&page, &config(), NOW), Ok(Restored::Nothing));
}

/// Cases: TB-11.
#[test]
fn a_duplicated_tab_finds_the_callback_handled() {
    let page = Page::new();
    let left = leave(&page, Intent::LogIn);
    let copy = Page::new();
    for (key, value) in page.storage.contents() {
        copy.storage.put(&key, &value);
    }
    page.http.script([tokens(&alice(&left)), keys()]);
    come_back_with_code(&page, &left).unwrap();
    for (key, value) in page.shared.contents() {
        copy.shared.put(&key, &value);
    }
    let again = come_back_with_code(&copy, &left).unwrap_err();
    assert_eq!(again.cause, TakeError::AlreadyHandled.into());
    assert_eq!(again.started, None);
    assert!(copy.http.log().is_empty(), "no second token request");
}
