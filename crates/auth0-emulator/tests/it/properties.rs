//! Random histories: whatever is linked, unlinked, patched and logged in, nobody and nothing gets lost.

use std::collections::{BTreeMap, BTreeSet};

use auth0_emulator::Emulator;
use auth0_emulator::user_agent::{Step, UserAgent};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::client::{Tokens, authorize_url, claims, send, tenant, tokens, user_path};

/// The people of the demo tenant, each by one way of logging in.
const PEOPLE: [(&str, &str); 8] = [
    ("Username-Password-Authentication", "alice@example.com"),
    ("Username-Password-Authentication", "bob@example.com"),
    ("Username-Password-Authentication", "carol@example.com"),
    ("google-oauth2", "alice@gmail.example"),
    ("google-oauth2", "carol@gmail.example"),
    ("facebook", "alice@facebook.example"),
    ("github", "octo-alice@github.example"),
    ("github", "Dave No-Mail"),
];

#[derive(Clone, Debug)]
enum Deed {
    LogIn(usize),
    Link(usize, usize),
    Unlink(usize, usize),
    Patch(usize, u8),
}

fn deed() -> impl Strategy<Value = Deed> {
    let person = 0..PEOPLE.len();
    prop_oneof![
        person.clone().prop_map(Deed::LogIn),
        (person.clone(), person.clone()).prop_map(|(primary, secondary)| Deed::Link(primary, secondary)),
        (person.clone(), 0..6_usize).prop_map(|(user, identity)| Deed::Unlink(user, identity)),
        (person, any::<u8>()).prop_map(|(user, value)| Deed::Patch(user, value)),
    ]
}

async fn log_in(tenant: &Emulator, person: usize) -> Tokens {
    let (connection, label) = PEOPLE[person];
    let mut user_agent = UserAgent::new(tenant);
    user_agent.open(&authorize_url(tenant, &[("connection", connection)])).await;
    let step = match connection {
        "Username-Password-Authentication" => user_agent.log_in_as(label).await,
        _ => user_agent.choose_account(label).await,
    };
    assert!(matches!(step, Step::Callback(_)), "{label} could not log in: {step:?}");
    tokens(tenant, &step).await
}

fn subject(tokens: &Tokens) -> String {
    claims(&tokens.id)["sub"].as_str().unwrap().to_owned()
}

async fn carry_out(tenant: &Emulator, deed: &Deed) {
    match deed {
        Deed::LogIn(person) => drop(log_in(tenant, *person).await),
        Deed::Link(primary, secondary) => {
            let (first, second) = (log_in(tenant, *primary).await, log_in(tenant, *secondary).await);
            let path = format!("{}/identities", user_path(&subject(&first)));
            let answer =
                send(tenant, "POST", &path, Some(&first.access), Some(json!({ "link_with": second.id })))
                    .await;
            let expected = if subject(&first) == subject(&second) { 400 } else { 201 };
            assert_eq!(answer.status, expected, "{}", answer.text);
        }
        Deed::Unlink(person, place) => {
            let tokens = log_in(tenant, *person).await;
            let user = tenant.user(&subject(&tokens)).unwrap();
            let identities = user["identities"].as_array().unwrap();
            let identity = &identities[place % identities.len()];
            let id =
                identity["user_id"].as_str().map_or_else(|| identity["user_id"].to_string(), str::to_owned);
            let provider = identity["provider"].as_str().unwrap();
            let path = format!("{}/identities/{provider}/{id}", user_path(&subject(&tokens)));
            let answer = send(tenant, "DELETE", &path, Some(&tokens.access), None).await;
            let expected = if place % identities.len() == 0 { 400 } else { 200 };
            assert_eq!(answer.status, expected, "{}", answer.text);
        }
        Deed::Patch(person, value) => {
            let tokens = log_in(tenant, *person).await;
            let body = json!({ "user_metadata": { "value": value } });
            let path = user_path(&subject(&tokens));
            assert_eq!(send(tenant, "PATCH", &path, Some(&tokens.access), Some(body)).await.status, 200);
        }
    }
}

/// Every identity of the tenant, with the user that has it.
async fn owners(tenant: &Emulator) -> BTreeMap<String, String> {
    let state = send(tenant, "GET", "/_emulator/state", None, None).await.json();
    let mut owners = BTreeMap::new();
    for user in state["users"].as_array().unwrap() {
        let identities = user["identities"].as_array().unwrap();
        assert!(!identities.is_empty(), "{user} has no identity");
        let key =
            |identity: &Value| format!("{}|{}", identity["provider"], identity["user_id"]).replace('"', "");
        assert_eq!(user["user_id"], key(&identities[0]), "the first identity names the user");
        for identity in identities {
            let before = owners.insert(key(identity), user["user_id"].as_str().unwrap().to_owned());
            assert_eq!(before, None, "{identity} belongs to two users");
        }
    }
    owners
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_identity_keeps_exactly_one_owner_and_every_login_works(deeds in prop::collection::vec(deed(), 1..12)) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        runtime.block_on(async {
            let tenant = tenant();
            let at_first: BTreeSet<String> = owners(&tenant).await.into_keys().collect();
            for deed in &deeds {
                carry_out(&tenant, deed).await;
                let now: BTreeSet<String> = owners(&tenant).await.into_keys().collect();
                assert_eq!(now, at_first, "an identity was lost or made by {deed:?}");
            }
            for person in 0..PEOPLE.len() {
                log_in(&tenant, person).await;
            }
        });
    }

    #[test]
    fn no_query_and_no_body_brings_the_tenant_down(query in ".{0,200}", body in prop::collection::vec(any::<u8>(), 0..300)) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        runtime.block_on(async {
            let tenant = tenant();
            let encoded: String = url::form_urlencoded::byte_serialize(query.as_bytes()).collect();
            for target in [format!("/authorize?client_id={encoded}"), format!("/authorize?{encoded}={encoded}"),
                format!("/v2/logout?returnTo={encoded}"), format!("/oidc/logout?id_token_hint={encoded}"),
                format!("/api/v2/users/{encoded}")] {
                let answer = send(&tenant, "GET", &target, None, None).await;
                assert!((200..500).contains(&answer.status), "{target}: {}", answer.status);
            }
            for kind in ["application/json", "application/x-www-form-urlencoded", "text/plain"] {
                for path in ["/oauth/token", "/oauth/revoke", "/authorize"] {
                    let request = axum::http::Request::builder().method("POST").uri(path).header("content-type", kind);
                    let request = request.body(axum::body::Body::from(body.clone())).unwrap();
                    let answer = crate::client::answer(&tenant, request).await;
                    assert!((200..500).contains(&answer.status), "{path} {kind}: {}", answer.status);
                }
            }
        });
    }
}
