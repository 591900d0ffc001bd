//! Identities with unusual ids, without an address, or with linked identities of their own.

use crate::browser::{As, Browser};
use crate::tenant::{ALICE, ALICES_DISCORD, ALICES_GOOGLE, BOB, CAROL};

const ALICES: As = As::Password("alice@example.com");

/// Links an account to Alice and unlinks it again.
async fn there_and_back(who: As, connection: Option<&str>, id: &str) {
    let mut browser = Browser::new();
    let session = browser.log_in(ALICES).await;
    let plan = browser.plan(&session, connection, who).await;
    browser.page.network.take_log();
    let linked = browser.execute(plan).await.unwrap();
    let sent = browser.page.network.take_log();
    let last = sent.last().unwrap();
    assert!(last.starts_with("POST "), "recognised in the answer: {sent:?}");
    assert_eq!(browser.identities(ALICE), [ALICE, id]);
    browser.unlink(&session, &linked.user.identities[1]).await.unwrap();
    assert_eq!(browser.identities(ALICE), [ALICE]);
    assert_eq!(browser.identities(id), [id]);
}

/// Cases: MA-11.
#[tokio::test]
async fn an_id_with_three_parts_is_linked_and_unlinked() {
    there_and_back(As::Account("discord", "alice@discord.example"), Some("discord"), ALICES_DISCORD).await;
}

/// Cases: MA-11.
#[tokio::test]
async fn a_numeric_id_is_linked_and_unlinked() {
    there_and_back(As::Account("github", "octo-alice@github.example"), Some("github"), "github|583231").await;
}

#[tokio::test]
async fn an_account_without_an_address_is_linked_and_unlinked() {
    there_and_back(As::Account("github", "Dave No-Mail"), None, "github|583232").await;
}

/// Cases: MA-11.
#[tokio::test]
async fn a_primary_with_an_id_of_three_parts_links_and_unlinks() {
    let mut browser = Browser::new();
    let session = browser.log_in(As::Account("discord", "alice@discord.example")).await;
    assert_eq!(session.subject().as_str(), ALICES_DISCORD);
    let plan = browser.plan(&session, None, As::Account("google-oauth2", "alice@gmail.example")).await;
    let linked = browser.execute(plan).await.unwrap();
    assert_eq!(browser.identities(ALICES_DISCORD), [ALICES_DISCORD, ALICES_GOOGLE]);
    browser.unlink(&session, &linked.user.identities[1]).await.unwrap();
    assert_eq!(browser.identities(ALICES_DISCORD), [ALICES_DISCORD]);
}

#[tokio::test]
async fn an_account_with_linked_identities_brings_them_along() {
    let mut browser = Browser::new();
    let session = browser.log_in(ALICES).await;
    let plan = browser.plan(&session, None, As::Password("carol@example.com")).await;
    assert_eq!(plan.secondary.user.identities.len(), 3, "the confirm page can show them");
    let linked = browser.execute(plan).await.unwrap();
    assert_eq!(linked.user.identities.len(), 4);
    assert!(linked.user.has_identity_of(&auth0_spa::UserId::new(CAROL)));
}

/// Cases: LF-09.
#[tokio::test]
async fn a_linked_identity_logs_in_as_the_primary_and_is_the_same_account() {
    let mut browser = Browser::new();
    let session = browser.log_in(As::Password("carol@example.com")).await;
    let second = browser
        .second_login(&session, None, As::Account("google-oauth2", "carol@gmail.example"))
        .await
        .unwrap();
    assert_eq!(second.claims.subject.as_str(), CAROL);
    let refused = browser.confirmation(&session, second).await;
    assert_eq!(refused, Err(auth0_spa::linking::LinkRefusal::SameAccount));
}

/// Cases: MA-29.
#[tokio::test]
async fn an_identity_unlinked_by_another_tab_counts_as_unlinked() {
    let mut browser = Browser::new();
    let session = browser.log_in(ALICES).await;
    let plan = browser.plan(&session, None, As::Password("bob@example.com")).await;
    let linked = browser.execute(plan).await.unwrap();
    let bobs = &linked.user.identities[1];
    for _ in 0..2 {
        let left = browser.unlink(&session, bobs).await.unwrap();
        assert_eq!(left.len(), 1);
    }
    assert_eq!(browser.identities(BOB), [BOB]);
}
