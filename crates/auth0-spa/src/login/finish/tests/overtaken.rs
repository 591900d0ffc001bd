//! Logins that another tab overtakes while their tokens are on the way.

use super::*;
use crate::session::Restored;
use crate::tabs::{Overtaken, Status};
use crate::test_support::samples::{NOW, session as sample};

/// What another tab does.
type Step = fn(&Page);

const LOG_OUT: Step = |page| tabs::announce_logout(&page.shared, page).unwrap();
const BOB_LOGS_IN: Step = |page| log_in_elsewhere(page, "auth0|bob");
const ALICE_LOGS_IN: Step = |page| log_in_elsewhere(page, "auth0|alice");

fn log_in_elsewhere(page: &Page, id: &str) {
    tabs::announce_login(&page.shared, page, sample(id).fingerprint()).unwrap();
}

/// Alice logs in, and `step` happens in another tab while the token request is on its way.
fn log_in_while(page: &Page, intent: Intent, step: Step) -> Result<LoginOutcome, Box<LoginError>> {
    let left = leave(page, intent);
    let claims = alice(&left);
    page.http.script([tokens(&claims), keys()]);
    page.meanwhile.set(Some(step));
    come_back_with_code(page, &left)
}

fn overtaken(by: Overtaken) -> LoginFailure {
    SessionError::Overtaken(by).into()
}

/// Cases: TB-15.
#[test]
fn a_logout_or_another_account_in_another_tab_wins_over_an_unfinished_login() {
    for intent in [Intent::LogIn, Intent::SwitchAccount] {
        for (step, by) in [(LOG_OUT, Overtaken::LoggedOut), (BOB_LOGS_IN, Overtaken::OtherAccount)] {
            let page = Page::new();
            let error = log_in_while(&page, intent.clone(), step).unwrap_err();
            assert_eq!(error.cause, overtaken(by));
            assert_eq!(error.started, Some((intent.clone(), ReturnTo::parse("/settings"))));
            assert_eq!(session::restore(&page, &config(), NOW), Ok(Restored::Nothing));
            let status = tabs::status(&page.shared, &sample("auth0|alice").fingerprint());
            assert_eq!(status.check(), Err(by), "the mark is the other tab's");
        }
    }
}

/// Cases: TB-15.
#[test]
fn changes_by_other_tabs_while_the_configuration_loads_win_too() {
    for (step, by) in [(LOG_OUT, Overtaken::LoggedOut), (BOB_LOGS_IN, Overtaken::OtherAccount)] {
        let page = Page::new();
        let left = leave(&page, Intent::LogIn);
        let snapshot = Snapshot::take(&page.shared);
        step(&page);
        page.http.script([tokens(&alice(&left)), keys()]);
        let search = format!("?code=C&state={}", left.value("state"));
        assert_eq!(come_back_since(&page, snapshot, &search).unwrap_err().cause, overtaken(by));
    }
}

/// Cases: TB-15.
#[test]
fn a_logout_in_another_tab_ends_an_earlier_session_too() {
    let page = Page::new();
    let before = sample("auth0|alice");
    session::store(&page, &before).unwrap();
    log_in_elsewhere(&page, "auth0|alice");
    assert!(log_in_while(&page, Intent::LogIn, LOG_OUT).is_err());
    assert_eq!(tabs::status(&page.shared, &before.fingerprint()), Status::LoggedOut);
}

/// Cases: TB-01.
#[test]
fn the_same_account_in_another_tab_does_not_overtake_a_login() {
    let page = Page::new();
    let signed_in = log_in_while(&page, Intent::LogIn, ALICE_LOGS_IN);
    assert!(matches!(signed_in, Ok(LoginOutcome::Session { .. })), "{signed_in:?}");
}

/// Cases: TB-15.
#[test]
fn a_login_of_another_account_is_not_offered_if_another_tab_logged_in_meanwhile() {
    let page = Page::new();
    log_in_elsewhere(&page, "auth0|carol");
    let error = log_in_while(&page, Intent::LogIn, BOB_LOGS_IN).unwrap_err();
    assert_eq!(error.cause, overtaken(Overtaken::OtherAccount));
}

