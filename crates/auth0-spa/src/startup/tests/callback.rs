//! Pages opened with a callback.

use super::*;
use crate::login::LoginFailure;
use crate::login::transaction::TakeError;
use crate::session::SessionError;

/// Bob's second login for Alice's session, begun at [`OTHER_PATH`] before `stored` became true.
fn come_back_to_link(stored: Stored, id: &str) -> (Page, Startup) {
    let page = page(Active);
    let intent = Intent::Link { primary: session(ALICE).reference(), connection: Some("github".into()) };
    let [state, nonce] = leave(&page, OTHER_PATH, intent);
    happen(&page, stored);
    if stored == Expired {
        let mut alice = session(ALICE);
        alice.expires_at = NOW;
        session::store(&page, &alice).unwrap();
    }
    if ![LoggedOutElsewhere, OtherAccountElsewhere].contains(&stored) {
        grant(&page, id, &nonce);
    }
    let startup = open_with(&page, &format!("?code=C&state={state}"));
    (page, startup)
}

/// A login that was begun at `return_to` comes back with an account.
fn come_back(stored: Stored, return_to: &str, id: &str) -> Startup {
    let page = page(stored);
    let [state, nonce] = leave(&page, return_to, Intent::LogIn);
    grant(&page, id, &nonce);
    let startup = open_with(&page, &format!("?code=C&state={state}"));
    page.http.assert_finished();
    startup
}

/// Cases: RT-34, RT-11.
#[test]
fn a_login_becomes_the_session_and_lands_where_the_user_wanted_to_go() {
    for stored in [Nothing, Active, Expired, Damaged] {
        for (return_to, landing) in
            [(HOME, ACCOUNT), (ACCOUNT, ACCOUNT), (CONFIRM, CONFIRM), (OTHER_PATH, OTHER_PATH)]
        {
            let startup = come_back(stored, return_to, ALICE);
            assert_eq!(who(&startup), ALICE, "{stored:?}");
            assert_eq!(startup.landing.as_deref(), Some(landing), "{stored:?}");
            assert_eq!((startup.event, startup.flow), (None, LinkFlow::Idle), "{stored:?}");
        }
    }
}

/// Cases: RT-34, LF-28.
#[test]
fn another_account_replaces_no_session_and_is_a_question_where_there_is_none() {
    for (stored, expected, event, landing) in [
        (Nothing, BOB, None, OTHER_PATH),
        (Active, ALICE, Some(Event::OtherAccountIgnored), ACCOUNT),
        (Expired, "Undecided", None, HOME),
        (Damaged, "Undecided", Some(Event::SessionDamaged), HOME),
    ] {
        let startup = come_back(stored, OTHER_PATH, BOB);
        assert_eq!(who(&startup), expected, "{stored:?}");
        assert_eq!(startup.event, event, "{stored:?}");
        assert_eq!(startup.landing.as_deref(), Some(landing), "{stored:?}");
    }
}

/// Cases: RT-34, RT-03.
#[test]
fn a_second_login_opens_the_confirm_page_only_for_the_session_that_asked() {
    for (stored, id, expected, refusal, landing) in [
        (Active, BOB, ALICE, None, CONFIRM),
        (Active, ALICE, ALICE, Some(LinkRefusal::SameAccount), ACCOUNT),
        (Expired, BOB, "Ended", Some(LinkRefusal::NoSession), HOME),
        (Damaged, BOB, "Never", Some(LinkRefusal::NoSession), HOME),
    ] {
        let (_, startup) = come_back_to_link(stored, id);
        assert_eq!(who(&startup), expected, "{stored:?} {id}");
        assert_eq!(matches!(startup.flow, LinkFlow::Reading { .. }), refusal.is_none(), "{stored:?} {id}");
        let connection = Some("github".to_owned());
        assert_eq!(startup.event, refusal.map(|refusal| Event::LinkRefused { refusal, connection }));
        assert_eq!(startup.landing.as_deref(), Some(landing), "{stored:?} {id}");
    }
}

/// Cases: RT-34, TB-15.
#[test]
fn a_second_login_whose_session_another_tab_ended_sends_nothing() {
    for (stored, expected) in
        [(LoggedOutElsewhere, "LoggedOutElsewhere"), (OtherAccountElsewhere, "OtherAccountElsewhere")]
    {
        let (page, startup) = come_back_to_link(stored, BOB);
        assert_eq!(who(&startup), expected);
        let Some(Event::LoginFailed(error)) = &startup.event else { panic!("{startup:?}") };
        assert!(matches!(error.cause, LoginFailure::Session(SessionError::Overtaken(_))), "{error:?}");
        assert_eq!(startup.landing.as_deref(), Some(OTHER_PATH));
        assert!(page.http.sent().is_empty());
    }
}

/// Cases: RT-34.
#[test]
fn a_refused_login_is_reported_where_it_was_begun_and_changes_no_session() {
    for (stored, expected) in [
        (Nothing, "Never"),
        (Active, ALICE),
        (Expired, "Ended"),
        (LoggedOutElsewhere, "LoggedOutElsewhere"),
        (OtherAccountElsewhere, "OtherAccountElsewhere"),
    ] {
        let page = page(stored);
        let [state, _] = leave(&page, OTHER_PATH, Intent::LogIn);
        let startup = open_with(&page, &format!("?error=access_denied&state={state}"));
        assert_eq!(who(&startup), expected, "{stored:?}");
        let Some(Event::LoginFailed(error)) = &startup.event else { panic!("{startup:?}") };
        assert!(matches!(error.cause, LoginFailure::Refused(_)), "{error:?}");
        assert_eq!(startup.landing.as_deref(), Some(OTHER_PATH), "{stored:?}");
        assert!(page.http.sent().is_empty());
    }
}

/// Cases: RT-34.
#[test]
fn a_forged_callback_sends_nothing_and_changes_no_session() {
    for (stored, expected, landing) in [
        (Nothing, "Never", HOME),
        (Active, ALICE, ACCOUNT),
        (Expired, "Ended", HOME),
        (LoggedOutElsewhere, "LoggedOutElsewhere", HOME),
        (OtherAccountElsewhere, "OtherAccountElsewhere", HOME),
    ] {
        let cause = LoginFailure::Transaction(TakeError::NotStartedHere);
        let unknown = Event::LoginFailed(LoginError { cause, started: None });
        for (search, event) in [
            ("?code=C&state=forged", unknown.clone()),
            ("?error=access_denied&state=forged", unknown),
            ("?code=C", Event::CallbackRefused(CallbackError::MissingState)),
        ] {
            let page = page(stored);
            let startup = open_with(&page, search);
            assert_eq!(who(&startup), expected, "{stored:?} {search}");
            assert_eq!(startup.event, Some(event), "{stored:?} {search}");
            assert_eq!(startup.landing.as_deref(), Some(landing), "{stored:?} {search}");
            assert!(page.http.sent().is_empty());
        }
    }
}

/// Cases: RT-34, ST-01.
#[test]
fn a_callback_is_not_finished_while_storage_is_blocked() {
    let page = page(Nothing);
    let [state, _] = leave(&page, OTHER_PATH, Intent::LogIn);
    happen(&page, Blocked);
    let startup = open_with(&page, &format!("?code=C&state={state}"));
    assert_eq!(who(&startup), "Never");
    let Some(Event::LoginFailed(error)) = &startup.event else { panic!("{startup:?}") };
    assert!(matches!(error.cause, LoginFailure::Transaction(TakeError::Storage(_))), "{error:?}");
    assert_eq!(startup.landing.as_deref(), Some(HOME));
}
