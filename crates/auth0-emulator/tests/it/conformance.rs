//! Checks every response of every router test against schemas of Auth0's responses.
//!
//! The schemas beside this file are our own. If Auth0's own description is available (`../shared/openapi` beside the
//! checkout), responses of the Management API are checked against it too.

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, LazyLock, Mutex};

use axum::http::HeaderMap;
use jsonschema::Validator;
use serde_json::{Value, json};

use crate::client::Answer;

/// The name of the schema of a successful response, by method and path.
const SUCCESSES: [(&str, &str, &str); 14] = [
    ("GET", "/api/v2/users", "users"),
    ("POST", "/api/v2/users", "user"),
    ("GET", "/api/v2/users-by-email", "user_list"),
    ("GET", "/api/v2/users/{}", "partial_user"),
    ("PATCH", "/api/v2/users/{}", "user"),
    ("DELETE", "/api/v2/users/{}", "empty"),
    ("POST", "/api/v2/users/{}/identities", "identities"),
    ("DELETE", "/api/v2/users/{}/identities/{}/{}", "identities"),
    ("POST", "/oauth/token", "token"),
    ("POST", "/oauth/revoke", "empty"),
    ("GET", "/userinfo", "userinfo"),
    ("POST", "/userinfo", "userinfo"),
    ("GET", "/.well-known/jwks.json", "jwks"),
    ("GET", "/.well-known/openid-configuration", "discovery"),
];

/// Statuses that Auth0 does not document for an operation, with the reason why the emulator uses them.
const UNDOCUMENTED: [(&str, &str, u16); 4] = [
    // An administrator may name a primary user that does not exist. A user token cannot.
    ("POST", "/users/{id}/identities", 404),
    // The emulator limits the size of bodies.
    ("PATCH", "/users/{id}", 413),
    // The emulator limits the time that a body may take.
    ("PATCH", "/users/{id}", 408),
    ("POST", "/users/{id}/identities", 408),
];

static SCHEMAS: LazyLock<Value> = LazyLock::new(|| {
    serde_json::from_str(include_str!("conformance/schemas.json")).expect("the schemas are JSON")
});

static AUTH0: LazyLock<Option<Value>> = LazyLock::new(|| {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/openapi/mgmt-users.subset.json");
    let text = std::fs::read_to_string(beside).ok()?;
    Some(serde_json::from_str(&text).expect("the description is JSON"))
});

/// Compiled schemas by name, because compiling is slower than checking.
static VALIDATORS: LazyLock<Mutex<HashMap<String, Arc<Validator>>>> = LazyLock::new(Mutex::default);

/// The deviations of a response from its schemas.
pub(crate) fn faults(method: &str, target: &str, answer: &Answer) -> Vec<String> {
    let path = target.split('?').next().unwrap_or_default();
    let operation = SUCCESSES.iter().find(|(own, pattern, _)| *own == method && fits(pattern, path));
    let Some((_, pattern, success)) = operation else { return Vec::new() };
    let failure = if path.starts_with("/api/v2/") { "management_error" } else { "oauth_error" };
    let name = if answer.status < 400 { success } else { failure };
    let value = if answer.text.is_empty() { Value::Null } else { answer.json() };
    let own = || json!({ "$ref": format!("#/$defs/{name}"), "$defs": SCHEMAS["$defs"] });
    let mut faults = faults_under(name, own, &value);
    if let (Some(description), Some(path)) = (AUTH0.as_ref(), pattern.strip_prefix("/api/v2")) {
        faults.extend(faults_against(description, method, path, answer.status, &value));
    }
    faults
}

fn faults_against(description: &Value, method: &str, path: &str, status: u16, value: &Value) -> Vec<String> {
    let names = ["{id}", "{provider}", "{user_id}"];
    let path = names.iter().fold(path.to_owned(), |path, name| path.replacen("{}", name, 1));
    let operation = &description["paths"][&path][method.to_lowercase()];
    if operation.is_null() {
        return Vec::new();
    }
    let response = &operation["responses"][status.to_string()];
    if response.is_null() && !UNDOCUMENTED.contains(&(method, path.as_str(), status)) {
        return vec![format!("Auth0 documents no status {status}")];
    }
    let schema = &response["content"]["application/json"]["schema"];
    if status >= 400 || schema.is_null() {
        return Vec::new();
    }
    let whole = || {
        let mut whole = schema.clone();
        whole["components"] = description["components"].clone();
        whole
    };
    faults_under(&format!("{method} {path} {status}"), whole, value)
}

fn faults_under(name: &str, schema: impl FnOnce() -> Value, value: &Value) -> Vec<String> {
    let validator = {
        let mut validators = VALIDATORS.lock().expect("a test that failed has said so");
        let compiled = || Arc::new(jsonschema::validator_for(&schema()).expect("the schema is one"));
        Arc::clone(validators.entry(name.to_owned()).or_insert_with(compiled))
    };
    validator.iter_errors(value).map(|error| format!("{}: {error}", error.instance_path())).collect()
}

#[test]
fn a_response_that_does_not_conform_is_detected() {
    let answer = |status, text: &str| Answer { status, headers: HeaderMap::new(), text: text.to_owned() };
    let cases = [
        ("GET", "/api/v2/users/auth0%7C1", answer(200, "{\"email\": 7}")),
        ("GET", "/api/v2/users/auth0%7C1?fields=x", answer(403, "{\"error\": \"Forbidden\"}")),
        ("POST", "/api/v2/users/auth0%7C1/identities", answer(201, "[]")),
        ("POST", "/oauth/token", answer(200, "{\"access_token\": \"short\"}")),
        ("POST", "/oauth/token", answer(403, "{\"error\": \"invalid_grant\"}")),
        ("POST", "/oauth/revoke", answer(200, "{}")),
    ];
    for (method, target, answer) in cases {
        assert!(!faults(method, target, &answer).is_empty(), "{method} {target} {}", answer.text);
    }
}

fn fits(pattern: &str, path: &str) -> bool {
    let (mut pattern, mut path) = (pattern.split('/'), path.split('/'));
    loop {
        match (pattern.next(), path.next()) {
            (None, None) => return true,
            (Some("{}"), Some(_)) => {}
            (Some(left), Some(right)) if left == right => {}
            _ => return false,
        }
    }
}
