//! Pages that are opened without a callback.

use futures_util::FutureExt as _;

use super::*;
use crate::linking::{UnlinkAnswer, UnlinkQuestion, unlink};
use crate::test_support::accounts::identity;

/// Cases: RT-33.
#[test]
fn a_page_shows_who_is_logged_in_and_home_leads_to_the_account() {
    for (stored, expected, event) in [
        (Nothing, "Never", None),
        (Active, ALICE, None),
        (Expired, "Ended", None),
        (Damaged, "Never", Some(Event::SessionDamaged)),
        (LoggedOutElsewhere, "LoggedOutElsewhere", None),
        (OtherAccountElsewhere, "OtherAccountElsewhere", None),
        (Blocked, "Never", Some(Event::StorageBlocked)),
    ] {
        for path in [HOME, ACCOUNT, CONFIRM, "/reports"] {
            let startup = open_at(&page(stored), path);
            assert_eq!(who(&startup), expected, "{stored:?} {path}");
            assert_eq!(startup.flow, LinkFlow::Idle);
            let leaves = stored == Active && [HOME, CONFIRM].contains(&path);
            assert_eq!(startup.landing.as_deref(), leaves.then_some(ACCOUNT), "{stored:?} {path}");
            let nothing = (stored == Active && path == CONFIRM).then_some(Event::NothingToConfirm);
            assert_eq!(startup.event, nothing.or(event.clone()), "{stored:?} {path}");
        }
    }
}

/// Cases: LO-13.
#[test]
fn a_session_that_another_tab_ended_leaves_no_secret_behind() {
    for stored in [LoggedOutElsewhere, OtherAccountElsewhere] {
        let page = page(stored);
        leave(&page, ACCOUNT, Intent::LogIn);
        open_at(&page, HOME);
        let left = page.storage.contents();
        assert!(left.keys().all(|key| key.contains("transaction")), "{left:?}");
        assert!(left.values().all(|text| !text.contains("code_verifier")), "{left:?}");
    }
}

/// Cases: LO-11.
#[test]
fn a_logout_is_reported_only_by_the_page_that_the_tenant_returns_to() {
    let page = page(Active);
    crate::logout::begin(&page, &config(), ORIGIN);
    assert_eq!(who(&open_at(&page, HOME)), "LoggedOut");
    assert_eq!(who(&open_at(&page, HOME)), "Never");
}

/// Cases: TE-30.
#[test]
fn an_interrupted_login_is_reported_once_whoever_is_logged_in() {
    for stored in [Nothing, Active, Expired, Damaged, LoggedOutElsewhere, OtherAccountElsewhere] {
        let page = page(stored);
        page.storage.put("account-linking.login-under-way", "1");
        assert_eq!(open_at(&page, ACCOUNT).event, Some(Event::LoginInterrupted), "{stored:?}");
        assert_eq!(open_at(&page, ACCOUNT).event, None, "{stored:?}");
    }
}

/// Cases: RT-33, LF-50.
#[test]
fn a_reload_of_the_confirm_page_does_not_speak_over_a_request_whose_outcome_is_unknown() {
    let page = page(Active);
    let (config, alice) = (config(), session(ALICE));
    let question = UnlinkQuestion::new(identity(BOB), &alice, &config, NOW);
    let UnlinkAnswer::Send(plan) = question.confirm(&alice, NOW) else { panic!("a login") };
    page.silent.set(true);
    assert!(unlink(&page, &page, &config, &plan, &|| {}).now_or_never().is_none());
    let startup = open_at(&page, CONFIRM);
    assert_eq!((startup.event, startup.landing.as_deref()), (None, Some(ACCOUNT)));
}

/// *Back* from the login page of an unlink, in a browser that did not keep the page.
///
/// Cases: SU-06, SU-19.
#[test]
fn an_unlink_that_waits_is_asked_about_again_and_can_be_cancelled() {
    let page = page(Active);
    let alice = session(ALICE);
    let config = AuthConfig { reauthenticate_after: 0, ..config() };
    let question = UnlinkQuestion::new(identity(BOB), &alice, &config, NOW);
    let UnlinkAnswer::LogIn(waiting) = question.confirm(&alice, NOW) else { panic!("no login") };
    leave(&page, ACCOUNT, Intent::Reauthenticate(waiting));
    for path in [HOME, CONFIRM, "/reports"] {
        assert_eq!(open_at(&page, path).unlinking, None, "{path}");
    }
    let startup = open_at(&page, ACCOUNT);
    assert_eq!(startup.unlinking.map(|question| question.identity), Some(identity(BOB)));
    assert!(!startup.go_on);
    login::cancel_waiting(&page);
    assert_eq!(open_at(&page, ACCOUNT).unlinking, None);
}

/// Cases: TX-18.
#[test]
fn records_of_old_logins_are_removed_at_every_start() {
    let page = page(Nothing);
    leave(&page, ACCOUNT, Intent::LogIn);
    page.clock.advance(3600);
    open_at(&page, "/reports");
    assert!(page.storage.contents().is_empty());
}

/// Cases: CB-02.
#[test]
fn a_callback_at_another_path_is_ignored() {
    let page = page(Active);
    let url = PageUrl { path: ACCOUNT.into(), search: "?code=C&state=S".into(), hash: String::new() };
    let startup = open(&page, &url);
    assert_eq!((startup.event, startup.landing), (None, None));
}
