//! Tokens in the authorization response: the implicit and the hybrid flows.

use std::collections::BTreeMap;

use auth0_emulator::user_agent::{Step, UserAgent};
use auth0_emulator::{Emulator, IdTokenFault, Seed};
use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::json;
use url::form_urlencoded;

use crate::client::{ALICE, APP, NOW, PASSWORD, authorize_url, claims, code_body, send, tenant_of};

/// The demo tenant, whose client has these grant types.
fn tenant_with(grant_types: &[&str]) -> Emulator {
    let types = grant_types.iter().map(|&one| one.to_owned()).collect();
    tenant_of(Seed::demo().unwrap().with_client("Account Linking", |client| client.grant_types = types))
}

async fn respond(tenant: &Emulator, extra: &[(&str, &str)]) -> Step {
    let mut user_agent = UserAgent::new(tenant);
    match user_agent.open(&authorize_url(tenant, extra)).await {
        Step::LoginPage => user_agent.log_in("alice@example.com", PASSWORD).await,
        other => other,
    }
}

/// The parameters in the fragment of the callback, of which the query has none.
fn fragment(step: &Step) -> BTreeMap<String, String> {
    let Step::Callback(url) = step else { panic!("not at the callback: {step:?}") };
    let fragment = url.strip_prefix(&format!("{APP}#")).unwrap_or_else(|| panic!("no fragment: {url}"));
    form_urlencoded::parse(fragment.as_bytes()).into_owned().collect()
}

fn half_hash(value: &str) -> String {
    URL_SAFE_NO_PAD.encode(&digest(&SHA256, value.as_bytes()).as_ref()[..16])
}

#[tokio::test]
async fn a_response_has_what_its_type_names_in_the_fragment() {
    let tenant = tenant_with(&["authorization_code", "implicit"]);
    let cases = [
        ("id_token", "id_token state"),
        ("token", "access_token expires_in scope state token_type"),
        ("code id_token", "code id_token state"),
        ("id_token code", "code id_token state"),
        ("code token", "access_token code expires_in scope state token_type"),
        ("token id_token", "access_token expires_in id_token scope state token_type"),
        ("code token id_token", "access_token code expires_in id_token scope state token_type"),
    ];
    for (kind, names) in cases {
        let sent = fragment(&respond(&tenant, &[("response_type", kind)]).await);
        assert_eq!(sent.keys().map(String::as_str).collect::<Vec<_>>().join(" "), names, "{kind}");
        assert_eq!(sent["state"], "s t&te", "{kind}");
        if let Some(token) = sent.get("id_token") {
            let claims = claims(token);
            assert_eq!((&claims["sub"], &claims["nonce"]), (&json!(ALICE), &json!("n0nce")), "{kind}");
            assert_eq!(claims["email"], "alice@example.com", "{kind}");
            let hash = |name| sent.get(name).map(|value| json!(half_hash(value)));
            assert_eq!(claims.get("c_hash"), hash("code").as_ref(), "{kind}");
            assert_eq!(claims.get("at_hash"), hash("access_token").as_ref(), "{kind}");
        }
        if let Some(token) = sent.get("access_token") {
            assert_eq!((sent["expires_in"].as_str(), sent["token_type"].as_str()), ("7200", "Bearer"));
            let claims = claims(token);
            assert_eq!((&claims["exp"], &claims["scope"]), (&json!(NOW + 7200), &json!(sent["scope"])));
        }
        if let Some(code) = sent.get("code") {
            let answer = send(&tenant, "POST", "/oauth/token", None, Some(code_body(&tenant, code))).await;
            assert_eq!(answer.status, 200, "{kind}: {}", answer.text);
            let id = claims(answer.json()["id_token"].as_str().unwrap());
            assert_eq!((id["nonce"].as_str(), id.get("c_hash")), (Some("n0nce"), None), "{kind}");
        }
    }
}

#[tokio::test]
async fn without_an_audience_the_access_token_is_for_userinfo() {
    let tenant = tenant_with(&["implicit"]);
    let sent = fragment(&respond(&tenant, &[("response_type", "token"), ("audience", "")]).await);
    let user = send(&tenant, "GET", "/userinfo", Some(&sent["access_token"]), None).await;
    assert_eq!(user.json()["sub"], ALICE);
}

