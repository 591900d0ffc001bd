//! Claims that real tenants add by Actions.

use auth0_emulator::{Emulator, Seed};
use serde_json::{Value, json};

use crate::client::{ALICE, Answer, BOB, claims, log_in, send, tenant, tenant_of};

const ROLES: &str = "https://app.example/roles";

async fn put(tenant: &Emulator, body: Value) -> Answer {
    send(tenant, "PUT", "/_emulator/claims", None, Some(body)).await
}

/// The claims of Alice's and Bob's ID token and access token.
async fn both(tenant: &Emulator) -> [[Value; 2]; 2] {
    let alice = log_in(tenant, "alice@example.com").await;
    let bob = log_in(tenant, "bob@example.com").await;
    [[claims(&alice.id), claims(&alice.access)], [claims(&bob.id), claims(&bob.access)]]
}

#[tokio::test]
async fn claims_are_added_by_user_and_by_client() {
    let app = "Account Linking";
    let id_token = json!({ ROLES: ["editor"] });
    // For whom, and whether Alice and Bob have the claim.
    let cases = [
        (json!({ "id_token": id_token }), [true, true]),
        (json!({ "user": ALICE, "id_token": id_token }), [true, false]),
        (json!({ "client": app, "id_token": id_token }), [true, true]),
        (json!({ "client": "Local admin", "id_token": id_token }), [false, false]),
        (json!({ "user": BOB, "client": app, "id_token": id_token }), [false, true]),
    ];
    for (one, expected) in cases {
        let tenant = tenant();
        assert_eq!(put(&tenant, json!([one])).await.status, 204, "{one}");
        let tokens = both(&tenant).await;
        for ([id, access], has) in tokens.into_iter().zip(expected) {
            assert_eq!(id.get(ROLES), has.then(|| json!(["editor"])).as_ref(), "{one}");
            assert_eq!(access.get(ROLES), None, "{one}");
        }
        let state = send(&tenant, "GET", "/_emulator/state", None, None).await.json();
        assert_eq!(state["claims"][0]["id_token"], id_token);
    }
}

#[tokio::test]
async fn a_later_claim_wins_and_a_reset_returns_to_the_seed() {
    let tenant = tenant();
    let all = json!([{"access_token": {ROLES: "all"}}, {"user": ALICE, "access_token": {ROLES: "alice"}}]);
    assert_eq!(put(&tenant, all).await.status, 204);
    let [[_, alice], [_, bob]] = both(&tenant).await;
    assert_eq!((&alice[ROLES], &bob[ROLES]), (&json!("alice"), &json!("all")));
    tenant.reset();
    assert_eq!(both(&tenant).await[0][1].get(ROLES), None);
}

#[tokio::test]
async fn userinfo_returns_the_claims_of_the_id_token() {
    let tenant = tenant();
    put(
        &tenant,
        json!([{"user": ALICE, "id_token": {ROLES: []}, "access_token": {"https://app.example/x": 1}}]),
    )
    .await;
    let access = log_in(&tenant, "alice@example.com").await.access;
    let user = send(&tenant, "GET", "/userinfo", Some(&access), None).await.json();
    assert_eq!((&user[ROLES], user.get("https://app.example/x")), (&json!([]), None));
}

/// Auth0, "Create Custom Claims", general restrictions.
#[tokio::test]
async fn a_token_for_the_management_api_has_no_claim_without_a_namespace() {
    let tenant = tenant();
    put(&tenant, json!([{"id_token": {"plan": "pro"}, "access_token": {"plan": "pro", ROLES: []}}])).await;
    let [[id, access], _] = both(&tenant).await;
    assert_eq!((&id["plan"], access.get("plan"), &access[ROLES]), (&json!("pro"), None, &json!([])));
}

#[tokio::test]
async fn a_machines_token_has_the_claims_that_name_its_client() {
    let tenant = tenant();
    let all = json!([{"client": "Local admin", "access_token": {ROLES: "machine"}}, {"access_token": {"https://app.example/x": 1}}]);
    assert_eq!(put(&tenant, all).await.status, 204);
    let body = json!({
        "grant_type": "client_credentials",
        "client_id": tenant.client_id("Local admin"),
        "client_secret": tenant.client_secret("Local admin"),
        "audience": "http://localhost:4400/api/v2/",
    });
    let token = send(&tenant, "POST", "/oauth/token", None, Some(body)).await.json();
    let claims = claims(token["access_token"].as_str().unwrap());
    assert_eq!((&claims[ROLES], claims.get("https://app.example/x")), (&json!("machine"), None));
}

#[tokio::test]
async fn claims_that_auth0_refuses_or_that_are_for_nobody_change_nothing() {
    let cases = [
        (json!([{"id_token": {"sub": "x"}}]), "`sub` is Auth0's own"),
        (json!([{"access_token": {"permissions": []}}]), "`permissions` is Auth0's own"),
        (json!([{"id_token": {"https://acme.auth0.com/x": 1}}]), "has a domain of Auth0 as its namespace"),
        (json!([{"user": "auth0|nobody"}]), "no user has the id `auth0|nobody`"),
        (json!([{"client": "Nothing"}]), "no client has the name or id `Nothing`"),
        (json!([{"idtoken": {}}]), "unknown field `idtoken`"),
        (json!({}), "invalid type"),
    ];
    let tenant = tenant();
    put(&tenant, json!([{"id_token": {ROLES: "before"}}])).await;
    for (body, expected) in cases {
        let answer = put(&tenant, body.clone()).await;
        assert_eq!(answer.status, 400, "{body}");
        assert!(answer.text.contains(expected), "{body}: {}", answer.text);
    }
    assert_eq!(both(&tenant).await[0][0][ROLES], "before");
}

#[tokio::test]
async fn the_users_file_has_claims_and_its_mistakes_are_reported_and_left_out() {
    let users = format!(
        "consent: skip
claims:
  - {{user: 'auth0|a', id_token: {{'{ROLES}': [editor], sub: someone}}}}
  - {{client: Nothing, access_token: {{x: 1}}}}
users: [{{provider: auth0, id: a, password: Passw0rd!, email: alice@example.com}},
  {{provider: auth0, id: b, password: Passw0rd!, email: bob@example.com}}]
"
    );
    let seed = Seed::parse(auth0_emulator::DEMO_TENANT, &users).unwrap();
    let warnings: Vec<String> = seed.warnings().iter().map(ToString::to_string).collect();
    assert_eq!(
        warnings,
        [
            "users file: claims: `sub` is Auth0's own; no Action can set it",
            "users file: claims: no client has the name or id `Nothing`"
        ]
    );
    let [[alice, access], [bob, _]] = both(&tenant_of(seed)).await;
    assert_eq!((&alice[ROLES], &alice["sub"]), (&json!(["editor"]), &json!("auth0|a")));
    assert_eq!((bob.get(ROLES), access.get("x")), (None, None));
}
