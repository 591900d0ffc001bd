//! A client of the tenant: plain requests and logins through the router.

use auth0_emulator::user_agent::{Step, UserAgent};
use auth0_emulator::{Clock, Emulator, Options, Random, Seed, router};
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use tower::ServiceExt;
use url::Url;

use crate::conformance;

pub(crate) const NOW: i64 = 1_800_000_000;
pub(crate) const APP: &str = "http://localhost:3000";
pub(crate) const ALICE: &str = "auth0|65f2a1c0d3b07384d113ed01";
pub(crate) const BOB: &str = "auth0|65f2a1c0d3b07384d113ed02";
pub(crate) const CAROL: &str = "auth0|65f2a1c0d3b07384d113ed04";
pub(crate) const ALICE_AT_GOOGLE: &str = "google-oauth2|108412345678901234501";
pub(crate) const ALICE_AT_GITHUB: &str = "github|583231";
pub(crate) const PASSWORD: &str = "Passw0rd!";
pub(crate) const SCOPE: &str =
    "openid profile email read:current_user update:current_user_identities update:current_user_metadata";
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

/// A response with its whole body.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("not JSON: {}", self.text))
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }
}

/// The demo tenant at a fixed time.
pub(crate) fn tenant() -> Emulator {
    tenant_of(Seed::demo().unwrap())
}

pub(crate) fn tenant_of(seed: Seed) -> Emulator {
    let options = Options { clock: Clock::manual(NOW), random: Random::seeded(1), ..Options::default() };
    Emulator::new(seed, options)
}

pub(crate) fn client_id(tenant: &Emulator) -> String {
    tenant.client_id("Account Linking").unwrap()
}

pub(crate) fn audience() -> &'static str {
    "http://localhost:4400/api/v2/"
}

/// Sends a request, with `body` as JSON.
pub(crate) async fn send(
    tenant: &Emulator,
    method: &str,
    path: &str,
    token: Option<&str>,
    body: Option<Value>,
) -> Answer {
    let mut request = Request::builder().method(method).uri(path);
    if let Some(token) = token {
        request = request.header("authorization", format!("Bearer {token}"));
    }
    let body = match body {
        Some(body) => {
            request = request.header("content-type", "application/json");
            Body::from(body.to_string())
        }
        None => Body::empty(),
    };
    answer(tenant, request.body(body).unwrap()).await
}

/// Sends any request.
pub(crate) async fn answer(tenant: &Emulator, request: Request<Body>) -> Answer {
    let (method, target) = (request.method().to_string(), request.uri().to_string());
    // A response that a fault changed need not conform.
    let has_fault = !tenant.faults().answers.is_empty();
    let response = router(tenant).oneshot(request).await.unwrap();
    let (parts, body) = response.into_parts();
    let bytes = to_bytes(body, usize::MAX).await.unwrap();
    let text = String::from_utf8(bytes.to_vec()).unwrap();
    let answer = Answer { status: parts.status.as_u16(), headers: parts.headers, text };
    if !has_fault {
        let faults = conformance::faults(&method, &target, &answer);
        assert!(
            faults.is_empty(),
            "{method} {target} answers {}, which does not conform: {faults:?}",
            answer.text
        );
    }
    answer
}

/// An `/authorize` address with PKCE. `extra` replaces or adds parameters. An empty value removes one.
pub(crate) fn authorize_url(tenant: &Emulator, extra: &[(&str, &str)]) -> String {
    let client_id = client_id(tenant);
    let mut pairs: Vec<(&str, &str)> = vec![
        ("response_type", "code"),
        ("client_id", &client_id),
        ("redirect_uri", APP),
        ("scope", SCOPE),
        ("audience", audience()),
        ("state", "s t&te"),
        ("nonce", "n0nce"),
        ("code_challenge", CHALLENGE),
        ("code_challenge_method", "S256"),
    ];
    for (name, value) in extra {
        pairs.retain(|(own, _)| own != name);
        if !value.is_empty() {
            pairs.push((name, value));
        }
    }
    let query = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
    format!("/authorize?{query}")
}

/// The parameters of the callback.
pub(crate) fn callback(step: &Step) -> Vec<(String, String)> {
    let Step::Callback(url) = step else { panic!("not at the callback: {step:?}") };
    Url::parse(url).unwrap().query_pairs().into_owned().collect()
}

pub(crate) fn parameter(step: &Step, name: &str) -> Option<String> {
    callback(step).into_iter().find(|(own, _)| own == name).map(|(_, value)| value)
}

/// Exchanges the code of a callback.
pub(crate) async fn exchange(tenant: &Emulator, step: &Step) -> Answer {
    let code = parameter(step, "code").unwrap_or_else(|| panic!("no code: {step:?}"));
    let body = code_body(tenant, &code);
    send(tenant, "POST", "/oauth/token", None, Some(body)).await
}

pub(crate) fn code_body(tenant: &Emulator, code: &str) -> Value {
    json!({
        "grant_type": "authorization_code",
        "client_id": client_id(tenant),
        "code": code,
        "code_verifier": VERIFIER,
        "redirect_uri": APP,
    })
}

/// The tokens of a login.
#[derive(Debug)]
pub(crate) struct Tokens {
    pub(crate) access: String,
    pub(crate) id: String,
}

/// Logs a database user in, in a new browser.
pub(crate) async fn log_in(tenant: &Emulator, email: &str) -> Tokens {
    let mut user_agent = UserAgent::new(tenant);
    user_agent.open(&authorize_url(tenant, &[])).await;
    let step = user_agent.log_in(email, PASSWORD).await;
    tokens(tenant, &step).await
}

/// Logs a social account in, in a new browser.
pub(crate) async fn log_in_at(tenant: &Emulator, connection: &str, account: &str) -> Tokens {
    let mut user_agent = UserAgent::new(tenant);
    user_agent.open(&authorize_url(tenant, &[("connection", connection)])).await;
    let step = user_agent.choose_account(account).await;
    tokens(tenant, &step).await
}

pub(crate) async fn tokens(tenant: &Emulator, step: &Step) -> Tokens {
    let answer = exchange(tenant, step).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    let json = answer.json();
    let text = |name: &str| json[name].as_str().unwrap_or_default().to_owned();
    Tokens { access: text("access_token"), id: text("id_token") }
}

/// The claims of a token, without checking it.
pub(crate) fn claims(token: &str) -> Value {
    let payload = token.split('.').nth(1).unwrap();
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(payload).unwrap()).unwrap()
}

/// The path of a user, its id percent-encoded as Auth0's SDKs send it.
pub(crate) fn user_path(user_id: &str) -> String {
    format!("/api/v2/users/{}", user_id.replace('|', "%7C"))
}
