//! How many requests a link costs, counted by the tenant.

use auth0_emulator::tenant::settings::RateLimitMode;
use auth0_spa::Clock as _;
use auth0_spa::login::LoginOutcome;
use auth0_spa::login::transaction::Intent;
use auth0_spa::management::ManagementError;

use crate::browser::{As, Browser};
use crate::tenant::{ALICE, ALICES_FACEBOOK, ALICES_GOOGLE, seed};

const ALICES: As = As::Password("alice@example.com");
const GOOGLE: As = As::Account("google-oauth2", "alice@gmail.example");
const FACEBOOK: As = As::Account("facebook", "alice@facebook.example");

/// The requests from the callback to the confirm page, and from the confirmation to the result.
async fn link(who: As) -> (Vec<String>, Vec<String>) {
    let mut browser = Browser::new();
    let session = browser.log_in(ALICES).await;
    let url = browser.leave(Intent::Link { primary: session.reference(), connection: None });
    let address = browser.prove(&url, who).await;

    let before = browser.requests().await.len();
    let Ok(LoginOutcome::SecondLogin(second)) = browser.come_back(&address).await else {
        panic!("{address}")
    };
    let confirmation = browser.confirmation(&session, second).await.unwrap();
    let to_confirm = browser.requests().await.split_off(before);

    let before = before + to_confirm.len();
    let plan = confirmation.confirm(Some(&session), browser.page.now()).unwrap();
    let linked = browser.execute(plan).await.unwrap();
    assert_eq!(linked.user.identities.len(), 2);
    (to_confirm, browser.requests().await.split_off(before))
}

/// The path of a user.
fn user(id: &str) -> String {
    format!("/api/v2/users/{}", id.replace('|', "%7C"))
}

#[tokio::test]
async fn before_the_confirm_page_only_tokens_keys_and_both_users_are_requested() {
    let (requests, _) = link(GOOGLE).await;
    let (at_once, one_by_one) = requests.split_at(2);
    let mut at_once = at_once.to_vec();
    at_once.sort();
    assert_eq!(at_once, ["GET /.well-known/jwks.json", "POST /oauth/token"]);
    assert_eq!(one_by_one, [format!("GET {}", user(ALICE)), format!("GET {}", user(ALICES_GOOGLE))]);
}

#[tokio::test]
async fn a_confirmed_link_reads_both_accounts_and_sends_one_patch_and_one_post() {
    let (_, requests) = link(GOOGLE).await;
    let (alice, google) = (user(ALICE), user(ALICES_GOOGLE));
    let expected = [
        format!("GET {google}"),
        format!("GET {alice}"),
        format!("PATCH {alice}"),
        format!("POST {alice}/identities"),
    ];
    assert_eq!(requests, expected);
}

#[tokio::test]
async fn a_confirmed_link_without_new_metadata_reads_both_accounts_and_sends_one_post() {
    let (_, requests) = link(FACEBOOK).await;
    let alice = user(ALICE);
    let expected = [
        format!("GET {}", user(ALICES_FACEBOOK)),
        format!("GET {alice}"),
        format!("POST {alice}/identities"),
    ];
    assert_eq!(requests, expected);
}

/// Cases: MA-05.
#[tokio::test]
async fn a_429_with_readable_headers_says_how_long_to_wait() {
    let limited = seed().with_settings(|settings| {
        settings.rate_limit = RateLimitMode::Free;
        settings.expose_rate_limit_headers = true;
    });
    let mut browser = Browser::at(limited);
    let session = browser.log_in(ALICES).await;
    let mut answers = Vec::new();
    for _ in 0..3 {
        answers.push(browser.read(&session.access_token, session.subject()).await.map(drop));
    }
    assert_eq!(answers, [Ok(()), Ok(()), Err(ManagementError::RateLimited { retry_after: Some(1) })]);
    browser.wait(1);
    assert!(browser.read(&session.access_token, session.subject()).await.is_ok());
}
