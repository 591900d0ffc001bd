//! `GET /.well-known/jwks.json` (RFC 7517 §5).

use std::sync::Arc;

use aws_lc_rs::digest::{SHA1_FOR_LEGACY_USE_ONLY, digest};
use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_json::{Value, json};

use crate::emulator::Emulator;
use crate::error::oauth::OAuthError;
use crate::tenant::signing_key::SigningKey;

/// Returns the public keys.
pub(super) async fn jwks(State(emulator): State<Emulator>) -> Response {
    let keys = emulator.tenant().keys.clone();
    match keys.published() {
        Ok(keys) => Json(json!({ "keys": keys.iter().map(jwk).collect::<Vec<Value>>() })).into_response(),
        Err(error) => OAuthError::Internal(error.to_string()).into_response(),
    }
}

fn jwk(key: &Arc<SigningKey>) -> Value {
    json!({
        "kty": "RSA",
        "use": "sig",
        "alg": "RS256",
        "kid": key.kid(),
        "n": key.modulus(),
        "e": key.exponent(),
        "x5t": URL_SAFE_NO_PAD.encode(digest(&SHA1_FOR_LEGACY_USE_ONLY, key.certificate())),
        "x5c": [STANDARD.encode(key.certificate())],
    })
}
