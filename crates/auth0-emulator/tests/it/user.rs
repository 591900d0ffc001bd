//! `GET` and `PATCH /api/v2/users/{id}`.

use auth0_emulator::user_agent::UserAgent;
use serde_json::{Value, json};

use crate::client::{
    ALICE, BOB, CAROL, PASSWORD, authorize_url, log_in, log_in_at, send, tenant, tokens, user_path,
};

#[tokio::test]
async fn a_user_reads_itself_with_metadata_and_identities() {
    let tenant = tenant();
    let access = log_in(&tenant, "carol@example.com").await.access;
    let answer = send(&tenant, "GET", &user_path(CAROL), Some(&access), None).await;
    assert_eq!(answer.status, 200);
    let json = answer.json();
    assert_eq!(json["user_id"], CAROL);
    assert_eq!(json["user_metadata"], json!({"theme": "light"}));
    assert_eq!(json["logins_count"], 1);
    assert_eq!(json.get("app_metadata"), None, "what was never set is absent");
    let identities = json["identities"].as_array().unwrap();
    assert_eq!(identities[0].get("profileData"), None, "the primary has no profileData in a read");
    assert_eq!(identities[1]["profileData"]["email"], "carol@gmail.example");
    assert_eq!(identities[2]["user_id"], json!(7_700_003), "a numeric id stays a number");
}

#[tokio::test]
async fn the_bar_in_an_id_may_stand_raw_or_percent_encoded() {
    let tenant = tenant();
    let access = log_in(&tenant, "alice@example.com").await.access;
    for path in [format!("/api/v2/users/{ALICE}"), user_path(ALICE), user_path(ALICE).replace("%7C", "%7c")] {
        assert_eq!(send(&tenant, "GET", &path, Some(&access), None).await.status, 200, "{path}");
    }
}

#[tokio::test]
async fn each_invalid_token_is_refused_with_its_own_error() {
    let tenant = tenant();
    let tokens_of_alice = log_in(&tenant, "alice@example.com").await;
    let mut user_agent = UserAgent::new(&tenant);
    user_agent.open(&authorize_url(&tenant, &[("audience", "")])).await;
    let step = user_agent.log_in("alice@example.com", PASSWORD).await;
    let opaque = tokens(&tenant, &step).await.access;
    let forged = format!("{}x", tokens_of_alice.access);
    let cases: [(Option<&str>, u16, &str); 6] = [
        (None, 401, "Missing authentication"),
        (Some(&opaque), 400, "Bad HTTP authentication header format"),
        (Some("a.b.c"), 401, "Invalid token"),
        (Some(&forged), 401, "Invalid token"),
        (Some(&tokens_of_alice.id), 401, "Invalid token"),
        (Some(&tokens_of_alice.access), 200, ""),
    ];
    for (token, status, message) in cases {
        let answer = send(&tenant, "GET", &user_path(ALICE), token, None).await;
        assert_eq!(answer.status, status, "{token:?}: {}", answer.text);
        if status != 200 && message != "Invalid token" {
            assert_eq!(answer.json()["message"], message, "{token:?}");
        }
    }
    tenant.clock().advance(std::time::Duration::from_hours(24));
    let expired = send(&tenant, "GET", &user_path(ALICE), Some(&tokens_of_alice.access), None).await;
    let text = "Expired token received for JSON Web Token validation";
    let body =
        json!({"statusCode": 401, "error": "Unauthorized", "message": text, "attributes": {"error": text}});
    assert_eq!((expired.status, expired.json()), (401, body));
}

#[tokio::test]
async fn another_user_cannot_be_read_and_a_missing_scope_is_named() {
    let tenant = tenant();
    let access = log_in(&tenant, "alice@example.com").await.access;
    let answer = send(&tenant, "GET", &user_path(BOB), Some(&access), None).await;
    let json = answer.json();
    assert_eq!((answer.status, json["errorCode"].as_str()), (403, Some("unowned_resource")));
    assert_eq!(json["message"], "User to be acted on does not match subject in bearer token.");

    let mut user_agent = UserAgent::new(&tenant);
    user_agent.open(&authorize_url(&tenant, &[("scope", "openid")])).await;
    let step = user_agent.log_in("alice@example.com", PASSWORD).await;
    let poor = tokens(&tenant, &step).await.access;
    let answer = send(&tenant, "GET", &user_path(ALICE), Some(&poor), None).await;
    assert_eq!((answer.status, answer.json()["errorCode"].as_str()), (403, Some("insufficient_scope")));
    assert!(
        answer.json()["message"]
            .as_str()
            .unwrap()
            .starts_with("Insufficient scope, expected any of: read:users,")
    );
}

#[tokio::test]
async fn a_patch_merges_metadata_at_the_first_level_and_answers_the_whole_user() {
    let tenant = tenant();
    let access = log_in(&tenant, "alice@example.com").await.access;
    let steps: [(Value, Value); 4] = [
        (json!({"pets": {"cat": 1}}), json!({"theme": "dark", "language": "en", "pets": {"cat": 1}})),
        (json!({"pets": {"dog": 1}, "language": null}), json!({"theme": "dark", "pets": {"dog": 1}})),
        (json!({}), json!({})),
        (json!({"theme": "new"}), json!({"theme": "new"})),
    ];
    for (patch, expected) in steps {
        let body = json!({ "user_metadata": patch });
        let answer = send(&tenant, "PATCH", &user_path(ALICE), Some(&access), Some(body)).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
        assert_eq!(answer.json()["user_metadata"], expected, "after {patch}");
        assert_eq!(answer.json()["email"], "alice@example.com");
    }
}

#[tokio::test]
async fn a_user_may_change_its_metadata_and_nothing_else() {
    let tenant = tenant();
    let access = log_in(&tenant, "alice@example.com").await.access;
    for field in ["email", "app_metadata", "blocked", "name"] {
        let body = json!({ "user_metadata": {}, field: {} });
        let answer = send(&tenant, "PATCH", &user_path(ALICE), Some(&access), Some(body)).await;
        assert_eq!(answer.status, 403, "{field}");
        assert_eq!(answer.json()["message"], format!("You cannot update the following fields: {field}"));
    }
    assert_eq!(tenant.user(ALICE).unwrap()["user_metadata"]["theme"], "dark", "nothing was changed");
}

#[tokio::test]
async fn metadata_that_cannot_be_stored_is_refused() {
    let tenant = tenant();
    let access = log_in(&tenant, "alice@example.com").await.access;
    for bad in [
        json!({"user_metadata": {"a.b": 1}}),
        json!({"user_metadata": {"x": {"$y": 1}}}),
        json!({"user_metadata": 7}),
    ] {
        let answer = send(&tenant, "PATCH", &user_path(ALICE), Some(&access), Some(bad.clone())).await;
        assert_eq!(
            (answer.status, answer.json()["errorCode"].as_str()),
            (400, Some("invalid_body")),
            "{bad}"
        );
    }
}

#[tokio::test]
async fn a_user_without_email_has_no_email_claims() {
    let tenant = tenant();
    let tokens = log_in_at(&tenant, "github", "Dave No-Mail").await;
    let claims = crate::client::claims(&tokens.id);
    assert_eq!((claims.get("email"), claims.get("email_verified")), (None, None));
    assert_eq!(claims["name"], "Dave No-Mail");
}
