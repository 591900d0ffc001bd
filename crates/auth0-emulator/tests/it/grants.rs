//! Refresh tokens, machine tokens and revocation.

use std::time::Duration;

use auth0_emulator::tenant::resource_server::{ResourceServer, TokenDialect};
use auth0_emulator::tenant::scope::Scopes;
use auth0_emulator::user_agent::UserAgent;
use auth0_emulator::{Emulator, Seed};
use serde_json::{Value, json};

use crate::client::{
    ALICE, Answer, PASSWORD, audience, authorize_url, claims, client_id, exchange, log_in, send, tenant,
    tenant_of, user_path,
};

const OFFLINE: [(&str, &str); 2] = [("audience", ""), ("scope", "openid profile email offline_access")];

async fn offline_login(tenant: &Emulator, email: &str) -> Value {
    let mut user_agent = UserAgent::new(tenant);
    user_agent.open(&authorize_url(tenant, &OFFLINE)).await;
    let step = user_agent.log_in(email, PASSWORD).await;
    exchange(tenant, &step).await.json()
}

async fn refresh(tenant: &Emulator, token: &str) -> Answer {
    let body = json!({"grant_type": "refresh_token", "client_id": client_id(tenant), "refresh_token": token});
    send(tenant, "POST", "/oauth/token", None, Some(body)).await
}

fn refresh_token(json: &Value) -> String {
    json["refresh_token"].as_str().expect("no refresh token").to_owned()
}

#[tokio::test]
async fn a_refresh_token_rotates_at_each_use() {
    let tenant = tenant();
    let first = offline_login(&tenant, "alice@example.com").await;
    let second = refresh(&tenant, &refresh_token(&first)).await;
    assert_eq!(second.status, 200, "{}", second.text);
    let second = second.json();
    assert_ne!(refresh_token(&second), refresh_token(&first));
    assert_eq!(second["scope"], "openid profile email offline_access");
    let id = claims(second["id_token"].as_str().unwrap());
    assert_eq!((id["sub"].as_str(), id.get("nonce")), (Some(ALICE), None));
}

#[tokio::test]
async fn a_used_refresh_token_is_accepted_within_the_leeway_and_ends_the_family_afterwards() {
    let tenant = tenant();
    let refused = json!({"error": "invalid_grant", "error_description": "Unknown or invalid refresh token."});
    let first = refresh_token(&offline_login(&tenant, "alice@example.com").await);
    refresh(&tenant, &first).await;
    tenant.clock().advance(Duration::from_secs(5));
    let newest = refresh(&tenant, &first).await;
    assert_eq!(newest.status, 200, "within the leeway of five seconds");
    tenant.clock().advance(Duration::from_secs(1));
    let late = refresh(&tenant, &first).await;
    assert_eq!((late.status, late.json()), (403, refused.clone()));
    let after = refresh(&tenant, &refresh_token(&newest.json())).await;
    assert_eq!((after.status, after.json()), (403, refused), "the whole family is over");
}

#[tokio::test]
async fn a_refresh_token_ends_without_use_and_after_its_absolute_life() {
    let tenant = tenant();
    let idle = refresh_token(&offline_login(&tenant, "alice@example.com").await);
    tenant.clock().advance(Duration::from_hours(24));
    assert_eq!(refresh(&tenant, &idle).await.status, 403);
    let mut used = refresh_token(&offline_login(&tenant, "alice@example.com").await);
    for _ in 0..7 {
        tenant.clock().advance(Duration::from_hours(23));
        used = refresh_token(&refresh(&tenant, &used).await.json());
    }
    tenant.clock().advance(Duration::from_hours(8));
    assert_eq!(refresh(&tenant, &used).await.status, 403, "seven days are over");
}

#[tokio::test]
async fn scope_may_narrow_a_refresh_and_not_widen_it() {
    let tenant = tenant();
    let token = refresh_token(&offline_login(&tenant, "alice@example.com").await);
    let body = json!({"grant_type": "refresh_token", "client_id": client_id(&tenant), "refresh_token": token,
        "scope": "openid read:current_user"});
    assert_eq!(send(&tenant, "POST", "/oauth/token", None, Some(body)).await.json()["scope"], "openid");
}

#[tokio::test]
async fn a_revoked_refresh_token_is_refused_and_revoking_does_not_disclose_what_exists() {
    let tenant = tenant();
    let token = refresh_token(&offline_login(&tenant, "alice@example.com").await);
    for revoked in ["unknown", token.as_str(), token.as_str()] {
        let body = json!({"client_id": client_id(&tenant), "token": revoked});
        let answer = send(&tenant, "POST", "/oauth/revoke", None, Some(body)).await;
        assert_eq!((answer.status, answer.text.as_str()), (200, ""));
    }
    assert_eq!(refresh(&tenant, &token).await.status, 403);
}

