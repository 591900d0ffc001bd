//! Discovery, keys, CORS and unknown routes.

use axum::body::Body;
use axum::http::Request;
use serde_json::json;

use crate::client::{APP, answer, send, tenant};

#[tokio::test]
async fn discovery_names_the_endpoints_of_this_issuer() {
    let tenant = tenant();
    let answer = send(&tenant, "GET", "/.well-known/openid-configuration", None, None).await;
    let json = answer.json();
    assert_eq!(json["issuer"], "http://localhost:4400/");
    assert_eq!(json["token_endpoint"], "http://localhost:4400/oauth/token");
    assert_eq!(json["end_session_endpoint"], "http://localhost:4400/oidc/logout");
    let types = ["code", "token", "id_token", "code token", "code id_token", "token id_token"];
    assert_eq!(
        json["response_types_supported"],
        json!([types.as_slice(), &["code token id_token"]].concat())
    );
}

#[tokio::test]
async fn a_rotated_key_signs_while_the_old_one_stays_published() {
    let tenant = tenant();
    let kids = async || {
        let json = send(&tenant, "GET", "/.well-known/jwks.json", None, None).await.json();
        json["keys"]
            .as_array()
            .unwrap()
            .iter()
            .map(|key| key["kid"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    let before = kids().await;
    tenant.rotate_signing_key();
    let after = kids().await;
    assert_eq!((before.len(), after.len()), (1, 2));
    assert_eq!(after[1], before[0]);
}

#[tokio::test]
async fn only_registered_origins_may_read_responses() {
    let tenant = tenant();
    let preflight = async |path: &str, origin: &str| {
        let request = Request::builder().method("OPTIONS").uri(path).header("origin", origin);
        let request = request.header("access-control-request-method", "POST").body(Body::empty()).unwrap();
        answer(&tenant, request).await
    };
    for path in ["/oauth/token", "/userinfo", "/api/v2/users/auth0%7C1/identities"] {
        let good = preflight(path, APP).await;
        assert_eq!(good.status, 204, "{path}");
        assert_eq!(good.header("access-control-allow-origin"), Some(APP), "{path}");
        assert!(good.header("access-control-allow-headers").unwrap().contains("authorization"), "{path}");
        let bad = preflight(path, "http://evil.example").await;
        assert_eq!(bad.header("access-control-allow-origin"), None, "{path}");
        assert_eq!(bad.header("access-control-allow-headers"), None, "{path}");
    }
    let keys = preflight("/.well-known/jwks.json", "http://evil.example").await;
    assert_eq!(keys.header("access-control-allow-origin"), Some("*"));
}

#[tokio::test]
async fn an_unknown_route_says_that_the_emulator_lacks_it() {
    let tenant = tenant();
    for (method, path) in
        [("GET", "/api/v2/clients"), ("DELETE", "/oauth/token"), ("POST", "/dbconnections/signup")]
    {
        let answer = send(&tenant, method, path, None, None).await;
        assert_eq!(answer.status, 404, "{method} {path}");
        let json = answer.json();
        assert_eq!(json["errorCode"], "emulator_no_route");
        assert_eq!(json["message"], json!(format!("auth0-emulator has no route {method} {path}")));
    }
}
