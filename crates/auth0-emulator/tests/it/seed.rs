//! The two seed files, and how mistakes in them are reported.

use auth0_emulator::{DEMO_TENANT, DEMO_USERS, Seed, SeedWarning};
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
        ("connections:\n  - {name: g}\n", "users: []", "connection `g` has no strategy"),
        ("clients: \"@@CB@@\"\n", "users: []", "no value for the keywords `CB`"),
        ("clients:\n  - {name: A, callbacks: [\"##U-1##/cb\", \"##U.2##\"]}\n", "users: []", "`U-1`, `U.2`"),
        ("clients2: []\n", "users: []", "the nearest is `clients`"),
        (DEMO_TENANT, "users:\n  - {provider: github, id: 104857234987234987234}\n", "put the id in quotes"),
        (DEMO_TENANT, "user: []\n", "line 1"),
        (DEMO_TENANT, "users:\n  - provider: auth0\n    id: x\n", "`auth0|x` needs a password"),
        (DEMO_TENANT, "users:\n  - {provider: github, id: 1, password: x}\n", "must not have a password"),
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
fn null_means_absent_wherever_a_value_may_be_absent() {
    let full = "tenant: {friendly_name: ~, allowed_logout_urls: ~, session_lifetime: ~, idle_session_lifetime: ~,
  session_lifetime_in_minutes: ~, skip_non_verifiable_callback_uri_confirmation_prompt: ~}
clients:
  - {name: A, client_id: ~, client_secret: ~, app_type: ~, token_endpoint_auth_method: ~, grant_types: ~, callbacks: ~,
     allowed_logout_urls: ~, web_origins: ~, allowed_origins: ~, jwt_configuration: ~, refresh_token: ~,
     skip_non_verifiable_callback_uri_confirmation_prompt: ~}
  - {name: B, jwt_configuration: {alg: ~, lifetime_in_seconds: ~}, refresh_token: {rotation_type: ~, leeway: ~}}
databases: [{name: users, strategy: ~, enabled_clients: ~, options: ~}, {name: more, options: {disable_signup: ~}}]
connections: [{name: g, strategy: google-oauth2, enabled_clients: ~, options: ~}]
resourceServers: [{name: api, identifier: urn:api, scopes: ~, allow_offline_access: ~, token_lifetime: ~,
  skip_consent_for_verifiable_first_party_clients: ~}]
clientGrants: [{client_id: A, audience: urn:api, scope: ~, subject_type: ~}]
";
    let sections =
        ["tenant", "clients", "databases", "connections", "resourceServers", "clientGrants", "actions"];
    let empty = sections.map(|section| format!("{section}: ~\n")).concat();
    for file in [full.replace('~', "null"), empty] {
        let seed = Seed::parse(&file, "{}").unwrap();
        assert_eq!(seed.warnings(), [], "{file}");
    }
}

#[test]
fn what_is_not_used_as_it_stands_is_reported() {
    let client = |members: &str| format!("clients:\n  - {{name: A, app_type: spa, {members}}}\n");
    let users = "users:
  - {provider: auth0, id: a, password: Pa55word, email: ann@example.com}
  - {provider: auth0, id: b, password: Pa55word, email: Ann@example.com}
  - {provider: apple, id: x}
accounts:
  - {provider: apple, id: z}
";
    let ignored = [
        (
            "actions: [{name: x}]\nrules: [{name: r}]\norganizations: []\nmigrations: {}\n".to_owned(),
            "actions, migrations, rules: not emulated",
        ),
        (
            "clients: [{name: P, app_type: sso_integration}]\n".to_owned(),
            "`P`: the app_type `sso_integration`",
        ),
        ("databases: [{name: d, enabled_clients: [unknown]}]\n".to_owned(), "`d` is enabled for `unknown`"),
    ];
    let mistakes = [
        (client("callbakcs: []"), "unknown key `callbakcs`; the nearest is `callbacks`"),
        ("tenant: {session_lifetim: 3}\n".to_owned(), "tenant: unknown key `session_lifetim`; the nearest"),
        (
            client("jwt_configuration: {algo: HS256}"),
            "clients `A`: jwt_configuration: unknown key `algo`; the nearest is `alg`",
        ),
        (client("is_first_party: false"), "`A`: nobody can log in to a third-party client"),
        (client("refresh_token: {rotation: rotating}"), "refresh_token: unknown key `rotation`"),
        (
            client("grant_types: [authorisation_code]"),
            "no grant type `authorisation_code`; the nearest is `authorization_code`",
        ),
        (client("callbacks: [localhost:3000]"), "`localhost:3000` is no URL"),
        (client("web_origins: ['http://localhost:3000/app']"), "`http://localhost:3000/app` is no origin"),
        ("clientGrants: [{client_id: N, audience: urn:a}]\n".to_owned(), "`N` is no client"),
        ("clientGrants: [{client_id: N, audience: urn:a}]\n".to_owned(), "`urn:a` is no API"),
        (
            "resourceServers: [{name: a, identifier: urn:a, scopes: [{value: read}]}]
clientGrants: [{client_id: N, audience: urn:a, scope: [write]}]\n"
                .to_owned(),
            "the API `urn:a` has no scope `write`",
        ),
    ];
    let report = |tenant: &str, users: &str, is_mistake: bool, expected: &str| {
        let seed = Seed::parse(tenant, users).unwrap();
        let found = seed.warnings().iter().any(|warning| {
            matches!(warning, SeedWarning::Mistake(..)) == is_mistake
                && warning.to_string().contains(expected)
        });
        assert!(found, "{:?} does not say {expected:?}", seed.warnings());
    };
    for (tenant, expected) in &ignored {
        report(tenant, "{}", false, expected);
    }
    for (tenant, expected) in &mistakes {
        report(tenant, "{}", true, expected);
    }
    report(DEMO_TENANT, users, true, "two users of one database have the address `ann@example.com`");
    report(DEMO_TENANT, users, false, "`apple|x`: the tenant file has no such connection");
    report(DEMO_TENANT, users, false, "the account is left out");
    let misspelt = "users: [{provider: auth0, id: a, password: Pa55word, blockd: true}]";
    report(DEMO_TENANT, misspelt, true, "`auth0|a`: unknown key `blockd`; the nearest is `blocked`");
    let told = "accounts: [{provider: github, id: 1, blog: 'https://example.com'}]";
    assert_eq!(Seed::parse(DEMO_TENANT, told).unwrap().warnings(), [], "a provider may tell anything");
    assert_eq!(Seed::demo().unwrap().warnings(), []);
    for fine in
        ["callbacks: ['com.example.app:/cb', 'app://cb', 'https://*.example.com']", "refresh_token: null"]
    {
        assert_eq!(Seed::parse(&client(fine), "---\n").unwrap().warnings(), [], "{fine}");
    }
}

#[tokio::test]
async fn a_client_and_a_database_are_used_as_the_file_has_them() {
    let file = "clients:
  - {name: Shop, client_id: shop-client, client_secret: shop-secret, app_type: regular_web}
databases: [{name: users, enabled_clients: [shop-client]}]
";
    let users = "users: [{provider: auth0, id: a, password: Pa55word, email: ann@example.com}]";
    let tenant = client::tenant_of(Seed::parse(file, users).unwrap());
    let shop = tenant.clients().into_iter().find(|client| client.name == "Shop").unwrap();
    assert_eq!((shop.id.as_str(), shop.secret.as_deref()), ("shop-client", Some("shop-secret")));
    assert_eq!(tenant.user("auth0|a").unwrap()["identities"][0]["connection"], "users");
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