/// Cases: TB-15.
#[test]
fn another_account_cannot_be_accepted_after_a_logout() {
    for (step, by) in [(LOG_OUT, Overtaken::LoggedOut), (BOB_LOGS_IN, Overtaken::OtherAccount)] {
        let page = Page::new();
        log_in_elsewhere(&page, "auth0|carol");
        let Ok(LoginOutcome::OtherAccount(other)) = log_in_while(&page, Intent::LogIn, |_| ()) else {
            panic!()
        };
        assert_eq!(other.check(&page.shared), Ok(()));
        step(&page);
        assert_eq!(other.check(&page.shared), Err(by));
        assert_eq!(other.accept(&page), Err(SessionError::Overtaken(by)));
        assert_eq!(session::restore(&page, &config(), NOW), Ok(Restored::Nothing));
    }
}

/// Cases: LF-28.
#[test]
fn a_session_ended_in_another_tab_asks_no_question() {
    let page = Page::new();
    session::store(&page, &sample("auth0|carol")).unwrap();
    log_in_elsewhere(&page, "auth0|carol");
    LOG_OUT(&page);
    let signed_in = log_in_while(&page, Intent::LogIn, |_| ());
    assert!(matches!(signed_in, Ok(LoginOutcome::Session { .. })), "{signed_in:?}");
}

/// Carol's session, and Alice as her second login.
fn link_from_carol(page: &Page) -> Intent {
    let carol = sample("auth0|carol");
    session::store(page, &carol).unwrap();
    log_in_elsewhere(page, "auth0|carol");
    Intent::Link { primary: carol.reference(), connection: None }
}

/// Cases: TB-16.
#[test]
fn a_logout_during_the_second_login_is_reported_and_no_token_is_requested() {
    for (step, by) in [(LOG_OUT, Overtaken::LoggedOut), (BOB_LOGS_IN, Overtaken::OtherAccount)] {
        let page = Page::new();
        let intent = link_from_carol(&page);
        let left = leave(&page, intent.clone());
        step(&page);
        let error = come_back_with_code(&page, &left).unwrap_err();
        assert_eq!(error.cause, overtaken(by));
        assert_eq!(error.started, Some((intent, ReturnTo::parse("/settings"))));
        assert!(page.http.log().is_empty());
    }
}

/// Cases: TB-16.
#[test]
fn a_logout_while_the_second_logins_tokens_are_requested_is_reported() {
    for (step, by) in [(LOG_OUT, Overtaken::LoggedOut), (BOB_LOGS_IN, Overtaken::OtherAccount)] {
        let page = Page::new();
        let intent = link_from_carol(&page);
        assert_eq!(log_in_while(&page, intent, step).unwrap_err().cause, overtaken(by));
    }
}

/// Cases: TB-16.
#[test]
fn a_session_that_ended_while_the_page_was_left_is_reported() {
    let page = Page::new();
    let intent = link_from_carol(&page);
    let left = leave(&page, intent);
    session::forget(&page, NOW).unwrap();
    let error = come_back_with_code(&page, &left).unwrap_err();
    assert_eq!(error.cause, TakeError::SessionEnded.into());
}

/// Cases: TB-16.
#[test]
fn a_callback_handled_before_the_session_ended_is_already_handled() {
    let page = Page::new();
    let left = leave(&page, Intent::LogIn);
    page.http.script([tokens(&alice(&left)), keys()]);
    come_back_with_code(&page, &left).unwrap();
    session::forget(&page, NOW).unwrap();
    let again = come_back_with_code(&page, &left).unwrap_err();
    assert_eq!(again.cause, TakeError::AlreadyHandled.into());
}

/// Cases: TX-32.
#[test]
fn the_state_of_a_completed_login_is_in_no_storage() {
    let page = Page::new();
    let left = leave(&page, Intent::LogIn);
    page.http.script([tokens(&alice(&left)), keys()]);
    come_back_with_code(&page, &left).unwrap();
    let kept = format!("{:?} {:?}", page.storage.contents(), page.shared.contents());
    assert!(!kept.contains(left.value("state")), "{kept}");
}

/// Cases: TX-18.
#[test]
fn records_of_old_logins_are_purged_without_another_login() {
    let page = Page::new();
    let left = leave(&page, Intent::LogIn);
    page.http.script([tokens(&alice(&left)), keys()]);
    come_back_with_code(&page, &left).unwrap();
    let leftovers = |page: &Page| {
        let all = [page.storage.contents(), page.shared.contents()];
        all.iter().flat_map(|kept| kept.keys()).filter(|key| !key.ends_with("session")).count()
    };
    assert_eq!(leftovers(&page), 3, "the spent record, the claim and the mark");
    page.clock.advance(700);
    purge(&page);
    assert_eq!(leftovers(&page), 1, "the mark");
}
