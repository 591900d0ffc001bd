//! The ID token validator: any token, and what a believed one must say.
//!
//! No input that is tried can carry a right signature, so here every signature is right: what is left to lie with is
//! everything else.

use auth0_spa::json::{self, Map, Value};
use auth0_spa::login::id_token::{Expectations, UnverifiedIdToken};
use auth0_spa::login::jwks::Jwks;
use auth0_spa::secret::{IdToken, Nonce};
use auth0_spa::{RsaPublicKey, SignatureError, SignatureVerifier, UnixTime};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use futures_util::FutureExt as _;

const NOW: UnixTime = UnixTime(1_800_000_000);
const LEEWAY: i64 = 60;
const ISSUER: &str = "https://acme.eu.auth0.com/";
const CLIENT_ID: &str = "aB3";
const NONCE: &str = "n-0S6_WzA2Mj";

/// Judges a token: a header and claims as JSON, with a line break between them, or without one the token's own text.
///
/// # Panics
///
/// When a token is believed that `OpenID` Connect Core section 3.1.3.7 does not allow.
pub(crate) fn check(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let token = match text.split_once('\n') {
        Some((header, claims)) => {
            [header, claims, "signed"].map(|part| URL_SAFE_NO_PAD.encode(part)).join(".")
        }
        None => text.to_owned(),
    };
    let believed = is_believed(&IdToken::new(token.clone()));
    assert!(!believed || is_right(&token), "believed: {token}");
}

fn is_believed(token: &IdToken) -> bool {
    // A modulus of 2048 bits that are all one.
    let n = format!("{}w", "_".repeat(341));
    let keys = format!(r#"{{"keys": [{{"kty": "RSA", "kid": "key-1", "n": "{n}", "e": "AQAB"}}]}}"#);
    let (Ok(keys), Ok(token)) = (Jwks::parse(&keys), UnverifiedIdToken::parse(token)) else { return false };
    let Some(Ok(signed)) = token.verify(&keys, &Credulous).now_or_never() else { return false };
    let nonce = Nonce::new(NONCE);
    let expected = Expectations {
        issuer: ISSUER,
        client_id: CLIENT_ID,
        nonce: &nonce,
        begun_at: NOW,
        fresh: true,
        leeway: LEEWAY,
    };
    signed.claims(&expected, NOW).is_ok()
}

/// The rules once more, written from the standards and not from the code.
fn is_right(token: &str) -> bool {
    let parts: Vec<_> = token.split('.').collect();
    let [header, claims, signature] = parts.as_slice() else { return false };
    let (Some(header), Some(claims)) = (object(header), object(claims)) else { return false };
    let is = |members: &Map<String, Value>, name: &str, text: &str| {
        members.get(name).and_then(Value::as_str) == Some(text)
    };
    let absent_or = |name: &str, text: &str| !claims.contains_key(name) || is(&claims, name, text);

    let by_the_tenant = !signature.is_empty()
        && is(&header, "alg", "RS256")
        && !["crit", "b64", "cty", "zip", "enc"].iter().any(|name| header.contains_key(*name))
        && header
            .get("typ")
            .is_none_or(|kind| kind.as_str().is_some_and(|kind| kind.to_lowercase() == "jwt"))
        && (!header.contains_key("kid") || is(&header, "kid", "key-1"));
    let only_us = Value::Array(vec![CLIENT_ID.into()]);
    let for_us =
        (is(&claims, "aud", CLIENT_ID) || claims.get("aud") == Some(&only_us)) && absent_or("azp", CLIENT_ID);
    let about_somebody = claims
        .get("sub")
        .and_then(Value::as_str)
        .is_some_and(|subject| !subject.is_empty() && subject.len() < 256);
    // Seconds from now, without their fraction. A time that is not written in plain digits, or beyond all reason, is none.
    let offset = |name: &str| {
        let text = claims.get(name)?.as_number()?.as_str();
        let plain = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
        let seconds = text.parse().ok().filter(|seconds: &f64| plain && *seconds < 253_402_300_800.0)?;
        Some(seconds.trunc() - 1_800_000_000.0)
    };
    let issued = offset("iat").unwrap_or(f64::NAN);
    let in_time = offset("exp").is_some_and(|ends| ends > -60.0 && ends > issued)
        && (-60.0..=60.0).contains(&issued)
        && (!claims.contains_key("nbf") || offset("nbf").is_some_and(|begins| begins <= 60.0))
        && offset("auth_time").is_some_and(|login| login >= -60.0 && (login - issued).abs() <= 60.0);
    by_the_tenant
        && is(&claims, "iss", ISSUER)
        && is(&claims, "nonce", NONCE)
        && for_us
        && about_somebody
        && in_time
}

fn object(part: &str) -> Option<Map<String, Value>> {
    let text = String::from_utf8(URL_SAFE_NO_PAD.decode(part).ok()?).ok()?;
    match json::read(&text) {
        Ok(Value::Object(members)) => Some(members),
        _ => None,
    }
}

/// Takes every signature for right.
struct Credulous;

impl SignatureVerifier for Credulous {
    async fn verify_rs256(&self, _: &RsaPublicKey, _: &[u8], _: &[u8]) -> Result<bool, SignatureError> {
        Ok(true)
    }
}
