//! `POST /_emulator/token` and `Emulator::token`.

use auth0_emulator::{DEMO_TENANT, Emulator, Seed, TokenError, TokenRequest};
use axum::body::Body;
use axum::http::Request;
use serde_json::{Value, json};

use crate::client::{
    ALICE, ALICE_AT_GITHUB, Answer, CAROL, NOW, SCOPE, answer, audience, claims, client_id, log_in, send,
    tenant, tenant_of, user_path,
};
use crate::management::admin;

async fn ask(tenant: &Emulator, mut body: Value) -> Answer {
    if body.get("client_id").is_none() {
        body["client_id"] = json!(client_id(tenant));
    }
    send(tenant, "POST", "/_emulator/token", None, Some(body)).await
}

fn assert_refused(answer: &Answer, reason: &str) {
    assert_eq!((answer.status, answer.json()), (400, json!({ "error": reason })));
}

#[tokio::test]
async fn the_tokens_are_those_of_a_login_with_the_same_request() {
    let tenant = tenant();
    let body = json!({"email": "ALICE@example.com", "audience": audience(), "scope": SCOPE});
    let answer = ask(&tenant, body).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    let json = answer.json();
    let mut members: Vec<&str> = json.as_object().unwrap().keys().map(String::as_str).collect();
    members.sort_unstable();
    assert_eq!(members, ["access_token", "expires_in", "id_token", "scope", "token_type"]);
    let page = log_in(&tenant, "alice@example.com").await;
    let token = |name: &str| claims(json[name].as_str().unwrap());
    assert_eq!(token("access_token"), claims(&page.access));
    let (mut own, mut other) = (token("id_token"), claims(&page.id));
    for differs in ["sid", "nonce"] {
        own.as_object_mut().unwrap().remove(differs);
        other.as_object_mut().unwrap().remove(differs);
    }
    assert_eq!(own, other);
    let access = json["access_token"].as_str().unwrap();
    let read = send(&tenant, "GET", &user_path(ALICE), Some(access), None).await;
    assert_eq!((read.status, read.json()["logins_count"].as_i64()), (200, Some(2)));
}

#[tokio::test]
async fn offline_access_gives_a_refresh_token_that_works() {
    let tenant = tenant();
    let json = ask(&tenant, json!({"user_id": ALICE, "scope": "openid offline_access"})).await.json();
    let body = json!({
        "grant_type": "refresh_token",
        "client_id": client_id(&tenant),
        "refresh_token": json["refresh_token"],
    });
    let refreshed = send(&tenant, "POST", "/oauth/token", None, Some(body)).await;
    assert_eq!(refreshed.status, 200, "{}", refreshed.text);
    assert_eq!(claims(refreshed.json()["id_token"].as_str().unwrap())["sub"], ALICE);
}

#[tokio::test]
async fn without_openid_and_audience_there_is_only_an_opaque_token() {
    let tenant = tenant();
    let json = ask(&tenant, json!({"user_id": ALICE_AT_GITHUB})).await.json();
    assert_eq!((json.get("id_token"), json["scope"].as_str()), (None, Some("")));
    assert_eq!(json["access_token"].as_str().unwrap().split('.').count(), 1);
}

#[tokio::test]
async fn a_linked_identity_logs_its_user_in() {
    let tenant = tenant();
    let by_email = json!({"email": "carol@github.example", "scope": "openid"});
    for body in [by_email, json!({"user_id": "github|7700003", "scope": "openid"})] {
        let json = ask(&tenant, body).await.json();
        assert_eq!(claims(json["id_token"].as_str().unwrap())["sub"], CAROL);
    }
}

#[tokio::test]
async fn what_a_login_refuses_is_refused_with_the_reason() {
    let tenant = tenant();
    assert_refused(
        &ask(&tenant, json!({"user_id": ALICE, "client_id": "x"})).await,
        "no client has the client_id `x`",
    );
    assert_refused(&ask(&tenant, json!({"user_id": "auth0|x"})).await, "no user has the id `auth0|x`");
    assert_refused(&ask(&tenant, json!({"user_id": "alice"})).await, "no user has the id `alice`");
    assert_refused(
        &ask(&tenant, json!({"email": "nobody@example.com"})).await,
        "no user has the e-mail address `nobody@example.com`",
    );
    assert_refused(
        &ask(&tenant, json!({"scope": "openid"})).await,
        "name the user: `user_id`, or `email` and where necessary `connection`",
    );
    assert_refused(
        &ask(&tenant, json!({"user_id": ALICE, "audience": "https://none.example"})).await,
        "Service not found: https://none.example",
    );
    let unknown = ask(&tenant, json!({"user": ALICE})).await;
    assert!(unknown.status == 400 && unknown.text.contains("unknown field `user`"), "{}", unknown.text);
    let admin = admin(&tenant).await;
    send(&tenant, "PATCH", &user_path(ALICE), Some(&admin), Some(json!({"blocked": true}))).await;
    assert_refused(&ask(&tenant, json!({"user_id": ALICE})).await, "user is blocked");
    assert_eq!(tenant.user(ALICE).unwrap().get("logins_count"), None);
}

