//! Requests and answers that get lost on the way: the truth is read back, and nothing is sent twice.

use auth0_client::http::{Method, TransportError};
use auth0_client::linking::execute::execute;
use auth0_client::linking::{LinkError, MetadataLeft, unlink};
use auth0_client::management::ManagementError;
use serde_json::json;

use crate::browser::{As, Browser};
use crate::network::Mishap;
use crate::tenant::{ALICE, ALICES_GOOGLE};

const ALICES: As = As::Password("alice@example.com");
const GOOGLE: As = As::Account("google-oauth2", "alice@gmail.example");

/// Alice's metadata before any link.
fn before() -> serde_json::Value {
    json!({"theme": "dark", "language": "en"})
}

/// Links with a mishap; how many POSTs there were.
async fn link_with(mishap: Mishap) -> (Browser, Result<(), LinkError>, usize) {
    let mut browser = Browser::new();
    let session = browser.log_in(ALICES).await;
    let plan = browser.plan(&session, None, GOOGLE).await;
    browser.page.network.take_log();
    browser.page.network.next(mishap);
    let result = execute(&browser.page, &browser.config, plan).await.map(drop);
    let posts = browser.page.network.take_log().iter().filter(|line| line.starts_with("POST ")).count();
    (browser, result, posts)
}

fn lost(cause: TransportError) -> LinkError {
    LinkError { cause: cause.into(), certain: true, metadata: MetadataLeft::Untouched }
}

#[tokio::test]
async fn ma_25_a_link_whose_answer_is_lost_is_a_success() {
    let (browser, result, posts) = link_with(Mishap::AnswerLost(Method::Post)).await;
    assert_eq!((result, posts), (Ok(()), 1));
    assert_eq!(browser.identities(ALICE), [ALICE, ALICES_GOOGLE]);
}

#[tokio::test]
async fn ma_25_a_link_that_never_arrived_is_undone_and_told() {
    let (browser, result, posts) = link_with(Mishap::RequestLost(Method::Post)).await;
    assert_eq!((result, posts), (Err(lost(TransportError::Failed)), 1));
    assert_eq!(browser.identities(ALICE), [ALICE]);
    assert_eq!(browser.metadata(ALICE), before(), "the merged values are taken back");
}

#[tokio::test]
async fn metadata_whose_answer_is_lost_is_taken_back_and_nothing_is_linked() {
    for (mishap, cause) in [
        (Mishap::AnswerLost(Method::Patch), TransportError::TimedOut),
        (Mishap::RequestLost(Method::Patch), TransportError::Failed),
    ] {
        let (browser, result, posts) = link_with(mishap).await;
        assert_eq!((result, posts), (Err(lost(cause)), 0));
        assert_eq!(browser.metadata(ALICE), before());
        assert_eq!(browser.metadata(ALICES_GOOGLE)["city"], "Lisbon", "the second account is as it was");
    }
}

#[tokio::test]
async fn ma_30_an_unlink_that_gets_lost_is_told_by_what_is_true() {
    for (mishap, gone) in
        [(Mishap::AnswerLost(Method::Delete), true), (Mishap::RequestLost(Method::Delete), false)]
    {
        let mut browser = Browser::new();
        let session = browser.log_in(ALICES).await;
        let plan = browser.plan(&session, None, GOOGLE).await;
        let linked = execute(&browser.page, &browser.config, plan).await.unwrap();
        browser.page.network.take_log();
        browser.page.network.next(mishap);
        let result = unlink(&browser.page, &browser.config, &session, &linked.user.identities[1]).await;
        assert_eq!(result.is_ok(), gone, "{mishap:?}");
        assert!(gone || result == Err(ManagementError::Transport(TransportError::Failed)));
        assert_eq!(browser.identities(ALICE).len(), if gone { 1 } else { 2 });
        let sent = browser.page.network.take_log();
        assert_eq!(sent.len(), 2, "one DELETE, one look: {sent:?}");
    }
}
