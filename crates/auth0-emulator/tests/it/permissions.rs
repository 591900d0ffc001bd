//! Role-based access control: an API whose users get only the scopes that they have permissions for.

use auth0_emulator::user_agent::UserAgent;
use auth0_emulator::{Emulator, Seed};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use crate::client::{Answer, PASSWORD, authorize_url, claims, exchange, log_in, send, tenant_of};

const API: &str = "urn:api";

fn tenant_file(api: &str) -> String {
    format!(
        "clients: [{{name: Account Linking, app_type: spa, callbacks: ['http://localhost:3000'],
  grant_types: [authorization_code, refresh_token], refresh_token: {{rotation_type: rotating}}}},
  {{name: Machine, app_type: non_interactive}}]
databases: [{{name: users, enabled_clients: [Account Linking]}}]
resourceServers: [{{name: api, identifier: 'urn:api', scopes: [{{value: read}}, {{value: write}}, {{value: delete}}],
  allow_offline_access: true, {api}}}]
clientGrants: [{{client_id: Machine, audience: 'urn:api', scope: [read]}}]
roles:
  - {{name: editor, permissions: [{{permission_name: write, resource_server_identifier: 'urn:api'}}]}}
"
    )
}

const USERS: &str = "consent: skip
users:
  - {provider: auth0, id: a, password: Passw0rd!, email: alice@example.com, permissions: {'urn:api': [read]}, roles: [editor]}
  - {provider: auth0, id: b, password: Passw0rd!, email: bob@example.com}
";

fn tenant(api: &str) -> Emulator {
    tenant_of(Seed::parse(&tenant_file(api), USERS).unwrap())
}

/// The answer to a login for the API with every scope.
async fn login(tenant: &Emulator, email: &str) -> Value {
    let mut user_agent = UserAgent::new(tenant);
    let extra = [("audience", API), ("scope", "openid offline_access read write delete")];
    user_agent.open(&authorize_url(tenant, &extra)).await;
    let step = user_agent.log_in(email, PASSWORD).await;
    exchange(tenant, &step).await.json()
}

fn access(answer: &Value) -> Value {
    claims(answer["access_token"].as_str().unwrap())
}

async fn put(tenant: &Emulator, body: Value) -> Answer {
    send(tenant, "PUT", "/_emulator/permissions", None, Some(body)).await
}

/// Auth0, "Enable Role-Based Access Control for APIs", token dialect options, and "Access Token Profiles".
#[tokio::test]
async fn the_dialect_of_an_api_decides_what_its_tokens_contain() {
    let all = "openid offline_access read write delete";
    let own = "openid offline_access read write";
    let both = json!(["read", "write"]);
    let cases = [
        ("enforce_policies: false", all, None, "JWT"),
        ("enforce_policies: false, token_dialect: access_token_authz", all, None, "JWT"),
        ("enforce_policies: true", own, None, "JWT"),
        ("enforce_policies: true, token_dialect: access_token", own, None, "JWT"),
        ("enforce_policies: true, token_dialect: access_token_authz", own, Some(&both), "JWT"),
        ("token_dialect: rfc9068_profile", all, None, "at+jwt"),
        ("enforce_policies: true, token_dialect: rfc9068_profile_authz", own, Some(&both), "at+jwt"),
    ];
    for (api, scope, permissions, typ) in cases {
        let tenant = tenant(api);
        let answer = login(&tenant, "alice@example.com").await;
        let token = access(&answer);
        assert_eq!((answer["scope"].as_str(), token["scope"].as_str()), (Some(scope), Some(scope)), "{api}");
        assert_eq!(token.get("permissions"), permissions, "{api}");
        let header = answer["access_token"].as_str().unwrap().split('.').next().unwrap().to_owned();
        let header: Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(header).unwrap()).unwrap();
        let names = |token: &Value| ["azp", "client_id", "jti"].map(|name| token.get(name).is_some());
        let expected = [typ == "JWT", typ != "JWT", typ != "JWT"];
        assert_eq!((header["typ"].as_str(), names(&token)), (Some(typ), expected), "{api}");
        let user = send(&tenant, "GET", "/userinfo", answer["access_token"].as_str(), None).await;
        assert_eq!(user.json()["sub"], "auth0|a", "{api}");
    }
}

#[tokio::test]
async fn a_user_without_permissions_gets_no_scope_of_the_api() {
    let tenant = tenant("enforce_policies: true, token_dialect: access_token_authz");
    let token = access(&login(&tenant, "bob@example.com").await);
    assert_eq!((&token["scope"], &token["permissions"]), (&json!("openid offline_access"), &json!([])));
}

