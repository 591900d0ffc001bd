//! What the emulator does not have is refused where it is asked for, unless the setting says otherwise.

use auth0_emulator::user_agent::{Step, UserAgent};
use auth0_emulator::{Emulator, Seed};
use axum::body::Body;
use axum::http::Request;
use serde_json::{Value, json};

use crate::client::{PASSWORD, answer, authorize_url, exchange, parameter, send, tenant, tenant_of};

/// A tenant file with one client, one machine and one API, each with these members, and these sections.
fn file(client: &str, api: &str, sections: &str) -> String {
    format!(
        "tenant: {{default_directory: users}}
clients:
  - {{name: Account Linking, app_type: spa, callbacks: ['http://localhost:3000'], token_endpoint_auth_method: none,
     grant_types: [authorization_code, password], {client}}}
  - {{name: Machine, app_type: non_interactive}}
databases: [{{name: users, enabled_clients: [Account Linking]}}]
resourceServers: [{{name: api, identifier: 'urn:api', {api}}}]
clientGrants: [{{client_id: Machine, audience: 'urn:api'}}]
{sections}"
    )
}

const USERS: &str = "consent: skip
users: [{provider: auth0, id: a, password: Passw0rd!, email: alice@example.com}]
";

async fn warn(tenant: &Emulator) {
    let answer =
        send(tenant, "PATCH", "/_emulator/settings", None, Some(json!({"unsupported": "warn"}))).await;
    assert_eq!(answer.json()["unsupported"], "warn");
}

async fn ignored(tenant: &Emulator) -> Value {
    send(tenant, "GET", "/_emulator/state", None, None).await.json()["ignored"].clone()
}

#[tokio::test]
async fn a_parameter_for_what_is_missing_is_refused_or_ignored_with_a_warning() {
    let cases = [
        ("organization", "org_1", "organizations"),
        ("invitation", "ticket", "organizations"),
        (
            "acr_values",
            "http://schemas.openid.net/pape/policies/2007/06/multi-factor",
            "multi-factor authentication",
        ),
        ("request_uri", "urn:x", "pushed authorization requests (PAR)"),
        ("request", "ey", "signed authorization requests (JAR)"),
        ("authorization_details", "[]", "rich authorization requests (RAR)"),
        ("dpop_jkt", "x", "tokens bound to a key (DPoP, mTLS)"),
    ];
    for (name, value, feature) in cases {
        let tenant = tenant();
        let url = authorize_url(&tenant, &[(name, value)]);
        let step = UserAgent::new(&tenant).open(&url).await;
        let told = format!(
            "The parameter {name} asks for what the emulator does not have: {feature}; `unsupported: warn` ignores it"
        );
        assert_eq!(parameter(&step, "error").as_deref(), Some("invalid_request"), "{name}");
        assert_eq!(parameter(&step, "error_description"), Some(told), "{name}");
        assert_eq!(parameter(&step, "state").as_deref(), Some("s t&te"), "{name}");
        assert_eq!(ignored(&tenant).await, json!([]), "{name}");

        warn(&tenant).await;
        for _ in 0..2 {
            assert_eq!(UserAgent::new(&tenant).open(&url).await, Step::LoginPage, "{name}");
        }
        let warning = format!("The parameter {name} is ignored: the emulator has no {feature}");
        assert_eq!(ignored(&tenant).await, json!([warning]), "{name}");
        tenant.reset();
        assert_eq!(ignored(&tenant).await, json!([]), "{name}");
    }
}

#[tokio::test]
async fn an_empty_parameter_asks_for_nothing_and_does_not_hide_a_second_one() {
    let tenant = tenant();
    let empty = authorize_url(&tenant, &[]) + "&organization=";
    assert_eq!(UserAgent::new(&tenant).open(&empty).await, Step::LoginPage);
    let step = UserAgent::new(&tenant).open(&(empty + "&organization=org_1")).await;
    assert_eq!(parameter(&step, "error").as_deref(), Some("invalid_request"));
}

