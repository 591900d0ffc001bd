//! Every kind of answer of the Management API, from the local tenant.

use auth0_emulator::tenant::settings::RateLimitMode;
use auth0_spa::linking::{LinkError, LinkFailure, MetadataLeft};
use auth0_spa::login::LoginOutcome;
use auth0_spa::login::transaction::Intent;
use auth0_spa::management::{LinkRejection, Management, ManagementError};
use auth0_spa::secret::{AccessToken, IdToken};
use auth0_spa::session::{self, Restored, Session};
use auth0_spa::{Clock as _, Storage as _, UserId};
use serde_json::json;

use crate::browser::{As, Browser};
use crate::tenant::{self, ALICE, BOB, seed};

const ALICES: As = As::Password("alice@example.com");
const BOBS: As = As::Password("bob@example.com");

/// Links an ID token to Alice.
async fn link(browser: &Browser, session: &Session, id_token: &IdToken) -> Result<(), ManagementError> {
    let api = Management::new(&browser.page, &browser.config, &session.access_token);
    api.link(session.subject(), id_token).await.map(drop)
}

/// That of a session that was not loaded from storage.
fn id_token(session: &Session) -> &IdToken {
    session.id_token.as_ref().unwrap()
}

/// Cases: MA-15.
#[tokio::test]
async fn linking_the_primarys_own_id_token_is_a_400() {
    let mut browser = Browser::new();
    let session = browser.log_in(ALICES).await;
    let refused = link(&browser, &session, id_token(&session)).await;
    assert_eq!(refused, Err(ManagementError::Refused(LinkRejection::SameIdentity)));
}

/// Cases: MA-16.
#[tokio::test]
async fn linking_an_id_token_of_another_application_is_a_400() {
    let mut browser = Browser::new();
    let session = browser.log_in(ALICES).await;
    browser.user_agent.clear_cookies();
    browser.config = tenant::config(&browser.emulator, "Another App");
    let foreign = browser.log_in(BOBS).await;
    let refused = link(&browser, &session, id_token(&foreign)).await;
    assert_eq!(refused, Err(ManagementError::Refused(LinkRejection::Misconfigured)));
}

/// Cases: MA-16.
#[tokio::test]
async fn linking_an_expired_or_forged_id_token_is_a_400() {
    let mut browser = Browser::new();
    let session = browser.log_in(ALICES).await;
    browser.user_agent.clear_cookies();
    let bobs = browser.log_in(BOBS).await;
    let made_up = IdToken::new(id_token(&bobs).secret().replace('.', ".x"));
    assert_eq!(
        link(&browser, &session, &made_up).await,
        Err(ManagementError::Refused(LinkRejection::InvalidToken))
    );
    browser.wait(36_061);
    let ended = link(&browser, &session, id_token(&bobs)).await;
    assert_eq!(ended, Err(ManagementError::Refused(LinkRejection::InvalidToken)));
    assert_eq!(browser.identities(ALICE), [ALICE]);
}

/// Cases: MA-22.
#[tokio::test]
async fn an_account_linked_to_this_one_meanwhile_counts_as_linked() {
    let mut browser = Browser::new();
    let session = browser.log_in(ALICES).await;
    let plan = browser.plan(&session, None, BOBS).await;
    let again = plan.clone();
    browser.execute(plan).await.unwrap();
    browser.page.network.take_log();
    // Another tab was faster: the second account is gone, the truth is a link.
    let linked = browser.execute(again).await.unwrap();
    assert_eq!(linked.user.identities.len(), 2);
    let sent = browser.page.network.take_log();
    assert!(sent.iter().all(|line| line.starts_with("GET ")), "{sent:?}");
}

/// Cases: MA-17.
#[tokio::test]
async fn an_account_linked_elsewhere_meanwhile_is_reported_and_nothing_is_sent() {
    let mut browser = Browser::new();
    let session = browser.log_in(ALICES).await;
    let plan = browser.plan(&session, None, BOBS).await;
    browser.user_agent.clear_cookies();
    let carols = browser.log_in(As::Password("carol@example.com")).await;
    let elsewhere = browser.plan(&carols, None, BOBS).await;
    browser.execute(elsewhere).await.unwrap();

    let error = browser.execute(plan).await.unwrap_err();
    let cause = ManagementError::Refused(LinkRejection::SecondaryNotFound);
    assert_eq!(error, LinkError::NotLinked(LinkFailure { cause, metadata: MetadataLeft::Nothing }));
    assert_eq!(browser.identities(ALICE), [ALICE]);
    assert_eq!(browser.metadata(ALICE), json!({"theme": "dark", "language": "en"}));
}

