//! A whole login: the order of its steps, and the state after each failure.

mod account;
mod configuration;
mod failures;
mod interrupted;
mod link;
mod order;
mod overtaken;
mod storage;

use std::convert::Infallible;
use std::future::ready;

use serde_json::{Value, json};

use super::*;
use crate::login::callback::PageUrl;
use crate::login::callback::RefusalReason;
use crate::login::id_token::IdTokenError;
use crate::login::jwks::JwksError;
use crate::login::return_to::ReturnTo;
use crate::login::token::TokenError;
use crate::login::transaction::TakeError;
use crate::login::{begin, purge};
use crate::session::{Session, SessionError};
use crate::storage::CreateError;
use crate::test_support::http::{Answer, json as answer};
use crate::test_support::keys::SigningKey;
use crate::test_support::now;
use crate::test_support::platform::Page;
use crate::test_support::samples::{ORIGIN, config};
use crate::test_support::tokens::{KID, claims, header, sign_with};

/// The storage key of the session.
const SESSION: &str = "account-linking.session";

const TOKEN: &str = "POST /oauth/token";
const KEYS: &str = "GET /.well-known/jwks.json";

/// The parameters of the URL that the page left for.
struct Left(Vec<(String, String)>);

impl Left {
    fn value(&self, name: &str) -> &str {
        &self.0.iter().find(|(other, _)| other == name).unwrap().1
    }
}

/// Presses the button.
fn leave(page: &Page, intent: Intent) -> Left {
    let url = begin(page, &config(), ORIGIN, ReturnTo::parse("/settings"), intent).unwrap();
    let query = url.split_once('?').unwrap().1;
    Left(form_urlencoded::parse(query.as_bytes()).into_owned().collect())
}

/// Comes back with this query and finishes.
fn come_back(page: &Page, search: &str) -> Result<LoginOutcome, Box<LoginError>> {
    come_back_since(page, Snapshot::take(&page.shared), search)
}

/// Finishes with this query on a page that was loaded earlier.
fn come_back_since(page: &Page, snapshot: Snapshot, search: &str) -> Result<LoginOutcome, Box<LoginError>> {
    let url = PageUrl { path: "/".into(), search: search.into(), hash: String::new() };
    let callback = url.callback("/").unwrap().unwrap();
    finish_with(page, &config(), snapshot, callback)
}

/// Finishes with a configuration that arrives at once.
fn finish_with(
    page: &Page,
    config: &AuthConfig,
    snapshot: Snapshot,
    callback: Callback,
) -> Result<LoginOutcome, Box<LoginError>> {
    let config = ready(Ok::<_, Infallible>(config.clone()));
    let Ok((_, outcome)) = now(finish(page, config, ORIGIN, snapshot, callback));
    outcome.map_err(Box::new)
}

/// Comes back with a code.
fn come_back_with_code(page: &Page, left: &Left) -> Result<LoginOutcome, Box<LoginError>> {
    come_back(page, &format!("?code=C&state={}", left.value("state")))
}

/// The claims of Alice's login.
fn alice(left: &Left) -> Value {
    let mut claims = claims();
    claims["nonce"] = json!(left.value("nonce"));
    claims["auth_time"] = claims["iat"].clone();
    claims
}

/// The token endpoint's answer with these claims, signed by the tenant.
fn tokens(claims: &Value) -> Answer {
    tokens_signed(SigningKey::tenants(), KID, claims)
}

fn tokens_signed(key: &SigningKey, kid: &str, claims: &Value) -> Answer {
    let mut header = header();
    header["kid"] = json!(kid);
    let id_token = sign_with(key, &header.to_string(), &claims.to_string());
    let body = json!({
        "access_token": "the access token", "id_token": id_token.secret(), "token_type": "Bearer",
        "expires_in": 86_400,
    });
    answer(200, &body)
}

/// The tenant's key set.
fn keys() -> Answer {
    answer(200, &json!({"keys": [SigningKey::tenants().jwk(KID)]}))
}