#[tokio::test]
async fn one_address_at_two_connections_needs_the_connection() {
    let users = "users:\n  - {provider: github, id: 1, email: ann@example.com}\n  \
                 - {provider: google-oauth2, id: '2', email: ann@example.com}\n";
    let tenant = tenant_of(Seed::parse(DEMO_TENANT, users).unwrap());
    assert_refused(
        &ask(&tenant, json!({"email": "ann@example.com"})).await,
        "several users have this e-mail address: name one of the connections github, google-oauth2",
    );
    let body = json!({"email": "ann@example.com", "connection": "github", "scope": "openid"});
    let json = ask(&tenant, body).await.json();
    assert_eq!(claims(json["id_token"].as_str().unwrap())["sub"], "github|1");
}

#[tokio::test]
async fn one_address_at_one_connection_needs_the_id() {
    let users = "users:\n  - {provider: github, id: 1, email: ann@example.com}\n  \
                 - {provider: github, id: 2, email: ann@example.com}\n";
    let tenant = tenant_of(Seed::parse(DEMO_TENANT, users).unwrap());
    for body in
        [json!({"email": "ann@example.com"}), json!({"email": "ann@example.com", "connection": "github"})]
    {
        assert_refused(
            &ask(&tenant, body).await,
            "several users have this e-mail address: name one of the ids github|1, github|2",
        );
    }
}

#[tokio::test]
async fn one_address_of_one_user_is_enough() {
    let users = "users:\n  - {provider: auth0, id: a, email: ann@example.com, password: Passw0rd!, identities: \
                 [{provider: github, id: 1, email: ann@example.com}]}\n";
    let tenant = tenant_of(Seed::parse(DEMO_TENANT, users).unwrap());
    let json = ask(&tenant, json!({"email": "ann@example.com", "scope": "openid"})).await.json();
    assert_eq!(claims(json["id_token"].as_str().unwrap())["sub"], "auth0|a");
}

#[tokio::test]
async fn a_machine_and_a_tenant_with_a_second_factor_get_no_tokens_of_users() {
    let users = "users: [{provider: auth0, id: a, email: ann@example.com, password: Passw0rd!}]";
    let file = |more: &str| {
        format!(
            "clients: [{{name: Machine, client_id: machine, app_type: non_interactive, grant_types: [client_credentials]}}, \
             {{name: App, client_id: app, app_type: spa, grant_types: [authorization_code]}}]\n\
             databases: [{{name: users, enabled_clients: [Machine, App]}}]\n{more}"
        )
    };
    let with = |more: &str| tenant_of(Seed::parse(&file(more), users).unwrap());
    let by = |client: &str| json!({"email": "ann@example.com", "client_id": client});
    let plain = with("");
    let reason = "Grant type 'authorization_code' not allowed for the client.";
    assert_refused(&ask(&plain, by("machine")).await, reason);
    assert_eq!(ask(&plain, by("app")).await.status, 200);
    let factor =
        "guardianFactors: [{name: otp, enabled: true}]\nguardianPolicies: {policies: [all-applications]}\n";
    let strict = with(factor);
    let refused = ask(&strict, by("app")).await;
    assert!(refused.status == 400 && refused.text.contains("multi-factor"), "{}", refused.text);
    let warn = json!({"unsupported": "warn"});
    send(&strict, "PATCH", "/_emulator/settings", None, Some(warn)).await;
    assert_eq!(ask(&strict, by("app")).await.status, 200);
}

#[tokio::test]
async fn a_client_gets_tokens_of_its_own_connections_only() {
    let tenant = tenant();
    let admin = tenant.client_id("Local admin").unwrap();
    let reason =
        "the client `Local admin` may not use the connection `github`: add it to its `enabled_clients`";
    assert_refused(&ask(&tenant, json!({"user_id": ALICE_AT_GITHUB, "client_id": admin})).await, reason);
}

#[tokio::test]
async fn rust_tests_call_it_without_a_request() {
    let tenant = tenant();
    let request = TokenRequest {
        client_id: client_id(&tenant),
        email: Some("alice@example.com".to_owned()),
        scope: "openid".to_owned(),
        ..TokenRequest::default()
    };
    let json = tenant.token(&request).unwrap();
    assert_eq!(claims(json["id_token"].as_str().unwrap())["iat"], NOW);
    let refused = tenant.token(&TokenRequest { client_id: "x".to_owned(), ..request });
    assert_eq!(refused.unwrap_err(), TokenError::UnknownClient("x".to_owned()));
}

#[tokio::test]
async fn pages_of_other_origins_get_no_token() {
    let tenant = tenant();
    let body = json!({"client_id": client_id(&tenant), "user_id": ALICE}).to_string();
    let request = Request::post("/_emulator/token").header("origin", "http://localhost:3000");
    assert_eq!(answer(&tenant, request.body(Body::from(body)).unwrap()).await.status, 403);
}