/// Cases: MA-28.
#[tokio::test]
async fn unlinking_the_primary_identity_is_a_400() {
    let mut browser = Browser::new();
    let session = browser.log_in(ALICES).await;
    let user = browser.read(&session.access_token, session.subject()).await.unwrap();
    let api = Management::new(&browser.page, &browser.config, &session.access_token);
    let refused = api.unlink(session.subject(), &user.identities[0]).await;
    assert_eq!(refused, Err(ManagementError::Refused(LinkRejection::MainIdentity)));
}

/// Cases: MA-02, MA-19.
#[tokio::test]
async fn an_expired_or_forged_access_token_is_a_401() {
    let mut browser = Browser::new();
    let session = browser.log_in(ALICES).await;
    for token in ["opaque", "made.up.token", id_token(&session).secret()].map(AccessToken::new) {
        let refused = browser.read(&token, session.subject()).await;
        assert_eq!(refused, Err(ManagementError::TokenRejected));
    }
    browser.wait(86_461);
    let refused = browser.read(&session.access_token, session.subject()).await;
    assert_eq!(refused, Err(ManagementError::TokenRejected));
}

/// Cases: MA-20.
#[tokio::test]
async fn reading_another_user_is_a_403() {
    let mut browser = Browser::new();
    let session = browser.log_in(ALICES).await;
    let refused = browser.read(&session.access_token, &UserId::new(BOB)).await;
    assert_eq!(refused, Err(ManagementError::OtherSubject));
}

/// The record is not encrypted: a script that can edit it can also read its token. The tenant refuses an edited one.
///
/// Cases: ST-12.
#[tokio::test]
async fn a_session_edited_in_storage_is_refused_by_the_tenant() {
    let mut browser = Browser::new();
    browser.log_in(ALICES).await;
    let record = browser.page.storage.get("account-linking.session").unwrap().unwrap();
    browser.page.storage.set("account-linking.session", &record.replace(ALICE, BOB)).unwrap();
    let restored = session::restore(&browser.page, &browser.config, browser.page.now());
    let Ok(Restored::Active(edited)) = restored else { panic!("{restored:?}") };
    assert_eq!(edited.subject().as_str(), BOB);
    let refused = browser.read(&edited.access_token, edited.subject()).await;
    assert_eq!(refused, Err(ManagementError::OtherSubject));
}

/// Cases: MA-21, TE-07.
#[tokio::test]
async fn a_call_without_its_scope_is_a_403() {
    let mut browser = Browser::new();
    let url = browser.leave(Intent::LogIn).replace("+update%3Acurrent_user_identities", "");
    let address = browser.prove(&url, ALICES).await;
    let Ok(LoginOutcome::Session { session, .. }) = browser.come_back(&address).await else { panic!() };
    assert!(!session.scope.has("update:current_user_identities"), "{:?}", session.scope);
    let refused = link(&browser, &session, id_token(&session)).await;
    assert_eq!(refused, Err(ManagementError::InsufficientScope("update:current_user_identities")));
}

/// Cases: MA-04.
#[tokio::test]
async fn reading_a_deleted_account_is_a_404() {
    let mut browser = Browser::new();
    let bobs = browser.log_in(BOBS).await;
    browser.user_agent.clear_cookies();
    let alices = browser.log_in(ALICES).await;
    let plan = browser.plan(&alices, None, BOBS).await;
    browser.execute(plan).await.unwrap();
    let gone = browser.read(&bobs.access_token, bobs.subject()).await;
    assert_eq!(gone, Err(ManagementError::UserNotFound));
}

/// Cases: MA-05.
#[tokio::test]
async fn more_than_two_requests_a_second_are_a_429() {
    let mut browser = Browser::at(seed().with_settings(|settings| settings.rate_limit = RateLimitMode::Free));
    let session = browser.log_in(ALICES).await;
    let mut answers = Vec::new();
    for _ in 0..3 {
        answers.push(browser.read(&session.access_token, session.subject()).await.map(drop));
    }
    assert_eq!(answers, [Ok(()), Ok(()), Err(ManagementError::RateLimited { retry_after: None })]);
    browser.wait(1);
    assert!(browser.read(&session.access_token, session.subject()).await.is_ok());
}