#[tokio::test]
async fn linking_revokes_the_secondary_users_refresh_tokens_unless_configured_otherwise() {
    use auth0_emulator::tenant::settings::SecondaryTokens;

    for (keep, status) in [(SecondaryTokens::Revoked, 403), (SecondaryTokens::Kept, 200)] {
        let seed = Seed::demo().unwrap().with_settings(|settings| settings.after_link.refresh_tokens = keep);
        let tenant = tenant_of(seed);
        let of_bob = refresh_token(&offline_login(&tenant, "bob@example.com").await);
        let alice = log_in(&tenant, "alice@example.com").await;
        let bob = log_in(&tenant, "bob@example.com").await;
        let path = format!("{}/identities", user_path(ALICE));
        let answer =
            send(&tenant, "POST", &path, Some(&alice.access), Some(json!({"link_with": bob.id}))).await;
        assert_eq!(answer.status, 201);
        let answer = refresh(&tenant, &of_bob).await;
        assert_eq!(answer.status, status, "{keep:?}");
        if status == 200 {
            assert_eq!(claims(answer.json()["id_token"].as_str().unwrap())["sub"], ALICE);
        }
    }
}

#[tokio::test]
async fn an_api_that_allows_offline_access_gives_refresh_tokens_and_its_scopes() {
    let api = ResourceServer {
        identifier: "https://api.example".to_owned(),
        name: "Example".to_owned(),
        scopes: Scopes::parse("read:things"),
        allow_offline_access: true,
        skip_consent: false,
        token_lifetime: 60,
        token_lifetime_for_web: 30,
        enforce_policies: false,
        token_dialect: TokenDialect::AccessToken,
    };
    let tenant = tenant_of(Seed::demo().unwrap().with_resource_server(api));
    let mut user_agent = UserAgent::new(&tenant);
    let extra =
        [("audience", "https://api.example"), ("scope", "openid offline_access read:things write:things")];
    user_agent.open(&authorize_url(&tenant, &extra)).await;
    let step = user_agent.log_in("alice@example.com", PASSWORD).await;
    let json = exchange(&tenant, &step).await.json();
    assert_eq!(json["scope"], "openid offline_access read:things");
    assert_eq!(json["expires_in"], 60);
    let again = refresh(&tenant, &refresh_token(&json)).await.json();
    let access = claims(again["access_token"].as_str().unwrap());
    assert_eq!(access["gty"], "refresh_token");
    assert_eq!(access["aud"][0], "https://api.example");
}

async fn machine(tenant: &Emulator, extra: Value) -> Answer {
    let mut body = json!({
        "grant_type": "client_credentials",
        "client_id": tenant.client_id("Local admin"),
        "client_secret": tenant.client_secret("Local admin"),
        "audience": audience(),
    });
    for (name, value) in extra.as_object().unwrap() {
        body[name] = value.clone();
    }
    send(tenant, "POST", "/oauth/token", None, Some(body)).await
}

#[tokio::test]
async fn a_machine_client_gets_a_token_of_its_own_for_the_management_api() {
    let tenant = tenant();
    let json = machine(&tenant, json!({"scope": "read:users delete:clients"})).await.json();
    let access = json["access_token"].as_str().unwrap();
    let own = claims(access);
    assert_eq!(own["sub"], format!("{}@clients", tenant.client_id("Local admin").unwrap()));
    assert_eq!((own["gty"].as_str(), own["aud"].as_str()), (Some("client-credentials"), Some(audience())));
    assert_eq!(own["scope"], "read:users");
    assert_eq!(send(&tenant, "GET", &user_path(ALICE), Some(access), None).await.status, 200);
}

#[tokio::test]
async fn a_machine_client_without_credentials_or_grant_gets_no_token() {
    let tenant = tenant();
    let cases = [
        (json!({"client_secret": "wrong"}), 401, "invalid_client"),
        (json!({"client_secret": null}), 401, "invalid_client"),
        (json!({"audience": "https://nowhere.example"}), 403, "access_denied"),
        (json!({"audience": null}), 400, "invalid_request"),
        (json!({"grant_type": "authorization_code"}), 403, "unauthorized_client"),
        (json!({"client_id": client_id(&tenant)}), 403, "unauthorized_client"),
    ];
    for (extra, status, error) in cases {
        let answer = machine(&tenant, extra.clone()).await;
        assert_eq!((answer.status, answer.json()["error"].as_str()), (status, Some(error)), "{extra}");
    }
}

