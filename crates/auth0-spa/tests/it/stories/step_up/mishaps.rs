//! The extra login goes wrong: nothing is sent, and what was to be confirmed is still there.

use auth0_emulator::IdTokenFault;
use auth0_spa::linking::LinkError;
use auth0_spa::login::id_token::{Claim, IdTokenError};
use auth0_spa::login::transaction::TakeError;
use auth0_spa::login::{LoginError, LoginFailure};
use auth0_spa::startup::Event;
use auth0_spa::{Storage as _, tabs};

use super::*;
use crate::browser::callback_url;
use crate::tenant;

#[track_caller]
fn cause(startup: &Startup) -> &LoginFailure {
    match &startup.event {
        Some(Event::LoginFailed(LoginError { cause, .. })) => cause,
        other => panic!("{other:?}"),
    }
}

/// Alice's link waits for her login: her session, what was shown, and the URL.
async fn waiting(browser: &mut Browser) -> (Session, Confirmation, String) {
    let (session, confirmation) = browser.confirming(OLD, GOOGLE).await;
    let url = browser.press(&confirmation, &session);
    (session, confirmation, url)
}

/// Everything that the user sees is as it was, and can be confirmed again.
#[track_caller]
fn assert_still_there(browser: &Browser, startup: &Startup, before: &Confirmation, session: &Session) {
    assert!(!startup.go_on);
    assert_eq!(startup.landing.as_deref(), Some("/settings/confirm"));
    assert_eq!(startup.session.session(), Some(session));
    let again = shown(startup);
    assert_eq!(
        (&again.primary().user, &again.secondary().user, again.merged(), again.next_login()),
        (&before.primary().user, &before.secondary().user, before.merged(), before.next_login())
    );
    assert_eq!(browser.identities(ALICE), [ALICE]);
}

/// Cases: SU-05.
#[tokio::test]
async fn another_account_that_comes_back_is_refused() {
    for who in [BOBS, GOOGLE] {
        let mut browser = Browser::new();
        let (session, before, url) = waiting(&mut browser).await;
        let address = browser.prove(&url, who).await;
        let startup = browser.load(&address).await;
        assert_eq!(cause(&startup), &LoginFailure::WrongAccount, "{who:?}");
        assert_still_there(&browser, &startup, &before, &session);
        assert!(browser.nothing_sent().await);
        // And then the right one.
        let url = browser.press(&shown(&startup), &session);
        let address = browser.prove(&url, ALICES).await;
        let startup = browser.load(&address).await;
        browser.go_on(startup).await;
        assert_eq!(browser.identities(ALICE), [ALICE, ALICES_GOOGLE]);
    }
}

/// Cases: SU-06.
#[tokio::test]
async fn a_cancelled_login_loses_nothing_while_the_second_login_is_valid() {
    let mut browser = Browser::new();
    let (session, before, url) = waiting(&mut browser).await;
    browser.user_agent.open(&url).await;
    let address = callback_url(browser.user_agent.cancel().await);
    let startup = browser.load(&address).await;
    assert!(matches!(cause(&startup), LoginFailure::Refused(_)));
    assert_still_there(&browser, &startup, &before, &session);
    assert!(browser.nothing_sent().await);

    let url = browser.press(&shown(&startup), &session);
    browser.wait(290);
    browser.user_agent.open(&url).await;
    let address = callback_url(browser.user_agent.cancel().await);
    browser.wait(11);
    let startup = browser.load(&address).await;
    assert_eq!(cause(&startup), &LoginFailure::Transaction(TakeError::Expired));
    assert_eq!((startup.flow, startup.landing.as_deref()), (LinkFlow::Idle, Some("/settings")));
}

/// The second login was made at the application of before, so its ID token links nothing at the new one.
///
/// Cases: CF-11, SU-06.
#[tokio::test]
async fn a_link_that_another_application_began_is_over() {
    let mut browser = Browser::new();
    let (_, _, url) = waiting(&mut browser).await;
    let address = browser.prove(&url, ALICES).await;
    browser.config = tenant::config(&browser.emulator, "Another App");
    let startup = browser.load(&address).await;
    assert_eq!(cause(&startup), &LoginFailure::ConfigurationChanged);
    assert_eq!((&startup.flow, startup.go_on), (&LinkFlow::Idle, false));
    assert_eq!(startup.landing.as_deref(), Some("/settings"));
    assert_eq!(startup.session.session(), None, "a session of the application of before changes nothing");
    assert!(browser.nothing_sent().await);
}

