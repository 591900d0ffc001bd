//! The list of Auth0's endpoints and parameters in `endpoints/list.json` is true. `cargo xtask endpoints` writes it into the
//! README as a table.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use auth0_emulator::Emulator;
use axum::body::Body;
use axum::http::Request;
use serde::Deserialize;
use serde_json::Value;
use url::form_urlencoded::Serializer;

use crate::client::{APP, Answer, answer, audience, authorize_url, client_id, tenant};
use crate::management::admin;

#[derive(Deserialize)]
struct List {
    emulated: Vec<Entry>,
    /// Endpoints of Auth0 that the emulator lacks.
    missing: Vec<String>,
}

#[derive(Deserialize)]
struct Entry {
    endpoint: String,
    emulated: Vec<String>,
    /// Accepted, without effect.
    ignored: Vec<String>,
    /// The names, each with parameters for a request that is refused because of it.
    refused: BTreeMap<String, BTreeMap<String, String>>,
}

static LIST: LazyLock<List> =
    LazyLock::new(|| serde_json::from_str(include_str!("endpoints/list.json")).expect("the list is one"));

/// Auth0's own description, if it is available beside the checkout.
fn description(file: &str) -> Option<Value> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/openapi").join(file);
    Some(serde_json::from_str(&fs::read_to_string(beside).ok()?).expect("the description is JSON"))
}

/// Whether the router has the endpoint.
async fn is_routed(tenant: &Emulator, endpoint: &str) -> bool {
    let (method, path) = endpoint.split_once(' ').unwrap();
    let path = path.replace(['{', '}'], "");
    let request = Request::builder().method(method).uri(path).body(Body::empty()).unwrap();
    !answer(tenant, request).await.text.contains("emulator_no_route")
}

#[tokio::test]
async fn an_endpoint_is_routed_if_and_only_if_the_list_says_so() {
    let tenant = tenant();
    for Entry { endpoint, .. } in &LIST.emulated {
        assert!(is_routed(&tenant, endpoint).await, "{endpoint}");
    }
    for endpoint in &LIST.missing {
        assert!(!is_routed(&tenant, endpoint).await, "{endpoint}");
    }
}

/// A request that is accepted, as parameters of a query or a form. `None` where nothing is ignored or refused.
fn accepted(tenant: &Emulator, endpoint: &str) -> Option<Vec<(String, String)>> {
    let app = client_id(tenant);
    let pairs: Vec<(&str, &str)> = match endpoint {
        "GET /authorize" => {
            let url = authorize_url(tenant, &[]);
            let (_, query) = url.split_once('?').unwrap();
            return Some(url::form_urlencoded::parse(query.as_bytes()).into_owned().collect());
        }
        "POST /oauth/token" => {
            let (id, secret) = (tenant.client_id("Local admin")?, tenant.client_secret("Local admin")?);
            let pairs = [
                ("grant_type", "client_credentials".to_owned()),
                ("client_id", id),
                ("client_secret", secret),
                ("audience", audience().to_owned()),
            ];
            return Some(pairs.map(|(name, value)| (name.to_owned(), value)).to_vec());
        }
        "POST /oauth/revoke" => vec![("client_id", &app), ("token", "of nobody")],
        "GET /v2/logout" => vec![("client_id", &app), ("returnTo", APP)],
        "GET /oidc/logout" => vec![("client_id", &app), ("post_logout_redirect_uri", APP)],
        "POST /dbconnections/change_password" => vec![
            ("client_id", &app),
            ("email", "alice@example.com"),
            ("connection", "Username-Password-Authentication"),
        ],
        "GET /api/v2/users" => Vec::new(),
        "PATCH /api/v2/users/{id}" => vec![("nickname", "al")],
        "POST /api/v2/users/{id}/identities" => vec![("provider", "github"), ("user_id", "583231")],
        _ => return None,
    };
    Some(pairs.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect())
}

/// Sends `pairs`, changed by `extra`: an empty value removes one. Names of headers become headers.
async fn sent(
    tenant: &Emulator,
    endpoint: &str,
    pairs: &[(String, String)],
    extra: &[(&str, &str)],
) -> Answer {
    const HEADERS: [&str; 2] = ["DPoP", "auth0-custom-domain"];
    let (method, path) = endpoint.split_once(' ').unwrap();
    let path = path.replace("{id}", &crate::client::ALICE.replace('|', "%7C"));
    let mut request = Request::builder().method(method);
    if path.starts_with("/api/") {
        request = request.header("authorization", format!("Bearer {}", admin(tenant).await));
    }
    let mut pairs = pairs.to_vec();
    for (name, value) in extra {
        pairs.retain(|(own, _)| own != name);
        if HEADERS.contains(name) {
            request = request.header(*name, *value);
        } else if !value.is_empty() {
            pairs.push(((*name).to_owned(), (*value).to_owned()));
        }
    }
    let encoded = Serializer::new(String::new()).extend_pairs(&pairs).finish();
    let request = if method == "GET" {
        request.uri(format!("{path}?{encoded}")).body(Body::empty())
    } else if path.starts_with("/api/") {
        let object: BTreeMap<_, _> = pairs.into_iter().collect();
        let json = serde_json::to_string(&object).unwrap();
        request.uri(path).header("content-type", "application/json").body(Body::from(json))
    } else {
        let form = "application/x-www-form-urlencoded";
        request.uri(path).header("content-type", form).body(Body::from(encoded))
    };
    answer(tenant, request.unwrap()).await
}

