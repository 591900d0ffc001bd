//! Token requests that the tenant refuses.

use auth0_spa::Clock as _;
use auth0_spa::http::TransportError;
use auth0_spa::login::LoginFailure;
use auth0_spa::login::callback::Outcome;
use auth0_spa::login::token::{self, TokenError, Tokens};
use auth0_spa::login::transaction::{self, Intent, Transaction};
use auth0_spa::secret::{AuthorizationCode, CodeVerifier};

use crate::browser::{As, Browser, ORIGIN};
use crate::page::Page;

const ALICES: As = As::Password("alice@example.com");

/// A login that came back: its used record and its code.
async fn came_back(browser: &mut Browser) -> (Transaction, AuthorizationCode) {
    let url = browser.leave(Intent::LogIn);
    let address = browser.prove(&url, ALICES).await;
    let callback = Browser::callback(&address);
    let Outcome::Code(code) = callback.outcome.clone() else { panic!("{address}") };
    (transaction::take(&browser.page, browser.page.now(), ORIGIN, &callback).unwrap(), code)
}

async fn exchange(
    browser: &Browser,
    transaction: &Transaction,
    code: &AuthorizationCode,
) -> Result<Tokens, TokenError> {
    token::exchange(&browser.page, transaction, code, browser.page.now()).await
}

/// Cases: TE-09.
#[tokio::test]
async fn a_code_is_refused_the_second_time() {
    let mut browser = Browser::new();
    let (transaction, code) = came_back(&mut browser).await;
    assert!(exchange(&browser, &transaction, &code).await.is_ok());
    assert_eq!(exchange(&browser, &transaction, &code).await, Err(TokenError::CodeRefused));
}

/// Cases: TE-09.
#[tokio::test]
async fn a_code_that_is_too_old_is_refused() {
    let mut browser = Browser::new();
    let (transaction, code) = came_back(&mut browser).await;
    browser.wait(601);
    assert_eq!(exchange(&browser, &transaction, &code).await, Err(TokenError::CodeRefused));
}

/// Cases: TE-09.
#[tokio::test]
async fn a_code_without_its_verifier_is_refused() {
    let mut browser = Browser::new();
    let (mut transaction, code) = came_back(&mut browser).await;
    transaction.code_verifier = CodeVerifier::new("x".repeat(43));
    assert_eq!(exchange(&browser, &transaction, &code).await, Err(TokenError::CodeRefused));
}

/// Cases: TE-10.
#[tokio::test]
async fn an_application_that_the_tenant_does_not_know_is_misconfigured() {
    let mut browser = Browser::new();
    let (mut transaction, code) = came_back(&mut browser).await;
    transaction.application.client_id = "unknown".to_owned();
    assert_eq!(exchange(&browser, &transaction, &code).await, Err(TokenError::Misconfigured));
}

/// Cases: TE-20.
#[tokio::test]
async fn an_origin_that_the_tenant_does_not_know_is_a_failed_request() {
    let mut browser = Browser::new();
    browser.page = Page::new(&browser.emulator, "http://localhost:3999");
    let url = browser.leave(Intent::LogIn);
    let address = browser.prove(&url, ALICES).await;
    let refused = browser.come_back(&address).await.unwrap_err();
    assert_eq!(refused.cause, LoginFailure::Token(TokenError::Transport(TransportError::Failed)));
}
