//! Linking and unlinking.

use auth0_emulator::Emulator;
use serde_json::{Value, json};

use crate::client::{
    ALICE, ALICE_AT_GITHUB, ALICE_AT_GOOGLE, Answer, BOB, CAROL, claims, log_in, log_in_at, send, tenant,
    user_path,
};

async fn link(tenant: &Emulator, primary: &str, access: &str, id_token: &str) -> Answer {
    let path = format!("{}/identities", user_path(primary));
    send(tenant, "POST", &path, Some(access), Some(json!({ "link_with": id_token }))).await
}

#[tokio::test]
async fn linking_answers_201_with_every_identity_and_its_profile() {
    let tenant = tenant();
    let alice = log_in(&tenant, "alice@example.com").await;
    let google = log_in_at(&tenant, "google-oauth2", "alice@gmail.example").await;
    let answer = link(&tenant, ALICE, &alice.access, &google.id).await;
    assert_eq!(answer.status, 201, "{}", answer.text);
    let json = answer.json();
    assert_eq!(json.as_array().unwrap().len(), 2);
    assert_eq!(json[0]["profileData"]["email"], "alice@example.com");
    assert_eq!(json[0]["isSocial"], false);
    assert_eq!(json[1]["connection"], "google-oauth2");
    assert_eq!(json[1]["user_id"], "108412345678901234501");
    assert_eq!(json[1]["isSocial"], true);
    assert_eq!(json[1]["profileData"]["email_verified"], true);
}

#[tokio::test]
async fn a_linked_account_logs_in_as_the_primary_and_its_record_and_metadata_are_gone() {
    let tenant = tenant();
    let alice = log_in(&tenant, "alice@example.com").await;
    let google = log_in_at(&tenant, "google-oauth2", "alice@gmail.example").await;
    link(&tenant, ALICE, &alice.access, &google.id).await;
    assert_eq!(tenant.user(ALICE_AT_GOOGLE), None);
    assert_eq!(tenant.user(ALICE).unwrap()["user_metadata"], json!({"theme": "dark", "language": "en"}));
    let again = log_in_at(&tenant, "google-oauth2", "alice@gmail.example").await;
    assert_eq!(claims(&again.id)["sub"], ALICE);
    assert_eq!(claims(&again.id)["email"], "alice@example.com");
    let gone = send(&tenant, "GET", &user_path(ALICE_AT_GOOGLE), Some(&google.access), None).await;
    assert_eq!((gone.status, gone.json()["errorCode"].as_str()), (404, Some("inexistent_user")));
}

#[tokio::test]
async fn linking_moves_the_linked_identities_of_the_secondary_user_too() {
    let tenant = tenant();
    let alice = log_in(&tenant, "alice@example.com").await;
    let carol = log_in(&tenant, "carol@example.com").await;
    let answer = link(&tenant, ALICE, &alice.access, &carol.id).await.json();
    let providers: Vec<&str> =
        answer.as_array().unwrap().iter().map(|i| i["provider"].as_str().unwrap()).collect();
    assert_eq!(providers, ["auth0", "auth0", "google-oauth2", "github"]);
    assert_eq!(tenant.user(CAROL), None);
}

#[tokio::test]
async fn a_link_that_auth0_refuses_is_refused_with_its_message() {
    let tenant = tenant();
    let alice = log_in(&tenant, "alice@example.com").await;
    let bob = log_in(&tenant, "bob@example.com").await;
    let google = log_in_at(&tenant, "google-oauth2", "alice@gmail.example").await;
    let cases: Vec<(&str, Value, u16, &str)> = vec![
        (ALICE, json!({"link_with": alice.id}), 400, "Main identity and the new one are the same."),
        (ALICE, json!({"link_with": "junk"}), 400, "Invalid token (link_with)."),
        (
            ALICE,
            json!({"link_with": format!("{}A", &google.id[..google.id.len() - 2])}),
            400,
            "Invalid token (link_with).",
        ),
        (
            ALICE,
            json!({"link_with": google.access}),
            400,
            "JWT (link_with) must have an aud claim that matches that of the calling token's azp.",
        ),
        (
            BOB,
            json!({"link_with": google.id}),
            403,
            "User to be acted on does not match subject in bearer token.",
        ),
        (ALICE, json!({}), 400, "Payload validation error: 'Missing required property: link_with'."),
        (
            ALICE,
            json!({"provider": "auth0", "user_id": BOB}),
            400,
            "Payload validation error: 'Missing required property: link_with'.",
        ),
        (
            ALICE,
            json!({"link_with": google.id, "provider": "auth0"}),
            400,
            "Payload validation error: 'link_with' cannot be combined with other properties.",
        ),
        (
            ALICE,
            json!({"link_with": 7}),
            400,
            "Payload validation error: 'Expected type string' on property link_with.",
        ),
        (
            ALICE,
            json!({"link_with": google.id, "x": 1}),
            400,
            "Payload validation error: 'Additional properties not allowed: x'.",
        ),
    ];
    for (user, body, status, message) in cases {
        let path = format!("{}/identities", user_path(user));
        let answer = send(&tenant, "POST", &path, Some(&alice.access), Some(body.clone())).await;
        assert_eq!((answer.status, answer.json()["message"].as_str()), (status, Some(message)), "{body}");
    }
    assert_eq!(link(&tenant, BOB, &bob.access, &google.id).await.status, 201);
    let taken = link(&tenant, ALICE, &alice.access, &google.id).await;
    assert_eq!(
        (taken.status, taken.json()["message"].as_str()),
        (409, Some("Specified identity already exists."))
    );
    tenant.clock().advance(std::time::Duration::from_hours(10));
    let late = link(&tenant, ALICE, &alice.access, &bob.id).await;
    assert_eq!((late.status, late.json()["message"].as_str()), (400, Some("Invalid token (link_with).")));
}