/// Cases: SU-06.
#[tokio::test]
async fn a_cancelled_unlink_asks_again() {
    let mut browser = Browser::new();
    let session = browser.log_in(As::Password("carol@example.com")).await;
    browser.wait(OLD);
    let user = browser.read(&session.access_token, session.subject()).await.unwrap();
    let url = browser.press_unlink(&user.identities[1], &session);
    browser.user_agent.open(&url).await;
    let address = callback_url(browser.user_agent.cancel().await);
    let startup = browser.load(&address).await;
    assert!(!startup.go_on && matches!(cause(&startup), LoginFailure::Refused(_)));
    assert_eq!((startup.unlinking, startup.landing.as_deref()), (None, Some("/settings")));
    let Some(Event::LoginFailed(LoginError { started: Some((Intent::Reauthenticate(waiting), _)), .. })) =
        startup.event
    else {
        panic!("what was to be unlinked is lost")
    };
    assert_eq!(waiting.unlinks().as_ref(), Some(&user.identities[1]), "with the name that the dialog shows");
    assert!(browser.nothing_sent().await);
}

/// Cases: SU-06.
#[tokio::test]
async fn a_login_that_was_not_a_fresh_one_is_refused() {
    for stripped in [&["&prompt=login", "&max_age=0"][..], &["&prompt=login"], &["&max_age=0"]] {
        let mut browser = Browser::new();
        let (session, confirmation) = browser.confirming(OLD, GOOGLE).await;
        // The tenant's own session is Alice's again, and old.
        browser.user_agent.clear_cookies();
        browser.log_in(ALICES).await;
        auth0_spa::session::store(&browser.page, &session).unwrap();
        browser.wait(200);
        let url = browser.press(&confirmation, &session);
        let url = stripped.iter().fold(url, |url, part| url.replace(part, ""));
        let url =
            if stripped.len() == 1 { url } else { url.replace("&login_hint", "&max_age=2592000&login_hint") };
        let address = match browser.user_agent.open(&url).await {
            auth0_emulator::user_agent::Step::Callback(address) => address,
            _ => callback_url(browser.user_agent.log_in("alice@example.com", crate::tenant::PASSWORD).await),
        };
        let startup = browser.load(&address).await;
        if stripped.len() == 1 {
            assert!(startup.go_on, "each of the two alone is enough: {stripped:?}");
        } else {
            assert_eq!(cause(&startup), &LoginFailure::IdToken(IdTokenError::NotFresh), "{stripped:?}");
            assert_still_there(&browser, &startup, &confirmation, &session);
        }
    }
}

/// Cases: SU-13.
#[tokio::test]
async fn a_scope_that_the_tenant_does_not_grant_is_named() {
    for (missing, scopes) in [
        ("update:current_user_identities", Scopes::WhenNeeded),
        ("update:current_user_metadata", Scopes::AtLogin),
    ] {
        let mut browser = Browser::new();
        browser.config.scopes = scopes;
        let (session, before) = browser.confirming(OLD, GOOGLE).await;
        let url = browser.press(&before, &session).replace(&format!("+{}", missing.replace(':', "%3A")), "");
        assert!(!url.contains(&missing.replace(':', "%3A")), "{url}");
        let address = browser.prove(&url, ALICES).await;
        let startup = browser.load(&address).await;
        assert_eq!(cause(&startup), &LoginFailure::NotGranted(missing));
        assert_still_there(&browser, &startup, &before, &session);
        assert!(browser.nothing_sent().await);
    }
}

/// Cases: SU-07, SU-08, TB-16.
#[tokio::test]
async fn a_logout_or_another_account_in_another_tab_ends_what_waits() {
    for logs_out in [true, false] {
        let mut browser = Browser::new();
        let (_, _, url) = waiting(&mut browser).await;
        let address = browser.prove(&url, ALICES).await;
        if logs_out {
            tabs::announce_logout(browser.page.shared(), &browser.page).unwrap();
        } else {
            let bob = tabs::Fingerprint::of(
                &browser.config.application.issuer(),
                &auth0_spa::UserId::new("auth0|bob"),
            );
            tabs::announce_login(browser.page.shared(), &browser.page, bob).unwrap();
        }
        let startup = browser.load(&address).await;
        assert!(matches!(cause(&startup), LoginFailure::Session(_)));
        assert!(!startup.go_on && startup.session.session().is_none());
        assert_eq!((startup.flow, startup.landing.as_deref()), (LinkFlow::Idle, Some("/")));
        assert!(browser.nothing_sent().await);
        let left = format!("{:?}", browser.page.storage.contents());
        assert!(!left.contains("id_token"), "{left}");
    }
}