/// Whether the request is refused: by its status, or by an error for the callback.
fn is_refused(answer: &Answer) -> bool {
    answer.status >= 400 || answer.header("location").is_some_and(|location| location.contains("error="))
}

#[tokio::test]
async fn what_the_list_calls_ignored_changes_nothing_and_what_it_calls_refused_is_refused() {
    for Entry { endpoint, ignored, refused, .. } in &LIST.emulated {
        if ignored.is_empty() && refused.is_empty() {
            continue;
        }
        let plain = accepted(&tenant(), endpoint).unwrap_or_else(|| panic!("no request for {endpoint}"));
        let without = sent(&tenant(), endpoint, &plain, &[]).await;
        assert!(!is_refused(&without), "{endpoint} {}", without.text);
        for name in ignored {
            // A boolean where Auth0 wants one.
            let value = if name.starts_with("verify_") { "true" } else { "x" };
            let with = sent(&tenant(), endpoint, &plain, &[(name, value)]).await;
            let seen = |answer: &Answer| (answer.status, answer.text.clone());
            assert_eq!(seen(&with), seen(&without), "{endpoint} {name}");
        }
        for (name, extra) in refused {
            assert!(extra.contains_key(name), "{endpoint} {name}");
            let extra: Vec<(&str, &str)> =
                extra.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            let with = sent(&tenant(), endpoint, &plain, &extra).await;
            assert!(is_refused(&with), "{endpoint} {name}: {} {}", with.status, with.text);
        }
    }
}

/// The sources of the other tests, for what they name.
fn sources() -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it");
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let others = files
        .filter(|path| path.extension().is_some_and(|end| end == "rs") && !path.ends_with("endpoints.rs"));
    others.map(|path| fs::read_to_string(path).unwrap()).collect()
}

#[test]
fn a_test_names_each_parameter_that_the_list_calls_emulated() {
    let sources = sources();
    let is_named =
        |name: &str| [format!("\"{name}\""), format!("{name}=")].iter().any(|form| sources.contains(form));
    for Entry { endpoint, emulated, .. } in &LIST.emulated {
        let in_path = |name: &&String| endpoint.contains(&format!("{{{name}}}"));
        let unnamed: Vec<&String> =
            emulated.iter().filter(|name| !in_path(name) && !is_named(name)).collect();
        assert!(unnamed.is_empty(), "{endpoint} {unnamed:?}");
    }
}

#[test]
fn the_list_has_every_parameter_of_auth0s_description() {
    for (file, prefix) in [("authn.subset.json", ""), ("mgmt-users.subset.json", "/api/v2")] {
        let Some(description) = description(file) else { return };
        for (path, operations) in description["paths"].as_object().unwrap() {
            for (method, operation) in operations.as_object().unwrap() {
                let name = format!("{} {prefix}{path}", method.to_uppercase());
                let entry = LIST.emulated.iter().find(|entry| entry.endpoint == name);
                let entry = entry.unwrap_or_else(|| panic!("{name} is not in the list"));
                for parameter in parameters(&description, operation) {
                    let is_known = entry.emulated.contains(&parameter)
                        || entry.ignored.contains(&parameter)
                        || entry.refused.contains_key(&parameter);
                    assert!(is_known, "{name}: {parameter}");
                }
            }
        }
    }
}

/// The names of an operation's parameters and members of its body.
fn parameters(description: &Value, operation: &Value) -> Vec<String> {
    let listed = operation["parameters"].as_array().into_iter().flatten();
    let mut names: Vec<String> = listed
        .filter_map(|parameter| resolve(description, parameter)["name"].as_str())
        .map(str::to_owned)
        .collect();
    for content in operation["requestBody"]["content"].as_object().into_iter().flatten() {
        members(description, &content.1["schema"], &mut names);
    }
    names
}

fn members(description: &Value, schema: &Value, names: &mut Vec<String>) {
    let schema = resolve(description, schema);
    names.extend(schema["properties"].as_object().into_iter().flatten().map(|(name, _)| name.clone()));
    for key in ["oneOf", "anyOf", "allOf"] {
        for part in schema[key].as_array().into_iter().flatten() {
            members(description, part, names);
        }
    }
}

/// What a `$ref` leads to.
fn resolve<'a>(description: &'a Value, value: &'a Value) -> &'a Value {
    let pointer = value["$ref"].as_str().and_then(|reference| reference.strip_prefix('#'));
    pointer
        .and_then(|pointer| description.pointer(pointer))
        .map_or(value, |found| resolve(description, found))
}
