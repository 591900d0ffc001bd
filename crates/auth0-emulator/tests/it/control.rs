//! The control API under `/_emulator/` and the inspector.

use auth0_emulator::Emulator;
use axum::body::Body;
use axum::http::Request;
use serde_json::{Value, json};

use crate::client::{ALICE, Answer, NOW, answer, log_in, send, tenant, user_path};

async fn control(tenant: &Emulator, method: &str, path: &str, body: Option<Value>) -> Answer {
    send(tenant, method, &format!("/_emulator{path}"), None, body).await
}

#[tokio::test]
async fn the_clock_moves_and_goes_back() {
    let tenant = tenant();
    for (body, now) in [(json!({"advance": 60}), NOW + 60), (json!({"set": 5}), 5), (json!("reset"), NOW)] {
        let answer = control(&tenant, "POST", "/clock", Some(body.clone())).await;
        assert_eq!((answer.status, answer.json()), (200, json!({ "now": now })), "{body}");
    }
    assert_eq!(control(&tenant, "POST", "/clock", Some(json!({"faster": 1}))).await.status, 400);
}

#[tokio::test]
async fn a_clock_that_is_moved_too_far_does_not_come_round_to_the_past() {
    let tenant = tenant();
    for _ in 0..2 {
        let answer = control(&tenant, "POST", "/clock", Some(json!({"advance": u64::MAX}))).await;
        assert_eq!(answer.json(), json!({"now": 253_402_300_799_i64}));
    }
    let state = control(&tenant, "GET", "/state", None).await.json();
    assert_eq!(state["now"], "9999-12-31T23:59:59.999Z");
}

#[tokio::test]
async fn faults_are_added_shown_replaced_and_cleared() {
    let tenant = tenant();
    let one = json!({"method": "GET", "path": "/userinfo", "times": 3, "effect": {"delay": 5}});
    assert_eq!(control(&tenant, "POST", "/faults", Some(one.clone())).await.status, 204);
    assert_eq!(control(&tenant, "GET", "/faults", None).await.json()["answers"], json!([one]));
    let all = json!({"cors_off": true, "id_token": "expired", "answers": [
        {"path": "/oauth/token", "effect": {"answer": {"status": 500, "body": "no"}}},
        {"path": "/userinfo", "effect": "drop"}]});
    assert_eq!(control(&tenant, "PUT", "/faults", Some(all)).await.status, 204);
    assert!(tenant.faults().cors_off);
    assert_eq!(control(&tenant, "DELETE", "/faults", None).await.status, 204);
    assert_eq!(tenant.faults().answers.len(), 0);
    for bad in [json!({"path": "/x", "effect": "explode"}), json!({"effect": "drop"}), json!([])] {
        assert_eq!(control(&tenant, "POST", "/faults", Some(bad.clone())).await.status, 400, "{bad}");
    }
}

#[tokio::test]
async fn a_fault_that_can_never_apply_is_refused() {
    let tenant = tenant();
    for (fault, reason) in [
        (json!({"path": "oauth/token", "effect": "drop"}), "must begin with `/`"),
        (json!({"path": "/userinfo?x=1", "effect": "drop"}), "have no query"),
        (json!({"path": "/_emulator/reset", "effect": "drop"}), "the control API has no faults"),
        (json!({"path": "/userinfo", "times": 0, "effect": "drop"}), "`times` must be 1 or more"),
        (json!({"path": "/userinfo", "effect": {"answer": {"status": 9999}}}), "9999 is not from 200 to 599"),
    ] {
        let one = control(&tenant, "POST", "/faults", Some(fault.clone())).await;
        let all = control(&tenant, "PUT", "/faults", Some(json!({"answers": [fault]}))).await;
        for answer in [one, all] {
            assert!(answer.status == 400 && answer.text.contains(reason), "{}", answer.text);
        }
    }
    assert!(tenant.faults().answers.is_empty());
}

#[tokio::test]
async fn settings_and_keys_are_changed_while_it_runs() {
    let tenant = tenant();
    let answer =
        control(&tenant, "PATCH", "/settings", Some(json!({"consent": "ask", "unlink_not_linked": 404})))
            .await;
    assert_eq!(
        (answer.json()["consent"].as_str(), answer.json()["unlink_not_linked"].as_i64()),
        (Some("ask"), Some(404))
    );
    assert_eq!(control(&tenant, "PATCH", "/settings", Some(json!({"consents": "ask"}))).await.status, 400);
    for (action, keys) in [("publish", 2), ("rotate", 3), ("revoke_older", 1)] {
        assert_eq!(control(&tenant, "POST", "/keys", Some(json!(action))).await.status, 204, "{action}");
        let jwks = send(&tenant, "GET", "/.well-known/jwks.json", None, None).await.json();
        assert_eq!(jwks["keys"].as_array().unwrap().len(), keys, "{action}");
    }
}

#[tokio::test]
async fn a_page_of_another_origin_cannot_use_the_control_api() {
    let tenant = tenant();
    let cases: Vec<(Vec<(&str, &str)>, u16)> = vec![
        (vec![], 204),
        (vec![("origin", "http://localhost:4400"), ("host", "localhost:4400")], 204),
        (vec![("origin", "http://localhost:3000"), ("host", "localhost:4400")], 403),
        (vec![("origin", "null"), ("host", "localhost:4400")], 403),
        (vec![("sec-fetch-site", "cross-site")], 403),
        (vec![("sec-fetch-site", "same-site")], 403),
        (vec![("host", "rebound.evil.example:4400")], 403),
        (vec![("host", "127.0.0.1:4400")], 204),
    ];
    for (headers, status) in cases {
        let mut request = Request::builder().method("POST").uri("/_emulator/reset");
        for (name, value) in &headers {
            request = request.header(*name, *value);
        }
        let answer = answer(&tenant, request.body(Body::empty()).unwrap()).await;
        assert_eq!(answer.status, status, "{headers:?}");
        assert_eq!(answer.header("access-control-allow-origin"), None);
    }
}

#[tokio::test]
async fn the_inspector_shows_users_sessions_and_requests_with_tokens_shortened() {
    let tenant = tenant();
    let tokens = log_in(&tenant, "alice@example.com").await;
    send(&tenant, "GET", &user_path(ALICE), Some(&tokens.access), None).await;
    assert_eq!(send(&tenant, "GET", "/", None, None).await.header("location"), Some("/_emulator"));
    let page = control(&tenant, "GET", "", None).await;
    assert_eq!(page.status, 200);
    for shown in [
        "alice@example.com",
        "Browser sessions (1)",
        "/oauth/token",
        "carol@gmail.example",
        "&quot;theme&quot;",
    ] {
        assert!(page.text.contains(shown), "{shown} is missing");
    }
    let state = control(&tenant, "GET", "/state", None).await;
    for secret in [tokens.access.as_str(), tokens.id.as_str(), "Passw0rd!"] {
        assert!(!page.text.contains(secret) && !state.text.contains(secret), "{secret} is shown");
    }
    assert_eq!(state.json()["sessions"][0]["user_id"], ALICE);
    assert_eq!(state.json()["requests"][0]["method"], "GET");
}

#[tokio::test]
async fn only_the_last_hundred_requests_are_kept() {
    let tenant = tenant();
    for _ in 0..150 {
        send(&tenant, "GET", "/userinfo", None, None).await;
    }
    let state = control(&tenant, "GET", "/state", None).await.json();
    assert_eq!(state["requests"].as_array().unwrap().len(), 100);
}
