//! `/oauth/token` and `/userinfo`: claims of tokens, and refused requests.

use auth0_emulator::user_agent::UserAgent;
use axum::body::Body;
use axum::http::Request;
use serde_json::json;

use crate::client::{
    ALICE, NOW, PASSWORD, answer, audience, authorize_url, claims, client_id, code_body, exchange, log_in,
    parameter, send, tenant, tokens,
};

async fn code(tenant: &auth0_emulator::Emulator, extra: &[(&str, &str)]) -> String {
    let mut user_agent = UserAgent::new(tenant);
    user_agent.open(&authorize_url(tenant, extra)).await;
    parameter(&user_agent.log_in("alice@example.com", PASSWORD).await, "code").unwrap()
}

#[tokio::test]
async fn a_code_gives_bearer_tokens_for_a_day() {
    let tenant = tenant();
    let answer =
        send(&tenant, "POST", "/oauth/token", None, Some(code_body(&tenant, &code(&tenant, &[]).await)))
            .await;
    assert_eq!(answer.status, 200);
    let json = answer.json();
    assert_eq!(json["token_type"], "Bearer");
    assert_eq!(json["expires_in"], 86_400);
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    assert_eq!(json.get("refresh_token"), None);
}

#[tokio::test]
async fn the_id_token_is_for_the_client_and_has_the_claims_of_its_scopes() {
    let tenant = tenant();
    let claims = claims(&log_in(&tenant, "alice@example.com").await.id);
    assert_eq!(claims["iss"], "http://localhost:4400/");
    assert_eq!(claims["aud"], client_id(&tenant));
    assert_eq!(claims["sub"], ALICE);
    assert_eq!(claims["nonce"], "n0nce");
    assert_eq!((claims["iat"].as_i64(), claims["exp"].as_i64()), (Some(NOW), Some(NOW + 36_000)));
    assert_eq!(claims["email"], "alice@example.com");
    assert_eq!(claims["email_verified"], true);
    assert_eq!(claims["updated_at"], "2027-01-15T08:00:00.000Z");
    assert!(claims["sid"].as_str().is_some_and(|sid| sid.len() == 32));
    assert_eq!(claims.get("user_metadata"), None);
}

#[tokio::test]
async fn without_profile_and_email_the_id_token_contains_neither() {
    let tenant = tenant();
    let mut user_agent = UserAgent::new(&tenant);
    user_agent.open(&authorize_url(&tenant, &[("scope", "openid")])).await;
    let step = user_agent.log_in("alice@example.com", PASSWORD).await;
    let claims = claims(&tokens(&tenant, &step).await.id);
    for absent in ["name", "email", "email_verified", "nickname", "updated_at"] {
        assert_eq!(claims.get(absent), None, "{absent}");
    }
}

#[tokio::test]
async fn the_access_token_names_api_and_userinfo_and_the_client() {
    let tenant = tenant();
    let claims = claims(&log_in(&tenant, "alice@example.com").await.access);
    assert_eq!(claims["aud"], json!([audience(), "http://localhost:4400/userinfo"]));
    assert_eq!(claims["azp"], client_id(&tenant));
    assert_eq!(claims["exp"], NOW + 86_400);
    assert_eq!(claims.get("gty"), None);
    let mut user_agent = UserAgent::new(&tenant);
    user_agent.open(&authorize_url(&tenant, &[("scope", "read:current_user")])).await;
    let step = user_agent.log_in("alice@example.com", PASSWORD).await;
    let answer = exchange(&tenant, &step).await.json();
    assert_eq!(answer.get("id_token"), None);
    assert_eq!(crate::client::claims(answer["access_token"].as_str().unwrap())["aud"], audience());
}

#[tokio::test]
async fn scopes_that_users_may_not_have_are_dropped_without_an_error() {
    let tenant = tenant();
    let mut user_agent = UserAgent::new(&tenant);
    let asked = "openid read:users update:users read:current_user offline_access made:up";
    user_agent.open(&authorize_url(&tenant, &[("scope", asked)])).await;
    let step = user_agent.log_in("alice@example.com", PASSWORD).await;
    let json = exchange(&tenant, &step).await.json();
    assert_eq!(json["scope"], "openid read:current_user");
    assert_eq!(json.get("refresh_token"), None, "the Management API gives no refresh tokens");
}

#[tokio::test]
async fn without_audience_the_access_token_is_opaque_and_works_for_userinfo() {
    let tenant = tenant();
    let mut user_agent = UserAgent::new(&tenant);
    user_agent.open(&authorize_url(&tenant, &[("audience", "")])).await;
    let step = user_agent.log_in("alice@example.com", PASSWORD).await;
    let access = tokens(&tenant, &step).await.access;
    assert_eq!((access.len(), access.contains('.')), (32, false));
    let info = send(&tenant, "GET", "/userinfo", Some(&access), None).await.json();
    assert_eq!((info["sub"].as_str(), info["email"].as_str()), (Some(ALICE), Some("alice@example.com")));
    assert_eq!(info.get("iss"), None);
}