/// Cases: SU-07.
#[tokio::test]
async fn a_logout_in_this_tab_removes_what_waits() {
    let mut browser = Browser::new();
    let (_, _, url) = waiting(&mut browser).await;
    auth0_spa::logout::forget(&browser.page).unwrap();
    assert!(!format!("{:?}", browser.page.storage.contents()).contains("id_token"));
    let address = browser.prove(&url, ALICES).await;
    let startup = browser.load(&address).await;
    assert_eq!(cause(&startup), &LoginFailure::Transaction(TakeError::SessionEnded));
    assert!(!startup.go_on && browser.nothing_sent().await);
}

/// Cases: SU-08.
#[tokio::test]
async fn a_forged_callback_or_a_duplicated_tab_carries_nothing_out() {
    let mut browser = Browser::new();
    let (session, _, url) = waiting(&mut browser).await;
    let copy = browser.page.storage.contents();
    for forged in ["/?code=C&state=forged", "/?error=access_denied&state=forged"] {
        let startup = browser.load(&format!("{ORIGIN}{forged}")).await;
        assert_eq!(cause(&startup), &LoginFailure::Transaction(TakeError::NotStartedHere));
        assert!(!startup.go_on && startup.flow == LinkFlow::Idle);
    }
    assert_eq!(browser.page.storage.contents(), copy, "what waits is not touched");
    let address = browser.prove(&url, ALICES).await;
    let startup = browser.load(&address).await;
    browser.go_on(startup).await;
    // A tab with a copy of this one's storage.
    for (key, value) in copy {
        browser.page.storage.set(&key, &value).unwrap();
    }
    let startup = browser.load(&address).await;
    assert_eq!(cause(&startup), &LoginFailure::Transaction(TakeError::AlreadyHandled));
    assert!(!startup.go_on);
    assert_eq!(startup.session.session(), Some(&session));
}

/// Cases: SU-09.
#[tokio::test]
async fn an_edited_or_truncated_record_sends_nothing() {
    let edits: [fn(&str) -> String; 3] = [
        |record| record.replace("alice@gmail.example", "mallory@gmail.example"),
        |record| record.replace("\"theme\":\"dark\"", "\"theme\":\"light\""),
        |record| record[..record.len() / 2].to_owned(),
    ];
    for edit in edits {
        let mut browser = Browser::new();
        let (_, _, url) = waiting(&mut browser).await;
        let contents = browser.page.storage.contents();
        let (key, record) = contents.iter().find(|(_, text)| text.contains("reauthenticate")).unwrap();
        assert_ne!(*record, edit(record));
        browser.page.storage.set(key, &edit(record)).unwrap();
        let address = browser.prove(&url, ALICES).await;
        let startup = browser.load(&address).await;
        let (nonce, damaged) = (IdTokenError::Claim(Claim::Nonce).into(), TakeError::Damaged.into());
        assert!([nonce, damaged].contains(cause(&startup)), "{:?}", startup.event);
        assert!(!startup.go_on && startup.flow == LinkFlow::Idle, "and it is not shown");
        assert!(browser.nothing_sent().await);
    }
}

