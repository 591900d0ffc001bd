//! A thief with a copy of everything that the tab stores: with scopes `when_needed` it changes nothing at the tenant.

use std::collections::BTreeMap;

use auth0_emulator::router;
use auth0_emulator::user_agent::UserAgent;
use auth0_spa::secret::AccessToken;
use axum::body::Body;
use axum::http::Request;
use serde_json::{Value, json};
use tower::ServiceExt as _;

use super::*;
use crate::page::Page;
use crate::tenant::{ALICES_FACEBOOK, BOB, CAROL};

/// Every endpoint of the local tenant, with its parameters.
const ENDPOINTS: &str = include_str!("../../../../../auth0-emulator/tests/it/endpoints/list.json");

/// What a tab stores.
type Stored = BTreeMap<String, String>;

/// A browser whose logins can only read.
fn browser() -> Browser {
    let mut browser = Browser::new();
    browser.config.scopes = Scopes::WhenNeeded;
    browser
}

/// The access token of the session's record.
fn token(copy: &Stored) -> AccessToken {
    let record: Value = serde_json::from_str(&copy["account-linking.session"]).unwrap();
    AccessToken::new(record["access_token"].as_str().unwrap())
}

/// Everything in it that may be a signed token.
fn signed(copy: &Stored) -> Vec<String> {
    let text = copy.values().cloned().collect::<String>();
    let is_token = |part: &&str| part.starts_with("eyJ") && part.split('.').count() == 3;
    text.split(['"', '\\']).filter(is_token).map(str::to_owned).collect()
}

/// Every call of the tenant's APIs that a token can make: method, path, body.
fn calls(id_tokens: &[String]) -> Vec<(String, String, Value)> {
    let list: Value = serde_json::from_str(ENDPOINTS).unwrap();
    let mut calls = Vec::new();
    for endpoint in list["emulated"].as_array().unwrap() {
        let (method, path) = endpoint["endpoint"].as_str().unwrap().split_once(' ').unwrap();
        // The others take no token, or only read.
        if !path.starts_with("/api/v2/") {
            continue;
        }
        let (provider, user_id) = ALICES_FACEBOOK.split_once('|').unwrap();
        let path = path
            .replace("{id}", &ALICE.replace('|', "%7C"))
            .replace("{provider}", provider)
            .replace("{user_id}", user_id);
        assert!(!path.contains('{'), "another parameter: {path}");
        let mut bodies = vec![json!({}), json!({"provider": "auth0", "user_id": BOB})];
        bodies.extend(id_tokens.iter().map(|token| json!({"link_with": token})));
        for field in endpoint["emulated"].as_array().unwrap() {
            let field = field.as_str().unwrap();
            bodies.extend(
                [json!("stolen@example.com"), json!(true), json!({"theme": "stolen"})]
                    .map(|value| json!({"connection": "Username-Password-Authentication", field: value})),
            );
        }
        calls.extend(bodies.into_iter().map(|body| (method.to_owned(), path.clone(), body)));
    }
    assert!(calls.iter().any(|call| call.0 == "DELETE" && call.1.ends_with("/facebook/10224000000000001")));
    calls
}

async fn call(browser: &Browser, token: &AccessToken, (method, path, body): &(String, String, Value)) -> u16 {
    let request = Request::builder()
        .method(method.as_str())
        .uri(path)
        .header("authorization", format!("Bearer {}", token.secret()))
        .header("content-type", "application/json")
        .body(Body::from(body.to_string()))
        .unwrap();
    router(&browser.emulator).oneshot(request).await.unwrap().status().as_u16()
}