#[tokio::test]
async fn a_client_that_lists_the_password_grants_gets_tokens_without_a_page() {
    const REALM: &str = "http://auth0.com/oauth/grant-type/password-realm";
    let lists = |types: &[&str]| {
        let types: Vec<String> = types.iter().map(|one| (*one).to_owned()).collect();
        tenant_of(Seed::demo().unwrap().with_client("Account Linking", |client| client.grant_types = types))
    };
    let tenant = lists(&["password", REALM]);
    let body = |changes: Value| {
        let mut body = json!({"grant_type": "password", "client_id": client_id(&tenant), "username": "Alice@example.com",
            "password": PASSWORD, "scope": "openid email read:current_user", "audience": audience()});
        for (name, value) in changes.as_object().unwrap() {
            body[name] = value.clone();
        }
        body
    };
    let realm = json!({"grant_type": REALM, "realm": "Username-Password-Authentication"});
    for changes in [json!({}), realm] {
        let answer = send(&tenant, "POST", "/oauth/token", None, Some(body(changes))).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
        let json = answer.json();
        assert_eq!(claims(json["id_token"].as_str().unwrap())["email"], "alice@example.com");
        assert_eq!(claims(json["access_token"].as_str().unwrap())["gty"], "password");
        let read = send(&tenant, "GET", &user_path(ALICE), json["access_token"].as_str(), None).await;
        assert_eq!(read.status, 200);
    }
    for (changes, status, error) in [
        (json!({"password": "wrong"}), 403, "invalid_grant"),
        (json!({"username": "nobody@example.com"}), 403, "invalid_grant"),
        (json!({"username": ""}), 400, "invalid_request"),
        (json!({"grant_type": REALM}), 400, "invalid_request"),
        (json!({"grant_type": REALM, "realm": "google-oauth2"}), 403, "server_error"),
        (json!({"audience": "urn:unknown"}), 403, "access_denied"),
    ] {
        let answer = send(&tenant, "POST", "/oauth/token", None, Some(body(changes))).await;
        assert_eq!(
            (answer.status, answer.json()["error"].as_str()),
            (status, Some(error)),
            "{}",
            answer.text
        );
    }
    let other = lists(&["authorization_code"]);
    let answer = send(&other, "POST", "/oauth/token", None, Some(body(json!({})))).await;
    assert_eq!((answer.status, answer.json()["error"].as_str()), (403, Some("unauthorized_client")));
}

#[tokio::test]
async fn without_a_default_directory_the_password_grant_needs_a_realm() {
    const USERS: &str = "users: [{provider: auth0, id: a, password: Passw0rd!, email: alice@example.com}]";
    let ask = async |section: &str, realm: Option<&str>| {
        let file = format!(
            "{section}
clients: [{{name: App, client_id: app, app_type: native, grant_types: [password, 'http://auth0.com/oauth/grant-type/password-realm']}}]
databases: [{{name: users, enabled_clients: [App]}}, {{name: staff}}]"
        );
        let mut body = json!({"grant_type": "password", "client_id": "app", "username": "alice@example.com", "password": PASSWORD});
        if let Some(realm) = realm {
            body["grant_type"] = json!("http://auth0.com/oauth/grant-type/password-realm");
            body["realm"] = json!(realm);
        }
        send(&tenant_of(Seed::parse(&file, USERS).unwrap()), "POST", "/oauth/token", None, Some(body)).await
    };
    let refused = json!({"error": "server_error", "error_description": "Authorization server not configured with default connection."});
    for section in ["", "tenant: {default_directory: ''}", "tenant: {default_directory: staff}"] {
        let answer = ask(section, None).await;
        assert_eq!((answer.status, answer.json()), (403, refused.clone()), "{section}");
        assert_eq!(ask(section, Some("users")).await.status, 200, "{section}");
    }
    assert_eq!(ask("tenant: {default_directory: users}", None).await.status, 200);
}

