//! The two seed files, and how mistakes in them are reported.

use auth0_emulator::{DEMO_TENANT, DEMO_USERS, Seed};
use serde_json::json;

use crate::client::{self, ALICE, CAROL};

#[test]
fn the_demo_tenant_has_the_documented_users() {
    let tenant = client::tenant();
    let alice = tenant.user(ALICE).unwrap();
    assert_eq!(alice["email"], "alice@example.com");
    assert_eq!(alice["email_verified"], true);
    assert_eq!(alice["user_metadata"]["theme"], "dark");
    assert_eq!(tenant.users_by_email("bob@example.com")[0]["user_metadata"]["theme"], "light");
    assert_eq!(tenant.users_by_email("EVE@example.com")[0]["email_verified"], false);
    assert_eq!(tenant.user("github|583231").unwrap()["identities"][0]["user_id"], json!(583_231));
    assert_eq!(tenant.user("github|583232").unwrap().get("email"), None);
    let providers: Vec<String> = tenant.user(CAROL).unwrap()["identities"]
        .as_array()
        .unwrap()
        .iter()
        .map(|identity| identity["provider"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(providers, ["auth0", "google-oauth2", "github"]);
}

#[test]
fn the_client_id_of_the_app_is_derived_from_its_name() {
    assert_eq!(client::client_id(&client::tenant()), "ROAb9GWHhuNJrpjjLkHdOIF4QNLAsw6Y");
}

#[test]
fn a_mistake_in_a_seed_file_is_reported_with_its_place() {
    let cases = [
        ("clients: [", "users: []", "tenant file: "),
        ("clients:\n  - app_type: spa\n", "users: []", "line 2"),
        ("x-emulator: {}\n", "users: []", "no top-level key `x-emulator`"),
        ("users: []\n", "users: []", "no top-level key `users`"),
        (
            "resourceServers:\n  - name: Auth0 Management API\n    identifier: x\n",
            "users: []",
            "Management API",
        ),
        ("clients:\n  - name: A\n  - name: A\n", "users: []", "two clients have the name `A`"),
        ("connections:\n  - {name: g, strategy: google-oauth2, enabled_clients: [B]}\n", "users: []", "`B`"),
        (DEMO_TENANT, "user: []\n", "line 1"),
        (DEMO_TENANT, "users:\n  - provider: auth0\n    id: x\n", "`auth0|x` needs a password"),
        (DEMO_TENANT, "users:\n  - {provider: github, id: 1, password: x}\n", "must not have a password"),
        (
            DEMO_TENANT,
            "users:\n  - {provider: apple, id: x}\n",
            "`apple|x`: the tenant file has no such connection",
        ),
        (
            DEMO_TENANT,
            "users:\n  - {provider: github, id: 1}\n  - {provider: github, id: 1}\n",
            "github|1 already",
        ),
        (DEMO_TENANT, "unlink_not_linked: 500\n", "must be 400 or 404"),
    ];
    for (tenant, users, expected) in cases {
        let message = Seed::parse(tenant, users).unwrap_err().to_string();
        assert!(message.contains(expected), "{message:?} does not say {expected:?}");
    }
}

#[test]
fn the_demo_tenant_needs_no_keyword_values() {
    assert!(DEMO_TENANT.contains("##GOOGLE_CLIENT_ID##"));
    assert!(Seed::parse(DEMO_TENANT, DEMO_USERS).is_ok());
}

#[tokio::test]
async fn an_allowed_origin_becomes_a_callback_with_and_without_slash() {
    use auth0_emulator::user_agent::{Step, UserAgent};

    let origin = "http://localhost:5173";
    let tenant = client::tenant_of(Seed::demo().unwrap().allow_origin(origin));
    for callback in [origin.to_owned(), format!("{origin}/")] {
        let url = client::authorize_url(&tenant, &[("redirect_uri", &callback)]);
        assert_eq!(UserAgent::new(&tenant).open(&url).await, Step::LoginPage, "{callback}");
    }
}