#[tokio::test]
async fn unlinking_answers_200_with_the_rest_and_makes_a_user_without_metadata() {
    let tenant = tenant();
    let carol = log_in(&tenant, "carol@example.com").await;
    let path = format!("{}/identities/github/7700003", user_path(CAROL));
    let answer = send(&tenant, "DELETE", &path, Some(&carol.access), None).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    let json = answer.json();
    assert_eq!(json.as_array().unwrap().len(), 2);
    assert_eq!(json[0]["profileData"]["email"], "carol@example.com");
    let freed = tenant.user("github|7700003").unwrap();
    assert_eq!(freed["email"], "carol@github.example");
    assert_eq!(freed.get("user_metadata"), None);
}

#[tokio::test]
async fn the_main_identity_and_one_that_is_not_linked_cannot_be_unlinked() {
    let tenant = tenant();
    let carol = log_in(&tenant, "carol@example.com").await;
    let bare = CAROL.strip_prefix("auth0|").unwrap();
    let cases = [
        (format!("auth0/{bare}"), 400, "Main identity cannot be removed."),
        ("github/1".to_owned(), 400, "The user does not have the specified identity."),
        (
            "myspace/1".to_owned(),
            400,
            "Path validation error: 'No enum match for: \"myspace\"' on property provider.",
        ),
    ];
    for (tail, status, message) in cases {
        let path = format!("{}/identities/{tail}", user_path(CAROL));
        let answer = send(&tenant, "DELETE", &path, Some(&carol.access), None).await;
        assert_eq!((answer.status, answer.json()["message"].as_str()), (status, Some(message)), "{tail}");
    }
}

#[tokio::test]
async fn an_account_can_be_linked_unlinked_and_linked_again() {
    let tenant = tenant();
    let alice = log_in(&tenant, "alice@example.com").await;
    for _ in 0..2 {
        let github = log_in_at(&tenant, "github", "octo-alice@github.example").await;
        assert_eq!(claims(&github.id)["sub"], ALICE_AT_GITHUB);
        assert_eq!(link(&tenant, ALICE, &alice.access, &github.id).await.status, 201);
        let path = format!("{}/identities/github/583231", user_path(ALICE));
        assert_eq!(send(&tenant, "DELETE", &path, Some(&alice.access), None).await.status, 200);
    }
}

#[tokio::test]
async fn after_linking_the_second_logins_session_is_the_primarys_unless_configured_otherwise() {
    use auth0_emulator::Seed;
    use auth0_emulator::tenant::settings::SecondarySession;
    use auth0_emulator::user_agent::UserAgent;

    use crate::client::{authorize_url, parameter, tenant_of, tokens};

    for after in [SecondarySession::Primary, SecondarySession::Ended] {
        let seed = Seed::demo().unwrap().with_settings(|settings| settings.after_link.session = after);
        let tenant = tenant_of(seed);
        let alice = log_in(&tenant, "alice@example.com").await;
        let mut user_agent = UserAgent::new(&tenant);
        user_agent.open(&authorize_url(&tenant, &[("connection", "google-oauth2")])).await;
        let step = user_agent.choose_account("alice@gmail.example").await;
        let google = tokens(&tenant, &step).await;
        assert_eq!(link(&tenant, ALICE, &alice.access, &google.id).await.status, 201);
        let silent = user_agent.open(&authorize_url(&tenant, &[("prompt", "none")])).await;
        match after {
            SecondarySession::Primary => assert_eq!(claims(&tokens(&tenant, &silent).await.id)["sub"], ALICE),
            SecondarySession::Ended => {
                assert_eq!(parameter(&silent, "error").as_deref(), Some("login_required"));
            }
        }
        assert_eq!(send(&tenant, "GET", "/userinfo", Some(&google.access), None).await.status, 401);
    }
}

#[tokio::test]
async fn a_code_of_a_user_who_was_linked_meanwhile_is_for_the_primary_user() {
    use auth0_emulator::user_agent::UserAgent;

    use crate::client::{authorize_url, tokens};

    let tenant = tenant();
    let alice = log_in(&tenant, "alice@example.com").await;
    let google = log_in_at(&tenant, "google-oauth2", "alice@gmail.example").await;
    let mut user_agent = UserAgent::new(&tenant);
    user_agent.open(&authorize_url(&tenant, &[("connection", "google-oauth2")])).await;
    let step = user_agent.choose_account("alice@gmail.example").await;
    link(&tenant, ALICE, &alice.access, &google.id).await;
    assert_eq!(claims(&tokens(&tenant, &step).await.id)["sub"], ALICE);
}