#[tokio::test]
async fn a_refreshed_token_has_the_permissions_of_now() {
    let tenant = tenant("enforce_policies: true, token_dialect: access_token_authz");
    let first = login(&tenant, "alice@example.com").await;
    assert_eq!(put(&tenant, json!({"auth0|a": {API: ["delete"]}})).await.status, 204);
    let state = send(&tenant, "GET", "/_emulator/state", None, None).await.json();
    assert_eq!(state["permissions"], json!({"auth0|a": {API: ["delete"]}}));
    let body = json!({
        "grant_type": "refresh_token",
        "client_id": tenant.client_id("Account Linking"),
        "refresh_token": first["refresh_token"],
    });
    let token = access(&send(&tenant, "POST", "/oauth/token", None, Some(body)).await.json());
    assert_eq!(
        (&token["scope"], &token["permissions"]),
        (&json!("openid offline_access delete"), &json!(["delete"]))
    );
    tenant.reset();
    let token = access(&login(&tenant, "alice@example.com").await);
    assert_eq!(token["permissions"], json!(["read", "write"]));
}

#[tokio::test]
async fn a_machines_permissions_are_its_grant() {
    let tenant = tenant("enforce_policies: true, token_dialect: access_token_authz");
    let body = json!({
        "grant_type": "client_credentials",
        "client_id": tenant.client_id("Machine"),
        "client_secret": tenant.client_secret("Machine"),
        "audience": API,
    });
    let token = access(&send(&tenant, "POST", "/oauth/token", None, Some(body)).await.json());
    assert_eq!((&token["scope"], &token["permissions"]), (&json!("read"), &json!(["read"])));
}

#[tokio::test]
async fn consent_is_asked_for_the_scopes_that_the_user_may_have() {
    use auth0_emulator::tenant::settings::ConsentMode;

    let seed = Seed::parse(&tenant_file("enforce_policies: true"), USERS).unwrap();
    let tenant = tenant_of(seed.with_consent(ConsentMode::Ask));
    let mut user_agent = UserAgent::new(&tenant);
    user_agent.open(&authorize_url(&tenant, &[("audience", API), ("scope", "openid read delete")])).await;
    user_agent.log_in("alice@example.com", PASSWORD).await;
    assert!(
        user_agent.html().contains("read") && !user_agent.html().contains("delete"),
        "{}",
        user_agent.html()
    );
    user_agent.accept().await;
    put(&tenant, json!({"auth0|a": {"urn:api": ["read", "delete"]}})).await;
    user_agent.open(&authorize_url(&tenant, &[("audience", API), ("scope", "openid read delete")])).await;
    assert!(user_agent.html().contains("<li>delete"), "it was not consented to: {}", user_agent.html());
}

#[tokio::test]
async fn permissions_that_do_not_fit_are_refused_over_http_and_reported_for_a_file() {
    let tenant = tenant("enforce_policies: true");
    for (body, expected) in [
        (json!({"auth0|z": {API: ["read"]}}), "no user has the id `auth0|z`"),
        (json!({"auth0|a": {"urn:b": ["read"]}}), "`urn:b` is no API"),
        (json!({"auth0|a": {API: ["fly"]}}), "the API `urn:api` has no scope `fly`"),
        (json!(["read"]), "invalid type"),
    ] {
        let answer = put(&tenant, body.clone()).await;
        assert_eq!(answer.status, 400, "{body}");
        assert!(answer.text.contains(expected), "{body}: {}", answer.text);
    }
    let users = "users: [{provider: auth0, id: a, password: Passw0rd!, roles: [editr], permissions: {'urn:api': [reed]}}]";
    let file =
        tenant_file("enforce_policies: false").replace("permission_name: write", "permission_name: wrote");
    let seed = Seed::parse(&file, users).unwrap();
    let warnings: Vec<String> = seed.warnings().iter().map(ToString::to_string).collect();
    assert_eq!(
        warnings,
        [
            "tenant file: roles `editor`: the API `urn:api` has no scope `wrote`",
            "users file: permissions: the API `urn:api` does not use them; it lacks enforce_policies",
            "users file: permissions: the API `urn:api` has no scope `reed`",
            "users file: `auth0|a`: the tenant file has no role `editr`; the nearest is `editor`",
        ]
    );
}

#[tokio::test]
async fn a_linked_users_permissions_are_gone_with_it() {
    let tenant = tenant("enforce_policies: true");
    put(&tenant, json!({"auth0|b": {API: ["read"]}})).await;
    let alice = log_in(&tenant, "alice@example.com").await;
    let bob = log_in(&tenant, "bob@example.com").await;
    let path = format!("{}/identities", crate::client::user_path("auth0|a"));
    let answer = send(&tenant, "POST", &path, Some(&alice.access), Some(json!({"link_with": bob.id}))).await;
    assert_eq!(answer.status, 201, "{}", answer.text);
    let state = send(&tenant, "GET", "/_emulator/state", None, None).await.json();
    assert_eq!(state["permissions"], json!({}));
}
