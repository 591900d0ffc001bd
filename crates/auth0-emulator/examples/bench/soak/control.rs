//! Every request to the control API.

use serde_json::{Value, json};

use crate::Outcome;
use crate::connection::Connection;
use crate::tally::ON_PURPOSE;

const ROUTES: [&str; 8] = [
    "/authorize",
    "/u/login",
    "/oauth/token",
    "/userinfo",
    "/.well-known/jwks.json",
    "/api/v2/users/*",
    "/api/v2/users/*/identities",
    "/api/v2/users/*/identities/*/*",
];
const ID_TOKENS: [&str; 12] = [
    "foreign_key",
    "hs256",
    "unsigned",
    "expired",
    "wrong_issuer",
    "wrong_audience",
    "wrong_nonce",
    "old_auth_time",
    "no_subject",
    "two_subjects",
    "access_token",
    "week_old",
];

/// One request to the control API.
#[derive(Debug)]
pub(crate) struct Command {
    method: &'static str,
    path: &'static str,
    body: Value,
}

/// Every fault, clock move, key change and setting, and at last a reset.
pub(crate) fn all() -> Vec<Command> {
    let mut all = Vec::new();
    let mut add = |method, path, body| all.push(Command { method, path, body });
    for effect in effects() {
        for route in ROUTES {
            add("POST", "/_emulator/faults", json!({ "path": route, "times": 20, "effect": effect }));
        }
    }
    add("DELETE", "/_emulator/faults", Value::Null);
    for id_token in ID_TOKENS {
        add("PUT", "/_emulator/faults", json!({ "id_token": id_token }));
    }
    for faults in
        [json!({"cors_off": true}), json!({"silent_provider": true}), json!({"login_as": "github|583232"})]
    {
        add("PUT", "/_emulator/faults", faults);
    }
    add("DELETE", "/_emulator/faults", Value::Null);
    for body in
        [json!({"advance": 60}), json!({"advance": 86_400}), json!({"set": 1_900_000_000}), json!({"set": 5})]
    {
        add("POST", "/_emulator/clock", body);
    }
    add("POST", "/_emulator/clock", json!("reset"));
    for body in ["publish", "rotate", "rotate", "revoke_older"] {
        add("POST", "/_emulator/keys", json!(body));
    }
    for body in [
        json!({"after_link": {"session": "ended", "refresh_tokens": "kept"}, "unlink_not_linked": 404}),
        json!({"rate_limit": "free", "expose_rate_limit_headers": true}),
        json!({"rate_limit": "off"}),
        json!({"consent": "ask"}),
    ] {
        add("PATCH", "/_emulator/settings", body);
    }
    add("GET", "/_emulator/state", Value::Null);
    add("GET", "/_emulator", Value::Null);
    add("POST", "/_emulator/reset", Value::Null);
    all
}

/// Resets the tenant.
pub(crate) fn reset(connection: &mut Connection) -> Outcome<()> {
    Command { method: "POST", path: "/_emulator/reset", body: Value::Null }.send(connection)
}

impl Command {
    /// Sends the request, which must succeed.
    pub(crate) fn send(&self, connection: &mut Connection) -> Outcome<()> {
        let body = if self.body.is_null() { String::new() } else { self.body.to_string() };
        let answer = connection.ask(self.method, self.path, &[], &body)?;
        if answer.status < 300 {
            return Ok(());
        }
        Err(format!("{} {} {body} answered {}: {}", self.method, self.path, answer.status, answer.body)
            .into())
    }
}

fn effects() -> [Value; 7] {
    [
        json!({ "answer": { "status": 503, "body": json!({ "message": ON_PURPOSE }).to_string() } }),
        json!({ "answer": { "status": 429, "body": json!({ "message": ON_PURPOSE }).to_string() } }),
        json!({ "delay": 50 }),
        json!("drop"),
        json!("refuse"),
        json!("truncate"),
        json!("not_json"),
    ]
}