#[tokio::test]
async fn a_demand_of_the_tenant_file_is_refused_at_login_and_reported_at_start() {
    let factors = |enabled: bool, policy: &str| {
        format!(
            "guardianFactors: [{{name: otp, enabled: {enabled}}}]\nguardianPolicies: {{policies: [{policy}]}}\n"
        )
    };
    let none = String::new;
    // Members of the client and the API, sections, and what is missing if something is.
    let cases = [
        ("organization_usage: require", "", none(), Some("organizations")),
        ("organization_usage: allow", "", none(), None),
        (
            "require_pushed_authorization_requests: true",
            "",
            none(),
            Some("pushed authorization requests (PAR)"),
        ),
        ("require_proof_of_possession: true", "", none(), Some("tokens bound to a key (DPoP, mTLS)")),
        ("", "proof_of_possession: {mechanism: dpop, required: true}", none(), Some("tokens bound to a key")),
        ("", "proof_of_possession: {mechanism: dpop, required: false}", none(), None),
        ("", "token_encryption: {format: compact-nested-jwe}", none(), Some("encrypted access tokens")),
        ("", "token_encryption: null", none(), None),
        ("", "signing_alg: HS256", none(), Some("access tokens that are not signed by RS256")),
        ("", "signing_alg: RS256", none(), None),
        (
            "",
            "subject_type_authorization: {user: {policy: require_client_grant}}",
            none(),
            Some("access policies of APIs"),
        ),
        ("", "subject_type_authorization: {user: {policy: allow_all}}", none(), None),
        ("signed_request_object: {required: true}", "", none(), Some("signed authorization requests (JAR)")),
        ("signed_request_object: {required: false}", "", none(), None),
        ("", "", factors(true, "all-applications"), Some("multi-factor authentication")),
        ("", "", factors(false, "all-applications"), None),
        ("", "", factors(true, "confidence-score"), None),
        ("", "", factors(true, ""), None),
        ("", "", "actions: [{name: x}]\norganizations: [{name: o}]\nrules: [{name: r}]\n".to_owned(), None),
    ];
    for (client, api, sections, missing) in cases {
        let seed = Seed::parse(&file(client, api, &sections), USERS).unwrap();
        let warned = seed.warnings().iter().any(|warning| warning.to_string().contains("are refused unless"));
        assert_eq!(warned, missing.is_some(), "{client}{api}{sections}: {:?}", seed.warnings());
        let tenant = tenant_of(seed);
        let url = authorize_url(&tenant, &[("audience", "urn:api")]);
        let step = UserAgent::new(&tenant).open(&url).await;
        let Some(missing) = missing else {
            assert_eq!(step, Step::LoginPage, "{client}{api}{sections}");
            continue;
        };
        assert!(parameter(&step, "error_description").unwrap().contains(missing), "{step:?}");
        warn(&tenant).await;
        let mut user_agent = UserAgent::new(&tenant);
        user_agent.open(&url).await;
        let step = user_agent.log_in("alice@example.com", PASSWORD).await;
        assert_eq!(exchange(&tenant, &step).await.status, 200, "{missing}");
    }
}

#[tokio::test]
async fn the_demands_of_an_api_do_not_concern_other_logins() {
    let api = "proof_of_possession: {mechanism: dpop, required: true}";
    let tenant = tenant_of(Seed::parse(&file("", api, ""), USERS).unwrap());
    let step = UserAgent::new(&tenant).open(&authorize_url(&tenant, &[("audience", "")])).await;
    assert_eq!(step, Step::LoginPage);
}

#[tokio::test]
async fn the_token_endpoint_refuses_what_is_missing_too() {
    let mfa =
        "guardianFactors: [{name: otp, enabled: true}]\nguardianPolicies: {policies: [all-applications]}\n";
    let access = "subject_type_authorization: {user: {policy: deny_all}}";
    let encryption = "token_encryption: {format: compact-nested-jwe}";
    let machine = json!({"grant_type": "client_credentials", "audience": "urn:api"});
    let organization =
        json!({"grant_type": "client_credentials", "audience": "urn:api", "organization": "org_1"});
    let password = json!({"grant_type": "password", "username": "alice@example.com", "password": PASSWORD, "audience": "urn:api"});
    // The file, the request, a DPoP header, and what is missing if something is.
    let cases = [
        (file("", "", ""), &machine, false, None),
        (file("", "", ""), &machine, true, Some("tokens bound to a key")),
        (file("", "", ""), &organization, false, Some("The parameter organization asks")),
        (file("", encryption, ""), &machine, false, Some("encrypted access tokens")),
        (file("", access, ""), &machine, false, None),
        (file("", access, ""), &password, false, Some("access policies")),
        (file("", "", mfa), &machine, false, None),
        (file("", "", mfa), &password, false, Some("guardianPolicies asks")),
        (file("organization_usage: require", "", ""), &password, false, Some("organizations")),
        (
            file("client_authentication_methods: {private_key_jwt: {credentials: []}}", "", ""),
            &password,
            false,
            Some("client authentication by a key"),
        ),
        (file("", "", ""), &password, false, None),
    ];
    for (file, body, dpop, missing) in cases {
        let tenant = tenant_of(Seed::parse(&file, USERS).unwrap());
        let name = if body["grant_type"] == "password" { "Account Linking" } else { "Machine" };
        let mut body = body.clone();
        body["client_id"] = json!(tenant.client_id(name));
        body["client_secret"] = json!(tenant.client_secret(name));
        let ask = async || {
            let mut request = Request::builder().method("POST").uri("/oauth/token");
            request = request.header("content-type", "application/json");
            if dpop {
                request = request.header("dpop", "ey");
            }
            answer(&tenant, request.body(Body::from(body.to_string())).unwrap()).await
        };
        let refused = ask().await;
        let Some(missing) = missing else {
            assert_eq!(refused.status, 200, "{body}: {}", refused.text);
            continue;
        };
        assert_eq!((refused.status, &refused.json()["error"]), (400, &json!("invalid_request")), "{body}");
        assert!(refused.text.contains(missing), "{body}: {}", refused.text);
        warn(&tenant).await;
        assert_eq!(ask().await.status, 200, "{body}");
    }
}

#[test]
fn code_that_runs_at_a_login_is_reported_with_what_stands_in_for_it() {
    let seed = Seed::parse(&file("", "", "actions: [{name: x}]\nthemes: [{}]\n"), USERS).unwrap();
    let told: Vec<String> = seed.warnings().iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        [
            "tenant file: actions, themes: not emulated; seed the claims that they add to tokens as `claims` in the users file"
        ]
    );
}

#[tokio::test]
async fn the_users_file_has_the_setting() {
    let tenant = tenant_of(Seed::parse(&file("", "", ""), &format!("unsupported: warn\n{USERS}")).unwrap());
    let url = authorize_url(&tenant, &[("organization", "org_1"), ("audience", "")]);
    assert_eq!(UserAgent::new(&tenant).open(&url).await, Step::LoginPage);
}