#[tokio::test]
async fn a_request_without_audience_is_for_the_default_one() {
    let tenant = |audience: &str| {
        let file = format!(
            "tenant: {{default_audience: '{audience}', default_directory: users}}
clients:
  - {{name: Account Linking, app_type: spa, callbacks: ['http://localhost:3000'], token_endpoint_auth_method: none,
     grant_types: [authorization_code, password]}}
  - {{name: Machine, client_id: machine, client_secret: s, app_type: non_interactive}}
databases: [{{name: users, enabled_clients: [Account Linking]}}]
resourceServers: [{{name: api, identifier: 'urn:api', skip_consent_for_verifiable_first_party_clients: true}}]
clientGrants: [{{client_id: Machine, audience: 'urn:api'}}]"
        );
        let users =
            "consent: skip\nusers: [{provider: auth0, id: a, password: Passw0rd!, email: alice@example.com}]";
        Seed::parse(&file, users).unwrap()
    };
    for (default, expected) in [
        ("urn:api", Some("urn:api")),
        ("https://acme.eu.auth0.com/api/v2/", Some(audience())),
        ("urn:none", None),
    ] {
        let seed = tenant(default);
        let warned = seed.warnings().iter().any(|warning| warning.to_string().contains("default_audience"));
        assert_eq!(warned, expected.is_none(), "{default}");
        let tenant = tenant_of(seed);
        let mut user_agent = UserAgent::new(&tenant);
        user_agent.open(&authorize_url(&tenant, &[("audience", ""), ("scope", "email")])).await;
        let step = user_agent.log_in("alice@example.com", PASSWORD).await;
        let by_page = exchange(&tenant, &step).await.json();
        let password = json!({"grant_type": "password", "client_id": client_id(&tenant), "username": "alice@example.com",
            "password": PASSWORD});
        let by_password = send(&tenant, "POST", "/oauth/token", None, Some(password)).await.json();
        for answer in [by_page, by_password] {
            let token = answer["access_token"].as_str().unwrap();
            match expected {
                Some(expected) => assert_eq!(claims(token)["aud"], expected, "{default}"),
                None => assert!(!token.contains('.'), "{default}"),
            }
        }
        let machine =
            json!({"grant_type": "client_credentials", "client_id": "machine", "client_secret": "s"});
        let machine = send(&tenant, "POST", "/oauth/token", None, Some(machine)).await;
        let status = match default {
            "urn:api" => 200,
            "urn:none" => 400,
            _ => 403,
        };
        assert_eq!(machine.status, status, "{default}: {}", machine.text);
    }
}

#[tokio::test]
async fn resource_names_the_api_if_the_tenant_says_so_and_audience_does_not() {
    let seed = |profile: &str| {
        let file = format!(
            "tenant: {{resource_parameter_profile: {profile}, default_directory: users}}
clients:
  - {{name: Account Linking, app_type: spa, callbacks: ['http://localhost:3000'], token_endpoint_auth_method: none,
     grant_types: [authorization_code, password]}}
  - {{name: Machine, client_id: machine, client_secret: s, app_type: non_interactive}}
databases: [{{name: users, enabled_clients: [Account Linking]}}]
resourceServers: [{{name: a, identifier: 'urn:a'}}, {{name: b, identifier: 'urn:b'}}]
clientGrants: [{{client_id: Machine, audience: 'urn:a'}}, {{client_id: Machine, audience: 'urn:b'}}]"
        );
        let users =
            "consent: skip\nusers: [{provider: auth0, id: a, password: Passw0rd!, email: alice@example.com}]";
        Seed::parse(&file, users).unwrap()
    };
    // The profile, `audience`, and the API of the token if it is for one.
    for (profile, audience, expected) in [
        ("compatibility", "", Some("urn:b")),
        ("compatibility", "urn:a", Some("urn:a")),
        ("audience", "", None),
        ("audience", "urn:a", Some("urn:a")),
    ] {
        let tenant = tenant_of(seed(profile));
        let mut user_agent = UserAgent::new(&tenant);
        let extra = [("audience", audience), ("resource", "urn:b"), ("scope", "email")];
        user_agent.open(&authorize_url(&tenant, &extra)).await;
        let step = user_agent.log_in("alice@example.com", PASSWORD).await;
        let by_page = exchange(&tenant, &step).await;
        let post = async |mut body: Value| {
            body["resource"] = json!("urn:b");
            body["audience"] = json!(audience);
            send(&tenant, "POST", "/oauth/token", None, Some(body)).await
        };
        let by_password = post(json!({"grant_type": "password", "client_id": client_id(&tenant),
            "username": "alice@example.com", "password": PASSWORD}))
        .await;
        let machine =
            post(json!({"grant_type": "client_credentials", "client_id": "machine", "client_secret": "s"}))
                .await;
        for answer in [by_page, by_password, machine] {
            let json = answer.json();
            let jwt = json["access_token"].as_str().filter(|token| token.contains('.'));
            let aud = jwt.map(|token| claims(token)["aud"].clone());
            assert_eq!(aud, expected.map(|api| json!(api)), "{profile} {audience}: {}", answer.text);
        }
    }
}
