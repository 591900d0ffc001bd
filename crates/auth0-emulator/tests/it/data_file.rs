//! State that is kept over restarts.

use std::path::PathBuf;

use auth0_emulator::{Clock, DataFileError, Emulator, Options, Seed};

use crate::client::{ALICE, ALICE_AT_GOOGLE, NOW, claims, log_in, log_in_at, send, user_path};

/// A temporary file, removed before and after the test.
struct Scratch(PathBuf);

impl Scratch {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("auth0-emulator-{}-{name}.json", std::process::id()));
        let scratch = Self(path);
        scratch.clear();
        scratch
    }

    fn clear(&self) {
        std::fs::remove_file(&self.0).ok();
        std::fs::remove_file(self.0.with_extension("json.lock")).ok();
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        self.clear();
    }
}

fn open(file: &Scratch) -> Result<Emulator, DataFileError> {
    let options = Options { clock: Clock::manual(NOW), ..Options::default() };
    Emulator::with_data_file(Seed::demo().unwrap(), options, &file.0)
}

#[tokio::test]
async fn links_tokens_and_keys_are_still_there_after_a_restart() {
    let file = Scratch::new("restart");
    let before = open(&file).unwrap();
    before.rotate_signing_key();
    let alice = log_in(&before, "alice@example.com").await;
    let google = log_in_at(&before, "google-oauth2", "alice@gmail.example").await;
    let body = serde_json::json!({ "link_with": google.id });
    let path = format!("{}/identities", user_path(ALICE));
    assert_eq!(send(&before, "POST", &path, Some(&alice.access), Some(body)).await.status, 201);
    drop(before);
    let after = open(&file).unwrap();
    assert_eq!(after.user(ALICE_AT_GOOGLE), None);
    let read = send(&after, "GET", &user_path(ALICE), Some(&alice.access), None).await;
    assert_eq!((read.status, read.json()["identities"].as_array().unwrap().len()), (200, 2));
    assert_eq!(after.session_count(), 2);
}

#[tokio::test]
async fn links_that_were_sent_work_after_a_restart() {
    let file = Scratch::new("mails");
    let before = open(&file).unwrap();
    let body = serde_json::json!({ "connection": "Username-Password-Authentication", "email": "new@example.com",
        "password": "Passw0rd!" });
    assert_eq!(send(&before, "POST", "/_emulator/users", None, Some(body)).await.status, 201);
    let link = before.mails().remove(0).link.replace("http://localhost:4400", "");
    drop(before);
    let after = open(&file).unwrap();
    assert_eq!(send(&after, "GET", &link, None, None).await.status, 200);
    assert_eq!(after.users_by_email("new@example.com")[0]["email_verified"], true);
}

#[tokio::test]
async fn a_damaged_file_is_refused_with_its_reason_and_left_alone() {
    let file = Scratch::new("damaged");
    for damaged in
        ["", "{\"version\":\"auth0-emulator 1\",\"users\":[", "{\"version\":\"auth0-emulator 9\"}", "[]"]
    {
        std::fs::write(&file.0, damaged).unwrap();
        let error = open(&file).unwrap_err();
        assert!(matches!(error, DataFileError::Damaged { .. }), "{damaged:?}: {error}");
        assert_eq!(std::fs::read_to_string(&file.0).unwrap(), damaged);
    }
}

#[cfg(unix)]
#[tokio::test]
async fn only_the_owner_may_read_the_file_with_the_keys() {
    use std::os::unix::fs::PermissionsExt;

    let file = Scratch::new("private");
    let tenant = open(&file).unwrap();
    log_in(&tenant, "alice@example.com").await;
    assert_eq!(std::fs::metadata(&file.0).unwrap().permissions().mode() & 0o777, 0o600);
}

#[tokio::test]
async fn a_file_that_was_begun_with_another_users_file_says_so_until_a_reset() {
    let file = Scratch::new("seed");
    log_in(&open(&file).unwrap(), "alice@example.com").await;
    assert!(!open(&file).unwrap().has_other_seed());

    let other = Seed::parse(auth0_emulator::DEMO_TENANT, "{}").unwrap();
    let emulator = Emulator::with_data_file(other, Options::default(), &file.0).unwrap();
    assert!(emulator.has_other_seed() && emulator.user(ALICE).is_some());
    assert_eq!(send(&emulator, "POST", "/_emulator/reset", None, None).await.status, 204);
    assert!(!emulator.has_other_seed() && emulator.user(ALICE).is_none());
}

#[tokio::test]
async fn claims_and_permissions_are_still_there_after_a_restart() {
    let file = Scratch::new("claims");
    let before = open(&file).unwrap();
    let body = serde_json::json!([{ "id_token": { "https://app.example/x": 1 } }]);
    assert_eq!(send(&before, "PUT", "/_emulator/claims", None, Some(body)).await.status, 204);
    drop(before);
    let after = open(&file).unwrap();
    assert_eq!(claims(&log_in(&after, "alice@example.com").await.id)["https://app.example/x"], 1);
}

#[tokio::test]
async fn what_a_request_may_nest_can_be_read_after_a_restart() {
    let file = Scratch::new("deep");
    let before = open(&file).unwrap();
    // `serde_json` takes 127 levels.
    let mut metadata = serde_json::json!({});
    for _ in 0..125 {
        metadata = serde_json::json!({ "x": metadata });
    }
    let path = "/_emulator/users/auth0%7C65f2a1c0d3b07384d113ed01";
    let body = serde_json::json!({ "user_metadata": metadata });
    assert_eq!(send(&before, "PATCH", path, None, Some(body)).await.status, 200);
    drop(before);
    assert_eq!(open(&file).unwrap().user(ALICE).unwrap()["user_metadata"]["x"], metadata["x"]);
}