/// Tries everything: the victim's token in every call, and every signed token with an account of the thief's own.
async fn change_nothing(browser: &Browser, thief: &Session, copy: &Stored) {
    let users = || [ALICE, BOB, CAROL, ALICES_GOOGLE, ALICES_FACEBOOK].map(|id| browser.emulator.user(id));
    let before = users();
    assert!(before[0].as_ref().is_some_and(|alice| alice["identities"].as_array().unwrap().len() > 1));
    let id_tokens = signed(copy);
    for attempt in calls(&id_tokens) {
        let status = call(browser, &token(copy), &attempt).await;
        let reads = attempt.0 == "GET" && status == 200;
        assert!(reads || (400..500).contains(&status), "{attempt:?}: {status}");
        assert_eq!(users(), before, "{attempt:?}");
    }
    for id_token in &id_tokens {
        let own = format!("/api/v2/users/{}/identities", thief.subject().as_str().replace('|', "%7C"));
        let attempt = ("POST".to_owned(), own, json!({"link_with": id_token}));
        let status = call(browser, &thief.access_token, &attempt).await;
        assert!((400..500).contains(&status), "an account was taken with what lies in storage: {status}");
        assert_eq!(users(), before);
    }
}

/// The thief, who logged in with a browser of his own, with every scope.
async fn thief(victim: &mut Browser) -> Session {
    let mut own = (Page::new(&victim.emulator, ORIGIN), UserAgent::new(&victim.emulator), Scopes::AtLogin);
    let swap = |victim: &mut Browser, own: &mut (Page, UserAgent, Scopes)| {
        std::mem::swap(&mut victim.page, &mut own.0);
        std::mem::swap(&mut victim.user_agent, &mut own.1);
        std::mem::swap(&mut victim.config.scopes, &mut own.2);
    };
    swap(victim, &mut own);
    let thief = victim.log_in(BOBS).await;
    swap(victim, &mut own);
    thief
}

/// Cases: SU-10, SU-11.
#[tokio::test]
async fn a_copy_of_a_session_changes_nothing_whatever_is_tried() {
    let mut browser = browser();
    let session = browser.log_in(ALICES).await;
    let thief = thief(&mut browser).await;
    assert_eq!(token(&browser.page.storage.contents()), session.access_token);
    // After the login; while the second login is away; after a change.
    let mut copies = vec![browser.page.storage.contents()];
    browser.leave(Intent::Link { primary: session.reference(), connection: None });
    copies.push(browser.page.storage.contents());
    browser.wait(OLD);
    let second = browser.second_login(&session, None, GOOGLE).await.unwrap();
    let confirmation = browser.confirmation(&browser.restored(&session), second).await.unwrap();
    let startup = browser.log_in_once_more(&confirmation, &session, ALICES).await;
    browser.go_on(startup).await;
    copies.push(browser.page.storage.contents());
    for copy in copies {
        assert_eq!(signed(&copy), [session.access_token.secret()], "the only signed token");
        change_nothing(&browser, &thief, &copy).await;
    }
    // It reads, which is what it is for.
    assert!(browser.read(&session.access_token, session.subject()).await.is_ok());
}

/// The app was deployed with `when_needed` while a login was under way, or later.
///
/// Cases: SU-10, SU-11.
#[tokio::test]
async fn a_token_with_more_scopes_than_a_login_asks_for_by_now_is_not_stored_and_not_restored() {
    let mut browser = Browser::new();
    let url = browser.leave(Intent::LogIn);
    let address = browser.prove(&url, ALICES).await;
    browser.config.scopes = Scopes::WhenNeeded;
    let startup = browser.load(&address).await;
    let session = startup.session.session().unwrap();
    assert!(session.scope.has("update:current_user_identities"));
    assert_eq!(signed(&browser.page.storage.contents()), [""; 0], "the session is the page's alone");

    let mut browser = Browser::new();
    browser.log_in(ALICES).await;
    browser.config.scopes = Scopes::WhenNeeded;
    let startup = browser.load(&format!("{ORIGIN}/settings")).await;
    assert_eq!(startup.session, SessionState::SignedOut(SignedOut::Ended));
    assert_eq!(signed(&browser.page.storage.contents()), [""; 0]);
}
