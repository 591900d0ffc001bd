//! Random sequences of logins, links, unlinks and patches: no identity is lost, and every login keeps working.

use std::collections::{BTreeMap, BTreeSet};

use auth0_emulator::Emulator;
use auth0_emulator::user_agent::{Step, UserAgent};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::client::{Tokens, authorize_url, claims, send, tenant, tokens, user_path};

/// Accounts of the demo tenant: connection and label.
const ACCOUNTS: [(&str, &str); 8] = [
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
enum Action {
    LogIn(usize),
    Link(usize, usize),
    Unlink(usize, usize),
    Patch(usize, u8),
}

fn action() -> impl Strategy<Value = Action> {
    let account = 0..ACCOUNTS.len();
    prop_oneof![
        account.clone().prop_map(Action::LogIn),
        (account.clone(), account.clone()).prop_map(|(primary, secondary)| Action::Link(primary, secondary)),
        (account.clone(), 0..6_usize).prop_map(|(user, identity)| Action::Unlink(user, identity)),
        (account, any::<u8>()).prop_map(|(user, value)| Action::Patch(user, value)),
    ]
}

async fn log_in(tenant: &Emulator, account: usize) -> Tokens {
    let (connection, label) = ACCOUNTS[account];
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

async fn carry_out(tenant: &Emulator, action: &Action) {
    match action {
        Action::LogIn(account) => drop(log_in(tenant, *account).await),
        Action::Link(primary, secondary) => {
            let (first, second) = (log_in(tenant, *primary).await, log_in(tenant, *secondary).await);
            let path = format!("{}/identities", user_path(&subject(&first)));
            let answer =
                send(tenant, "POST", &path, Some(&first.access), Some(json!({ "link_with": second.id })))
                    .await;
            let expected = if subject(&first) == subject(&second) { 400 } else { 201 };
            assert_eq!(answer.status, expected, "{}", answer.text);
        }
        Action::Unlink(account, place) => {
            let tokens = log_in(tenant, *account).await;
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
        Action::Patch(account, value) => {
            let tokens = log_in(tenant, *account).await;
            let body = json!({ "user_metadata": { "value": value } });
            let path = user_path(&subject(&tokens));
            assert_eq!(send(tenant, "PATCH", &path, Some(&tokens.access), Some(body)).await.status, 200);
        }
    }
}

/// Every identity of the tenant, with its user.
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
    fn every_identity_keeps_exactly_one_owner_and_every_login_works(actions in prop::collection::vec(action(), 1..12)) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        runtime.block_on(async {
            let tenant = tenant();
            let at_first: BTreeSet<String> = owners(&tenant).await.into_keys().collect();
            for action in &actions {
                carry_out(&tenant, action).await;
                let now: BTreeSet<String> = owners(&tenant).await.into_keys().collect();
                assert_eq!(now, at_first, "an identity was lost or made by {action:?}");
            }
            for account in 0..ACCOUNTS.len() {
                log_in(&tenant, account).await;
            }
        });
    }

    #[test]
    fn random_queries_and_bodies_cause_no_server_error(query in ".{0,200}", body in prop::collection::vec(any::<u8>(), 0..300)) {
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