#[tokio::test]
async fn userinfo_takes_a_jwt_that_names_it_and_nothing_else() {
    let tenant = tenant();
    let tokens = log_in(&tenant, "alice@example.com").await;
    assert_eq!(send(&tenant, "POST", "/userinfo", Some(&tokens.access), None).await.status, 200);
    for bad in [Some(tokens.id.as_str()), Some("junk"), None] {
        let answer = send(&tenant, "GET", "/userinfo", bad, None).await;
        assert_eq!(answer.status, 401, "{bad:?}");
        let challenge = answer.header("www-authenticate");
        assert_eq!(challenge, Some(r#"Bearer realm="Users", error="invalid_token""#), "{bad:?}");
    }
    tenant.clock().advance(std::time::Duration::from_hours(24));
    assert_eq!(send(&tenant, "GET", "/userinfo", Some(&tokens.access), None).await.status, 401);
}

#[tokio::test]
async fn a_code_works_once_for_its_client_and_for_ten_minutes() {
    let tenant = tenant();
    let refused = json!({"error": "invalid_grant", "error_description": "Invalid authorization code"});
    let used = code(&tenant, &[]).await;
    assert_eq!(
        send(&tenant, "POST", "/oauth/token", None, Some(code_body(&tenant, &used))).await.status,
        200
    );
    let late = code(&tenant, &[]).await;
    tenant.clock().advance(std::time::Duration::from_mins(10));
    for bad in [used.as_str(), late.as_str(), "made-up"] {
        let answer = send(&tenant, "POST", "/oauth/token", None, Some(code_body(&tenant, bad))).await;
        assert_eq!((answer.status, answer.json()), (403, refused.clone()), "{bad}");
    }
}

#[tokio::test]
async fn a_wrong_verifier_invalidates_the_code() {
    let tenant = tenant();
    let code = code(&tenant, &[]).await;
    let mut body = code_body(&tenant, &code);
    body["code_verifier"] = json!("x".repeat(43));
    let answer = send(&tenant, "POST", "/oauth/token", None, Some(body)).await;
    assert_eq!(answer.status, 403);
    assert_eq!(answer.json()["error_description"], "Failed to verify code verifier");
    assert_eq!(
        send(&tenant, "POST", "/oauth/token", None, Some(code_body(&tenant, &code))).await.status,
        403
    );
}

#[tokio::test]
async fn token_requests_that_cannot_be_served_say_why() {
    let tenant = tenant();
    let cases = [
        ("grant_type", None, 400, "invalid_request"),
        ("grant_type", Some("urn:ietf:params:oauth:grant-type:device_code"), 400, "unsupported_grant_type"),
        ("grant_type", Some("password"), 403, "unauthorized_client"),
        ("client_id", None, 400, "invalid_request"),
        ("client_id", Some("nobody"), 401, "invalid_client"),
        ("code", None, 400, "invalid_request"),
        ("code_verifier", None, 400, "invalid_request"),
        ("redirect_uri", Some("http://localhost:3000/"), 403, "invalid_grant"),
        ("redirect_uri", None, 403, "invalid_grant"),
    ];
    for (name, value, status, error) in cases {
        let mut body = code_body(&tenant, &code(&tenant, &[]).await);
        match value {
            Some(value) => body[name] = json!(value),
            None => drop(body.as_object_mut().unwrap().remove(name)),
        }
        let answer = send(&tenant, "POST", "/oauth/token", None, Some(body)).await;
        assert_eq!(answer.status, status, "{name}={value:?}: {}", answer.text);
        assert_eq!(answer.json()["error"], error, "{name}={value:?}");
    }
}

#[tokio::test]
async fn the_token_endpoint_takes_forms_too_and_refuses_repeated_parameters() {
    let tenant = tenant();
    let form = async |text: String| {
        let request = Request::builder().method("POST").uri("/oauth/token");
        let request = request.header("content-type", "application/x-www-form-urlencoded");
        answer(&tenant, request.body(Body::from(text)).unwrap()).await
    };
    let body = code_body(&tenant, &code(&tenant, &[]).await);
    let pairs: Vec<(String, String)> = body
        .as_object()
        .unwrap()
        .iter()
        .map(|(name, value)| (name.clone(), value.as_str().unwrap().to_owned()))
        .collect();
    let encoded = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(&pairs).finish();
    assert_eq!(form(format!("{encoded}&code=again")).await.status, 400);
    assert_eq!(form(encoded).await.status, 200);
}

#[tokio::test]
async fn userinfo_takes_the_token_from_the_header_a_form_or_the_query_and_only_from_one() {
    let tenant = tenant();
    let access = log_in(&tenant, "alice@example.com").await.access;
    let form = |query: &str, token: &str| {
        Request::post(format!("/userinfo{query}"))
            .header("content-type", "application/x-www-form-urlencoded")
            .body(Body::from(format!("access_token={token}")))
            .unwrap()
    };
    let by_query = format!("/userinfo?access_token={access}");
    for request in [
        Request::get("/userinfo")
            .header("authorization", format!("Bearer {access}"))
            .body(Body::empty())
            .unwrap(),
        Request::get(&by_query).body(Body::empty()).unwrap(),
        form("", &access),
    ] {
        assert_eq!(answer(&tenant, request).await.json()["sub"], ALICE);
    }
    let twice = form(&format!("?access_token={access}"), &access);
    assert_eq!(answer(&tenant, twice).await.status, 400);
    for (request, status) in [
        (Request::get("/userinfo?access_token=wrong").body(Body::empty()).unwrap(), 401),
        (Request::get("/userinfo").header("authorization", "Basic x").body(Body::empty()).unwrap(), 401),
        (form("", "wrong"), 401),
    ] {
        assert_eq!(answer(&tenant, request).await.status, status);
    }
}
