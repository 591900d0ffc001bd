//! A thief at an open page, and a thief with a copy of the session's record.

use auth0_emulator::router;
use auth0_spa::Storage as _;
use auth0_spa::linking::LinkRefusal;
use axum::body::Body;
use axum::http::Request;
use tower::ServiceExt as _;

use super::*;
use crate::tenant::BOB;

/// The thief's own login.
const THIEF: As = BOBS;

/// Cases: SU-16.
#[tokio::test]
async fn at_a_page_of_sixteen_or_twenty_minutes_a_thief_cannot_link_his_own_login_in_either_direction() {
    for (age, swaps, scopes) in [
        (960, false, Scopes::AtLogin),
        (960, true, Scopes::AtLogin),
        (OLD, false, Scopes::WhenNeeded),
        (OLD, true, Scopes::WhenNeeded),
        (OLD, false, Scopes::AtLogin),
        (OLD, true, Scopes::AtLogin),
    ] {
        let mut browser = Browser::new();
        browser.config.scopes = scopes;
        let (session, mut confirmation) = browser.confirming(age, THIEF).await;
        if swaps {
            confirmation.swap(browser.page.now()).unwrap();
        }
        // Without the login there is nothing to send.
        let refused = confirmation.clone().confirm(Some(&session), browser.page.now());
        assert_eq!(refused, Err(LinkRefusal::LoginNeeded), "{age} {swaps}");
        // He can only log in as himself.
        let startup = browser.log_in_once_more(&confirmation, &session, THIEF).await;
        assert!(!startup.go_on, "{age} {swaps}");
        assert_eq!(
            shown(&startup).next_login().map(|next| next.party),
            confirmation.next_login().map(|n| n.party)
        );
        assert_eq!(
            (browser.identities(ALICE), browser.identities(BOB)),
            (vec![ALICE.into()], vec![BOB.into()])
        );
        assert!(browser.nothing_sent().await);
    }
}

/// A thief logs in anew in the victim's browser: the tenant knows her, but not since when he sits there.
///
/// Cases: SU-16.
#[tokio::test]
async fn a_silent_login_does_not_make_an_old_login_new() {
    let mut browser = Browser::new();
    browser.log_in(ALICES).await;
    browser.wait(OLD);
    let url = browser.leave(Intent::LogIn);
    let address = crate::browser::callback_url(browser.user_agent.open(&url).await);
    let startup = browser.load(&address).await;
    let session = startup.session.session().cloned().unwrap();
    let second = browser.second_login(&session, None, THIEF).await.unwrap();
    let confirmation = browser.confirmation(&session, second).await.unwrap();
    assert!(confirmation.next_login().is_some());
}

/// What no app can see: the provider has a session of its own, and tells the tenant that the user logged in just now.
///
/// Cases: SU-18.
#[tokio::test]
async fn a_provider_that_logs_in_silently_passes_for_a_fresh_login() {
    let mut browser = Browser::new();
    let session = browser.log_in(GOOGLE).await;
    browser.wait(OLD);
    let second = browser.second_login(&session, None, THIEF).await.unwrap();
    let confirmation = browser.confirmation(&session, second).await.unwrap();
    let url = browser.press(&confirmation, &session);
    browser.emulator.faults().silent_provider = true;
    browser.user_agent.open(&url).await;
    let address = crate::browser::callback_url(browser.user_agent.choose_provider("google-oauth2").await);
    assert!(browser.load(&address).await.go_on);
}

/// The page was offline when Alice came back from her login, so the dialog stays open, and she goes away.
///
/// Cases: SU-16, SU-07.
#[tokio::test]
async fn a_dialog_that_was_left_open_after_the_login_asks_for_another_one() {
    for scopes in [Scopes::AtLogin, Scopes::WhenNeeded] {
        let mut browser = Browser::new();
        browser.config.scopes = scopes;
        let session = browser.log_in(As::Password("carol@example.com")).await;
        browser.wait(OLD);
        let user = browser.read(&session.access_token, session.subject()).await.unwrap();
        let url = browser.press_unlink(&user.identities[1], &session);
        let address = browser.prove(&url, As::Password("carol@example.com")).await;
        let startup = browser.load(&address).await;
        let (question, elevated) = (startup.unlinking.unwrap(), startup.session.session().cloned().unwrap());
        browser.wait(OLD);
        for session in [session, elevated] {
            let answer = question.clone().confirm(&session, browser.page.now());
            let UnlinkAnswer::Outdated(asked) = answer else { panic!("{answer:?}") };
            assert!(matches!(asked.confirm(&session, browser.page.now()), UnlinkAnswer::LogIn(_)));
        }
    }
}

/// Cases: SU-10, SU-11.
#[tokio::test]
async fn with_scopes_when_needed_a_copied_session_record_can_change_nothing() {
    let mut browser = Browser::new();
    browser.config.scopes = Scopes::WhenNeeded;
    let session = browser.log_in(ALICES).await;
    browser.wait(OLD);
    let second = browser.second_login(&session, None, GOOGLE).await.unwrap();
    let id_token = second.tokens.id_token.clone();
    let confirmation = browser.confirmation(&session, second).await.unwrap();
    let startup = browser.log_in_once_more(&confirmation, &session, ALICES).await;
    browser.go_on(startup).await;
    // The thief has everything that the tab stores, before and after a change.
    let record = browser.page.storage.get("account-linking.session").unwrap().unwrap();
    let record: serde_json::Value = serde_json::from_str(&record).unwrap();
    let token = record["access_token"].as_str().unwrap();
    assert_eq!(token, session.access_token.secret());
    let before = (browser.emulator.user(ALICE), browser.emulator.user(BOB));
    let own_id_token = record["id_token"].as_str().unwrap();
    let alice = "/api/v2/users/auth0%7C65f2a1c0d3b07384d113ed01";
    let tries = [
        ("POST", format!("{alice}/identities"), serde_json::json!({"link_with": id_token.secret()})),
        ("POST", format!("{alice}/identities"), serde_json::json!({"link_with": own_id_token})),
        ("POST", format!("{alice}/identities"), serde_json::json!({"provider": "auth0", "user_id": BOB})),
        ("DELETE", format!("{alice}/identities/google-oauth2/108412345678901234501"), serde_json::json!({})),
        ("PATCH", alice.to_owned(), serde_json::json!({"user_metadata": {"theme": "stolen"}})),
        ("PATCH", alice.to_owned(), serde_json::json!({"app_metadata": {"role": "admin"}})),
        ("PATCH", alice.to_owned(), serde_json::json!({"email": "thief@example.com"})),
        ("PATCH", alice.to_owned(), serde_json::json!({"password": "Stolen-1!"})),
        ("DELETE", alice.to_owned(), serde_json::json!({})),
        (
            "POST",
            "/api/v2/users".to_owned(),
            serde_json::json!({"connection": "x", "email": "t@example.com"}),
        ),
    ];
    for (method, path, body) in tries {
        let request = Request::builder()
            .method(method)
            .uri(&path)
            .header("authorization", format!("Bearer {token}"))
            .header("content-type", "application/json")
            .body(Body::from(body.to_string()))
            .unwrap();
        let status = router(&browser.emulator).oneshot(request).await.unwrap().status();
        assert!(status.is_client_error(), "{method} {path} {body}: {status}");
    }
    assert_eq!((browser.emulator.user(ALICE), browser.emulator.user(BOB)), before);
    // It reads, which is what it is for.
    assert!(browser.read(&session.access_token, session.subject()).await.is_ok());
}
