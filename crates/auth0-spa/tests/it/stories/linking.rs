//! Linking two accounts by each button, in both directions, with their metadata.

use auth0_spa::Clock as _;
use auth0_spa::json::read;
use auth0_spa::management::metadata::Source;
use auth0_spa::session::Session;
use serde_json::{Value, json};

use crate::browser::{As, Browser};
use crate::tenant::{ALICE, ALICES_FACEBOOK, ALICES_GOOGLE, BOB};

const ALICES: As = As::Password("alice@example.com");
const GOOGLE: As = As::Account("google-oauth2", "alice@gmail.example");

/// Logs in, links, checks the identities, unlinks, checks them again.
async fn link_and_unlink(connection: Option<&str>, who: As, joins: &str) {
    let mut browser = Browser::new();
    let session = browser.log_in(ALICES).await;
    let plan = browser.plan(&session, connection, who).await;
    let linked = browser.execute(plan).await.unwrap();
    assert_eq!(linked.new_session, None);
    assert_eq!(browser.identities(ALICE), [ALICE, joins]);
    assert_eq!(browser.emulator.user(joins), None, "one account is left");

    let user = browser.read(&session.access_token, session.subject()).await.unwrap();
    let ids = |identities: &[auth0_spa::management::Identity]| {
        identities.iter().map(|one| one.user().as_str().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(ids(&linked.user.identities), ids(&user.identities), "the answer tells what a reload would");

    let left = browser.unlink(&session, &user.identities[1]).await.unwrap();
    assert_eq!(ids(&left), [ALICE]);
    assert_eq!(browser.identities(ALICE), [ALICE]);
    assert_eq!(browser.identities(joins), [joins], "an account of its own again");
}

#[tokio::test]
async fn an_account_is_linked_by_the_generic_button_and_unlinked() {
    link_and_unlink(None, As::Password("bob@example.com"), BOB).await;
}

#[tokio::test]
async fn a_facebook_account_is_linked_by_its_button_and_unlinked() {
    link_and_unlink(Some("facebook"), As::Account("facebook", "alice@facebook.example"), ALICES_FACEBOOK)
        .await;
}

#[tokio::test]
async fn a_google_account_is_linked_by_its_button_and_unlinked() {
    link_and_unlink(Some("google-oauth2"), GOOGLE, ALICES_GOOGLE).await;
}

#[tokio::test]
async fn a_linked_account_logs_in_to_the_primary() {
    let mut browser = Browser::new();
    let session = browser.log_in(ALICES).await;
    let plan = browser.plan(&session, None, GOOGLE).await;
    browser.execute(plan).await.unwrap();
    browser.user_agent.clear_cookies();
    assert_eq!(browser.log_in(GOOGLE).await.subject().as_str(), ALICE);
}

#[tokio::test]
async fn metadata_is_merged_before_linking_and_survives_unlinking() {
    let mut browser = Browser::new();
    let session = browser.log_in(ALICES).await;
    let plan = browser.plan(&session, None, GOOGLE).await;
    browser.page.network.take_log();
    let linked = browser.execute(plan).await.unwrap();
    let merged = json!({"theme": "dark", "language": "en", "city": "Lisbon"});
    assert_eq!(browser.metadata(ALICE), merged, "the primary wins the conflict over the theme");
    assert_eq!(linked.user.metadata, *read(&merged.to_string()).unwrap().as_object().unwrap());
    let sent = browser.page.network.take_log();
    let methods: Vec<_> = sent.iter().filter_map(|line| line.split(' ').next()).collect();
    assert_eq!(methods, ["GET", "GET", "PATCH", "POST"]);

    let google = linked.user.identities[1].clone();
    browser.unlink(&session, &google).await.unwrap();
    assert_eq!(browser.metadata(ALICE), merged);
    assert_eq!(browser.metadata(ALICES_GOOGLE), Value::Null);
}

#[tokio::test]
async fn a_conflict_is_decided_by_the_user() {
    let mut browser = Browser::new();
    let session = browser.log_in(ALICES).await;
    let second = browser.second_login(&session, None, GOOGLE).await.unwrap();
    let mut confirmation = browser.confirmation(&session, second).await.unwrap();
    confirmation.choose("theme", Source::Secondary);
    let plan = confirmation.confirm(Some(&session), browser.page.now()).unwrap();
    browser.execute(plan).await.unwrap();
    assert_eq!(browser.metadata(ALICE), json!({"theme": "light", "language": "en", "city": "Lisbon"}));
}

#[tokio::test]
async fn without_merging_the_metadata_scope_is_not_requested_and_the_link_succeeds() {
    let mut browser = Browser::new();
    browser.config.merge_metadata = false;
    let session = browser.log_in(ALICES).await;
    assert!(!session.scope.has("update:current_user_metadata"));
    let plan = browser.plan(&session, None, GOOGLE).await;
    browser.execute(plan).await.unwrap();
    assert_eq!(browser.metadata(ALICE), json!({"theme": "dark", "language": "en"}));
    assert_eq!(browser.identities(ALICE), [ALICE, ALICES_GOOGLE]);
}

#[tokio::test]
async fn the_second_account_can_become_the_primary() {
    let mut browser = Browser::new();
    let session = browser.log_in(ALICES).await;
    let plan = browser.swapped_plan(&session, GOOGLE).await;
    let linked = browser.execute(plan).await.unwrap();

    assert_eq!(browser.identities(ALICES_GOOGLE), [ALICES_GOOGLE, ALICE]);
    assert_eq!(browser.emulator.user(ALICE), None);
    let merged = json!({"theme": "light", "city": "Lisbon", "language": "en"});
    assert_eq!(browser.metadata(ALICES_GOOGLE), merged);

    let (claims, tokens) = linked.new_session.unwrap();
    let session = Session::new(&browser.page, claims, tokens).unwrap();
    assert_eq!(session.subject().as_str(), ALICES_GOOGLE);
    let user = browser.read(&session.access_token, session.subject()).await.unwrap();
    assert_eq!(
        (user.id, user.profile, user.metadata),
        (linked.user.id, linked.user.profile, linked.user.metadata)
    );
    assert_eq!(user.identities.len(), linked.user.identities.len());
}

#[tokio::test]
async fn several_accounts_are_linked_one_after_the_other() {
    let mut browser = Browser::new();
    let session = browser.log_in(ALICES).await;
    for (who, count) in [
        (GOOGLE, 2),
        (As::Account("facebook", "alice@facebook.example"), 3),
        (As::Password("bob@example.com"), 4),
    ] {
        let plan = browser.plan(&session, None, who).await;
        let linked = browser.execute(plan).await.unwrap();
        assert_eq!(linked.user.identities.len(), count);
    }
    assert_eq!(browser.identities(ALICE), [ALICE, ALICES_GOOGLE, ALICES_FACEBOOK, BOB]);
}
