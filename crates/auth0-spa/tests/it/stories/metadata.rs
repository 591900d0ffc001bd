//! Metadata that the tenant would refuse is not sent, and the link succeeds.

use auth0_spa::Clock as _;
use auth0_spa::json::read;
use auth0_spa::management::metadata::{KeyOutcome, MAX_SIZE, Obstacle, Source};
use auth0_spa::management::{Management, ManagementError};
use serde_json::{Value, json};

use crate::browser::{As, Browser};
use crate::tenant::{ALICE, seed_with_metadata};

const ALICES: As = As::Password("alice@example.com");
const IMPORTED: As = As::Account("google-oauth2", "imported@gmail.example");

/// A user whose metadata was written without the API.
fn imported() -> Value {
    json!({
        "address": {"street": "Main", "flat": null},
        "big": "x".repeat(MAX_SIZE),
        "theme": {"dark.mode": true},
        "utm.source": "mail",
        "rights": [{"$ref": 1}],
    })
}

#[tokio::test]
async fn the_tenant_refuses_a_whole_patch_for_one_name_at_any_depth() {
    let mut browser = Browser::new();
    let session = browser.log_in(ALICES).await;
    let api = Management::new(&browser.page, &browser.config, &session.access_token);
    for refused in [json!({"a.b": 1}), json!({"a": {"b": {"$c": 1}}}), json!({"a": [{"b.c": 1}]})] {
        let mut changes = read(&refused.to_string()).unwrap().as_object().unwrap().clone();
        changes.insert("good".to_owned(), "1".into());
        let answer = api.patch_user_metadata(session.subject(), &changes).await;
        assert_eq!(answer, Err(ManagementError::MetadataRefused), "{refused}");
    }
    assert_eq!(browser.metadata(ALICE), json!({"theme": "dark", "language": "en"}));
}

#[tokio::test]
async fn a_value_that_the_tenant_would_refuse_is_left_out_of_the_link() {
    let mut browser = Browser::at(seed_with_metadata(&imported()));
    let session = browser.log_in(ALICES).await;
    let second = browser.second_login(&session, None, IMPORTED).await.unwrap();
    let mut confirmation = browser.confirmation(&session, second).await.unwrap();

    let merge = confirmation.merged().unwrap();
    assert_eq!(merge.lost(), ["big", "rights", "theme", "utm.source"]);
    let why =
        |key: &str| match merge.rows.clone().into_iter().find(|row| row.key == key).map(|row| row.outcome) {
            Some(KeyOutcome::Lost { why, .. }) => why,
            other => panic!("{other:?}"),
        };
    assert_eq!(why("theme"), Obstacle::Name("dark.mode".to_owned()));
    assert_eq!(why("big"), Obstacle::Size);

    confirmation.choose("theme", Source::Secondary);
    let plan = confirmation.confirm(Some(&session), browser.page.now()).unwrap();
    let linked = browser.execute(plan).await.unwrap();
    assert_eq!(linked.user.identities.len(), 2);
    let address = json!({"street": "Main", "flat": null});
    let kept = json!({"theme": "dark", "language": "en", "address": address});
    assert_eq!(browser.metadata(ALICE), kept, "whole, with the null inside");
}

/// Cases: JS-01.
#[tokio::test]
async fn numbers_arrive_at_the_other_account_as_they_were() {
    let numbers =
        json!({"latitude": 0.300_000_000_000_000_04, "tiny": 5e-324, "id": 12_345_678_901_234_567_890_u64});
    let mut browser = Browser::at(seed_with_metadata(&numbers));
    let session = browser.log_in(ALICES).await;
    let plan = browser.plan(&session, None, IMPORTED).await;
    browser.execute(plan).await.unwrap();
    let kept = browser.metadata(ALICE);
    for (name, number) in numbers.as_object().unwrap() {
        assert_eq!(kept[name].to_string(), number.to_string());
    }
}

/// Shown text is derived from what was read and is never sent.
///
/// Cases: SH-11.
#[tokio::test]
async fn metadata_is_sent_byte_for_byte_as_it_was_read_whatever_is_shown_of_it() {
    let strange = json!({
        "bio": "\u{202e}dlrow\u{200b}\n\u{a0} \u{feff}",
        "key \u{200d}\u{2066}": {"\u{3164}": ["\u{e000}", "a\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}"]},
        "theme": "\u{2800}",
    });
    let mut browser = Browser::at(seed_with_metadata(&strange));
    let session = browser.log_in(ALICES).await;
    let second = browser.second_login(&session, None, IMPORTED).await.unwrap();
    let mut confirmation = browser.confirmation(&session, second).await.unwrap();
    confirmation.choose("theme", Source::Secondary);
    let plan = confirmation.confirm(Some(&session), browser.page.now()).unwrap();
    browser.execute(plan).await.unwrap();
    let mut expected = strange;
    expected["language"] = json!("en");
    assert_eq!(browser.metadata(ALICE), expected);
}