/// Cases: SU-12.
#[tokio::test]
async fn a_primary_that_changed_meanwhile_asks_again() {
    let mut browser = Browser::new();
    let (_, _, url) = waiting(&mut browser).await;
    let address = browser.prove(&url, ALICES).await;
    let startup = browser.load(&address).await;
    let session = startup.session.session().cloned().unwrap();
    let api = auth0_spa::management::Management::new(&browser.page, &browser.config, &session.access_token);
    let changes = auth0_spa::json::read(r#"{"theme": "blue"}"#).unwrap();
    api.patch_user_metadata(session.subject(), changes.as_object().unwrap()).await.unwrap();
    let (confirmation, now) = (shown(&startup), browser.page.now());
    let Ok((_, Some(Confirmed::Send(plan)))) = startup.flow.confirm(&confirmation, Some(&session), now)
    else {
        panic!("no plan")
    };
    let Err(LinkError::Changed(again)) = browser.execute(*plan).await else { panic!("it acted") };
    assert_eq!(browser.identities(ALICE), [ALICE]);
    let plan = again.confirm(Some(&session), now).unwrap();
    browser.execute(plan).await.unwrap();
    assert_eq!(browser.identities(ALICE), [ALICE, ALICES_GOOGLE]);
}

/// Cases: SU-06.
#[tokio::test]
async fn an_invalid_token_of_the_extra_login_is_refused() {
    for fault in [IdTokenFault::ForeignKey, IdTokenFault::OldAuthTime, IdTokenFault::WrongNonce] {
        let mut browser = Browser::new();
        let (_, _, url) = waiting(&mut browser).await;
        browser.emulator.faults().id_token = Some(fault);
        let address = browser.prove(&url, ALICES).await;
        let startup = browser.load(&address).await;
        assert!(matches!(cause(&startup), LoginFailure::IdToken(_)), "{fault:?}");
        assert!(!startup.go_on && browser.nothing_sent().await);
    }
}

/// *Back*, in a browser that did not keep the page.
///
/// Cases: SU-06.
#[tokio::test]
async fn whoever_goes_back_from_the_login_page_finds_everything_still_there() {
    let mut browser = Browser::new();
    let (session, before, url) = waiting(&mut browser).await;
    browser.user_agent.open(&url).await;
    let startup = browser.load(&format!("{ORIGIN}/settings/confirm")).await;
    assert_eq!(startup.event, None);
    assert_still_there(&browser, &startup, &before, &session);
    assert!(browser.nothing_sent().await);
}

/// Whoever went back, and cancelled there, can still go forward to the login page.
///
/// Cases: SU-19.
#[tokio::test]
async fn what_was_cancelled_after_going_back_is_not_carried_out_by_the_login() {
    for unlinks in [false, true] {
        let mut browser = Browser::new();
        let (session, url) = if unlinks {
            let session = browser.log_in(As::Password("carol@example.com")).await;
            browser.wait(OLD);
            let user = browser.read(&session.access_token, session.subject()).await.unwrap();
            let url = browser.press_unlink(&user.identities[1], &session);
            (session, url)
        } else {
            let (session, _, url) = waiting(&mut browser).await;
            (session, url)
        };
        assert!(auth0_spa::login::is_change_waiting(&browser.page, &session));
        auth0_spa::login::cancel_waiting(&browser.page);
        assert!(!auth0_spa::login::is_change_waiting(&browser.page, &session));
        assert!(
            !format!("{:?}", browser.page.storage.contents()).contains("reauthenticate"),
            "nothing waits"
        );
        let who = if unlinks { As::Password("carol@example.com") } else { ALICES };
        let address = browser.prove(&url, who).await;
        let startup = browser.load(&address).await;
        assert_eq!(cause(&startup), &LoginFailure::Transaction(TakeError::AlreadyHandled));
        assert!(!startup.go_on && startup.flow == LinkFlow::Idle && startup.unlinking.is_none());
        assert!(startup.session.session().is_some() && browser.nothing_sent().await);
    }
}

/// Whoever went back, and confirmed something else there, has two login pages in the history.
///
/// Cases: SU-19.
#[tokio::test]
async fn of_two_changes_that_were_confirmed_the_later_one_waits() {
    let mut browser = Browser::new();
    let (session, mut confirmation, first) = waiting(&mut browser).await;
    confirmation.choose("theme", auth0_spa::management::metadata::Source::Secondary);
    let second = browser.press(&confirmation, &session);
    let address = browser.prove(&first, ALICES).await;
    let startup = browser.load(&address).await;
    assert_eq!(cause(&startup), &LoginFailure::Transaction(TakeError::AlreadyHandled));
    assert!(!startup.go_on && browser.nothing_sent().await);
    let address = browser.prove(&second, ALICES).await;
    let startup = browser.load(&address).await;
    assert_eq!(shown(&startup).merged(), confirmation.merged());
    browser.go_on(startup).await;
    assert_eq!(browser.identities(ALICE), [ALICE, ALICES_GOOGLE]);
}

/// A new version of the app was deployed meanwhile.
///
/// Cases: SU-14.
#[tokio::test]
async fn whether_metadata_is_copied_is_as_it_was_confirmed_whatever_the_configuration_is_by_now() {
    for merges in [false, true] {
        let mut browser = Browser::new();
        browser.config.merge_metadata = merges;
        let (_, before, url) = waiting(&mut browser).await;
        let address = browser.prove(&url, ALICES).await;
        browser.config.merge_metadata = !merges;
        let startup = browser.load(&address).await;
        assert_eq!(shown(&startup).merged(), before.merged());
        browser.go_on(startup).await;
        assert_eq!(browser.metadata(ALICE).get("city").is_some(), merges);
    }
}
