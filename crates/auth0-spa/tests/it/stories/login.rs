//! Logging in, repeated and forged callbacks, logging out.

use auth0_emulator::tenant::settings::ConsentMode;
use auth0_emulator::user_agent::Step;
use auth0_emulator::{Effect, Fault};
use auth0_spa::login::callback::RefusalReason;
use auth0_spa::login::transaction::{Intent, TakeError};
use auth0_spa::login::{LoginFailure, LoginOutcome};
use auth0_spa::session::{self, Restored};
use auth0_spa::{Clock as _, DisplayText, logout};

use crate::browser::{As, Browser, ORIGIN, callback_url};
use crate::tenant::{ALICE, PASSWORD, seed};

const ALICES: As = As::Password("alice@example.com");

#[tokio::test]
async fn a_user_logs_in_and_reads_their_account() {
    let mut browser = Browser::new();
    let session = browser.log_in(ALICES).await;
    assert_eq!(session.subject().as_str(), ALICE);
    assert_eq!(session.profile().label(), DisplayText::new("alice@example.com"));
    assert!(session.profile().email_verified);
    for scope in ["read:current_user", "update:current_user_identities", "update:current_user_metadata"] {
        assert!(session.scope.has(scope), "{scope}");
    }

    let user = browser.read(&session.access_token, session.subject()).await.unwrap();
    assert_eq!(user.identities.len(), 1);
    assert_eq!(user.metadata.get("theme"), Some(&"dark".into()));
    let sent = browser.page.network.take_log();
    assert_eq!(sent.len(), 3, "{sent:?}");
}

/// Cases: RT-03.
#[tokio::test]
async fn a_reload_finds_the_session_and_its_end_logs_out() {
    let mut browser = Browser::new();
    let session = browser.log_in(ALICES).await;
    let restore = |browser: &Browser| session::restore(&browser.page, &browser.config, browser.page.now());
    assert_eq!(restore(&browser), Ok(Restored::Active(Box::new(session))));
    browser.wait(86_400);
    assert_eq!(restore(&browser), Ok(Restored::Expired));
    assert_eq!(restore(&browser), Ok(Restored::Nothing));
}

/// Every endpoint follows from the configured domain, and no metadata document is read. (The network of these tests
/// allows requests to the tenant only.)
///
/// Cases: CB-27, TE-27, TE-28, TE-29.
#[tokio::test]
async fn a_login_asks_for_no_metadata_document_and_needs_none() {
    let mut browser = Browser::new();
    let path = "/.well-known/openid-configuration".to_owned();
    let body =
        r#"{"issuer": "https://evil.example/", "token_endpoint": "https://evil.example/token"}"#.to_owned();
    let effect = Effect::Answer { status: 200, body, content_type: None };
    browser.emulator.add_fault(Fault { method: None, path, times: u32::MAX, effect });
    let session = browser.log_in(ALICES).await;
    browser.plan(&session, None, As::Account("google-oauth2", "alice@gmail.example")).await;
    let sent = browser.page.network.take_log();
    assert!(sent.iter().all(|line| !line.contains("openid-configuration")), "{sent:?}");
}

/// Keys are never stored: a key that was revoked or added between two logins is known at the next one.
///
/// Cases: ID-32.
#[tokio::test]
async fn each_login_fetches_the_keys() {
    let mut browser = Browser::new();
    for _ in 0..2 {
        browser.log_in(ALICES).await;
        let sent = browser.page.network.take_log();
        assert_eq!(sent.iter().filter(|line| line.contains("jwks.json")).count(), 1, "{sent:?}");
        browser.user_agent.clear_cookies();
        browser.emulator.rotate_signing_key();
        browser.emulator.revoke_older_keys();
    }
}

/// Cases: TX-09.
#[tokio::test]
async fn the_same_callback_twice_is_handled_once() {
    let mut browser = Browser::new();
    let url = browser.leave(Intent::LogIn);
    let address = browser.prove(&url, ALICES).await;
    assert!(matches!(browser.come_back(&address).await, Ok(LoginOutcome::Session { .. })));
    browser.page.network.take_log();
    let again = browser.come_back(&address).await.unwrap_err();
    assert_eq!(again.cause, LoginFailure::Transaction(TakeError::AlreadyHandled));
    assert!(browser.page.network.take_log().is_empty());
}

/// Cases: TX-05.
#[tokio::test]
async fn a_tampered_state_is_refused_and_the_right_one_still_works() {
    let mut browser = Browser::new();
    let url = browser.leave(Intent::LogIn);
    let address = browser.prove(&url, ALICES).await;
    let forged = browser.come_back(&address.replace("state=", "state=x")).await.unwrap_err();
    assert_eq!(forged.cause, LoginFailure::Transaction(TakeError::NotStartedHere));
    assert!(browser.come_back(&address).await.is_ok());
}

/// Cases: RT-09.
#[tokio::test]
async fn a_callback_in_another_browser_is_refused_and_its_code_stays_unused() {
    let mut browser = Browser::new();
    let url = browser.leave(Intent::LogIn);
    let address = browser.prove(&url, ALICES).await;

    let elsewhere = Browser { page: crate::page::Page::new(&browser.emulator, ORIGIN), ..browser };
    let refused = elsewhere.come_back(&address).await.unwrap_err();
    assert_eq!(refused.cause, LoginFailure::Transaction(TakeError::NotStartedHere));
    assert!(elsewhere.page.network.take_log().is_empty());
    assert!(elsewhere.page.storage.contents().is_empty());
}

/// Cases: RT-08.
#[tokio::test]
async fn a_callback_after_ten_minutes_is_refused() {
    let mut browser = Browser::new();
    let url = browser.leave(Intent::LogIn);
    let address = browser.prove(&url, ALICES).await;
    browser.wait(601);
    let late = browser.come_back(&address).await.unwrap_err();
    assert_eq!(late.cause, LoginFailure::Transaction(TakeError::Expired));
}

/// Cases: ID-21.
#[tokio::test]
async fn a_token_signed_with_a_new_key_is_accepted() {
    let mut browser = Browser::new();
    browser.log_in(ALICES).await;
    browser.emulator.rotate_signing_key();
    browser.emulator.revoke_older_keys();
    browser.user_agent.clear_cookies();
    assert_eq!(browser.log_in(ALICES).await.subject().as_str(), ALICE);
}

/// Cases: CB-07.
#[tokio::test]
async fn a_user_who_declines_consent_is_not_logged_in() {
    let mut browser = Browser::at(seed().with_consent(ConsentMode::Ask));
    let url = browser.leave(Intent::LogIn);
    assert_eq!(browser.user_agent.open(&url).await, Step::LoginPage);
    assert_eq!(browser.user_agent.log_in("alice@example.com", PASSWORD).await, Step::ConsentPage);
    let address = callback_url(browser.user_agent.decline().await);
    let refused = browser.come_back(&address).await.unwrap_err();
    let LoginFailure::Refused(refusal) = refused.cause else { panic!("{:?}", refused.cause) };
    assert_eq!(refusal.reason, RefusalReason::Cancelled);
}

/// Cases: LO-02, LO-12.
#[tokio::test]
async fn after_logging_out_the_tenant_asks_for_credentials_again() {
    let mut browser = Browser::new();
    browser.log_in(ALICES).await;
    let url = logout::begin(&browser.page, &browser.config, ORIGIN);
    let left = browser.user_agent.open(&url).await;
    assert_eq!(callback_url(left).trim_end_matches('/'), ORIGIN);
    let url = browser.leave(Intent::LogIn);
    assert_eq!(browser.user_agent.open(&url).await, Step::LoginPage);
}