#[tokio::test]
async fn tokens_are_posted_or_sent_as_a_message_where_the_request_says_so() {
    let tenant = tenant_with(&["authorization_code", "implicit"]);
    for (kind, mode, shown) in [
        ("id_token", "form_post", "name=\"id_token\""),
        ("code id_token", "form_post", "name=\"code\""),
        ("id_token", "web_message", "\"id_token\":\"ey"),
    ] {
        let step = respond(&tenant, &[("response_type", kind), ("response_mode", mode)]).await;
        let Step::Delivery(text) = step else { panic!("{kind} led to {step:?}") };
        assert!(text.contains(shown) && text.contains("id_token"), "{kind}, {mode}: {text}");
    }
}

#[tokio::test]
async fn a_response_with_tokens_is_refused_in_the_fragment() {
    let all = ["authorization_code", "implicit"];
    let implicit = "Grant type 'implicit' not allowed for the client.";
    let code = "Grant type 'authorization_code' not allowed for the client.";
    let cases = [
        (&all[..1], "token", ("", ""), "unauthorized_client", implicit),
        (&all[..1], "id_token", ("", ""), "unauthorized_client", implicit),
        (&all[..1], "code id_token", ("", ""), "unauthorized_client", implicit),
        (&all[1..], "code id_token", ("", ""), "unauthorized_client", code),
        (&all[..], "id_token", ("nonce", ""), "invalid_request", "Missing required parameter: nonce"),
        (&all[..], "code id_token", ("nonce", ""), "invalid_request", "Missing required parameter: nonce"),
        (
            &all[..],
            "id_token",
            ("response_mode", "query"),
            "unsupported_response_mode",
            "Unsupported response mode: query",
        ),
        (
            &all[..],
            "id_token",
            ("scope", "profile"),
            "invalid_scope",
            "The response type has an ID token, which needs the scope openid",
        ),
        (&all[..], "id_token", ("prompt", "none"), "login_required", "Login required"),
    ];
    for (grant_types, kind, extra, error, description) in cases {
        let tenant = tenant_with(grant_types);
        let extra = if extra.0.is_empty() { vec![] } else { vec![extra] };
        let url = authorize_url(&tenant, &[extra, vec![("response_type", kind)]].concat());
        let sent = fragment(&UserAgent::new(&tenant).open(&url).await);
        assert_eq!(
            (sent["error"].as_str(), sent["error_description"].as_str(), sent["state"].as_str()),
            (error, description, "s t&te"),
            "{kind} with {url}"
        );
    }
}

#[tokio::test]
async fn a_token_alone_needs_no_nonce() {
    let tenant = tenant_with(&["implicit"]);
    let sent = fragment(&respond(&tenant, &[("response_type", "token"), ("nonce", "")]).await);
    assert!(sent.contains_key("access_token"), "{sent:?}");
}

#[tokio::test]
async fn a_fault_of_id_tokens_applies_to_the_response_too() {
    let tenant = tenant_with(&["implicit"]);
    tenant.faults().id_token = Some(IdTokenFault::WrongNonce);
    let sent = fragment(&respond(&tenant, &[("response_type", "id_token")]).await);
    assert_eq!(claims(&sent["id_token"])["nonce"], "another-nonce");
}

/// As on a real tenant (Auth0, "Application Grant Types").
#[tokio::test]
async fn a_client_without_grant_types_in_the_file_has_the_implicit_grant() {
    let file =
        "clients: [{name: Account Linking, app_type: regular_web, callbacks: ['http://localhost:3000']}]
databases: [{name: users, enabled_clients: [Account Linking]}]
";
    let users = "users: [{provider: auth0, id: a, password: Passw0rd!, email: alice@example.com}]";
    let tenant = tenant_of(Seed::parse(file, users).unwrap());
    let sent = fragment(&respond(&tenant, &[("response_type", "id_token"), ("audience", "")]).await);
    assert_eq!(claims(&sent["id_token"])["sub"], "auth0|a");
}

#[tokio::test]
async fn the_record_of_requests_shows_no_token_of_a_response() {
    let tenant = tenant_with(&["implicit"]);
    let sent = fragment(&respond(&tenant, &[("response_type", "token id_token")]).await);
    let state = send(&tenant, "GET", "/_emulator/state", None, None).await;
    for name in ["access_token", "id_token"] {
        assert!(!state.text.contains(&sent[name]), "{name} is shown");
    }
    assert!(state.text.contains("#access_token=…"), "{}", state.text);
}
