//! `nickname` and `picture`, wherever users come from and wherever they are told.

use auth0_emulator::user_agent::UserAgent;
use auth0_emulator::{DEMO_TENANT, Emulator, Seed};
use serde_json::{Value, json};

use crate::client::{
    ALICE, ALICE_AT_GOOGLE, BOB, PASSWORD, authorize_url, claims, log_in, log_in_at, send, tenant, tenant_of,
    tokens, user_path,
};
use crate::management::admin;

fn assert_derived(profile: &Value, nickname: &str) {
    assert_eq!(profile["nickname"], nickname, "{profile}");
    let picture = profile["picture"].as_str().unwrap_or_default();
    assert!(picture.starts_with("data:image/svg+xml;base64,") && picture.len() < 260, "{profile}");
}

fn user(tenant: &Emulator, email: &str) -> Value {
    tenant.users_by_email(email).pop().unwrap()
}

#[tokio::test]
async fn users_have_nickname_and_picture_wherever_they_come_from() {
    let seed = "machine_clients: [{name: Local admin, scopes: [create:users]}]\nusers:\n  - {provider: auth0, id: a, email: Ann@example.com, password: p}\n  - {provider: github, id: 7, \
                login: octo-ann, email: ann@github.example, identities: [{provider: facebook, id: f, name: Ann E}]}\n";
    let tenant = tenant_of(Seed::parse(DEMO_TENANT, seed).unwrap());
    assert_derived(&tenant.user("auth0|a").unwrap(), "Ann");
    let linked = tenant.user("github|7").unwrap();
    assert_derived(&linked, "octo-ann");
    assert_derived(&linked["identities"][1]["profileData"], "Ann E");

    let mut user_agent = UserAgent::new(&tenant);
    user_agent.open(&authorize_url(&tenant, &[])).await;
    user_agent.sign_up("new.one@example.com", PASSWORD).await;
    assert_derived(&user(&tenant, "new.one@example.com"), "new.one");

    let mut user_agent = UserAgent::new(&tenant);
    user_agent.open(&authorize_url(&tenant, &[("connection", "google-oauth2")])).await;
    user_agent.submit(&[("action", "new"), ("email", "two@gmail.example")]).await;
    assert_derived(&user(&tenant, "two@gmail.example"), "two");

    let token = admin(&tenant).await;
    let body = json!({"connection": "Username-Password-Authentication", "email": "three@example.com", "password": PASSWORD});
    let created = send(&tenant, "POST", "/api/v2/users", Some(&token), Some(body)).await;
    assert_eq!(created.status, 201, "{}", created.text);
    assert_derived(&created.json(), "three");
    assert_derived(&user(&tenant, "three@example.com"), "three");
}

#[tokio::test]
async fn tokens_userinfo_and_the_management_api_tell_the_same_nickname_and_picture() {
    let tenant = tenant();
    let alice = log_in(&tenant, "alice@example.com").await;
    let stored = tenant.user(ALICE).unwrap();
    assert_derived(&stored, "alice");
    let read = send(&tenant, "GET", &user_path(ALICE), Some(&alice.access), None).await.json();
    let info = send(&tenant, "GET", "/userinfo", Some(&alice.access), None).await.json();
    for told in [read, info, claims(&alice.id)] {
        assert_eq!((&told["nickname"], &told["picture"]), (&stored["nickname"], &stored["picture"]));
    }
    let mut user_agent = UserAgent::new(&tenant);
    user_agent.open(&authorize_url(&tenant, &[("scope", "openid email")])).await;
    let step = user_agent.log_in("alice@example.com", PASSWORD).await;
    let without_profile = claims(&tokens(&tenant, &step).await.id);
    assert_eq!((without_profile.get("nickname"), without_profile.get("picture")), (None, None));
}

#[tokio::test]
async fn a_linked_identity_keeps_its_nickname_and_picture() {
    let tenant = tenant();
    let alice = log_in(&tenant, "alice@example.com").await;
    let google = log_in_at(&tenant, "google-oauth2", "alice@gmail.example").await;
    let body = json!({"link_with": google.id});
    let path = format!("{}/identities", user_path(ALICE));
    let linked = send(&tenant, "POST", &path, Some(&alice.access), Some(body)).await.json();
    assert_derived(&linked[0]["profileData"], "alice");
    assert_derived(&linked[1]["profileData"], "alice.g");
    log_in_at(&tenant, "google-oauth2", "alice@gmail.example").await;
    let after = tenant.user(ALICE).unwrap();
    assert_derived(&after["identities"][1]["profileData"], "alice.g");
    assert_eq!(tenant.user(ALICE_AT_GOOGLE), None);
}

#[tokio::test]
async fn a_page_calls_a_user_without_address_and_name_by_what_there_is() {
    let users =
        "users: [{provider: auth0, id: a, name: '', phone_number: '+4930123456', password: Passw0rd!}]";
    let tenant = tenant_of(Seed::parse(DEMO_TENANT, users).unwrap());
    let mut user_agent = UserAgent::new(&tenant);
    user_agent.open(&authorize_url(&tenant, &[])).await;
    assert!(user_agent.html().contains("Log in as +4930123456"), "{}", user_agent.html());
    let inspector = send(&tenant, "GET", "/_emulator", None, None).await.text;
    assert!(inspector.contains("<h3>+4930123456</h3>"));
}

#[tokio::test]
async fn a_patch_replaces_them_and_takes_the_derived_picture_back() {
    let tenant = tenant();
    let token = admin(&tenant).await;
    let derived = tenant.user(BOB).unwrap()["picture"].clone();
    for picture in [json!("https://pictures.example/bob.png"), derived] {
        let body = json!({"nickname": "bobby", "picture": picture});
        let answer = send(&tenant, "PATCH", &user_path(BOB), Some(&token), Some(body)).await;
        assert_eq!((answer.status, &answer.json()["picture"]), (200, &picture), "{}", answer.text);
        assert_eq!(tenant.user(BOB).unwrap()["nickname"], "bobby");
    }
}
