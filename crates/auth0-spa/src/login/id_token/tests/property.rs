//! ID-55 and ID-56: only valid tokens are accepted.

use proptest::prelude::*;
use proptest::sample::select;
use serde_json::Map;

use super::*;
use crate::test_support::tokens::{claims, header, sign};

/// A value that a hostile or broken tenant might put into any claim, right ones among them.
fn value() -> impl Strategy<Value = Value> {
    let interesting = vec![
        json!(null),
        json!(true),
        json!(ISSUER),
        json!(CLIENT_ID),
        json!([CLIENT_ID]),
        json!(NONCE),
        json!("auth0|alice"),
        json!(""),
        json!(NOW.0),
        json!(NOW.0 + 100),
        json!(NOW.0 - 100),
        json!(0),
        json!(-1),
        json!(1e300),
    ];
    prop_oneof![
        4 => select(interesting),
        1 => any::<f64>().prop_map(Value::from),
        1 => "\\PC{0,12}".prop_map(Value::from),
        1 => proptest::collection::vec("[a-z]{0,3}".prop_map(Value::from), 0..3).prop_map(Value::from),
    ]
}

/// Valid claims with a few replaced and a few removed.
fn arbitrary_claims() -> impl Strategy<Value = Value> {
    let name =
        || select(vec!["iss", "aud", "azp", "sub", "nonce", "exp", "iat", "nbf", "auth_time", "email"]);
    let replaced = proptest::collection::vec((name(), value()), 0..3);
    let removed = proptest::collection::vec(name(), 0..2);
    (replaced, removed).prop_map(|(replaced, removed)| {
        let mut claims = claims();
        for (name, value) in replaced {
            claims[name] = value;
        }
        for name in removed {
            claims.as_object_mut().unwrap().remove(name);
        }
        claims
    })
}

/// The rules again, written from the standard, not from the code: OpenID Connect Core section 3.1.3.7.
fn is_right(claims: &Map<String, Value>) -> bool {
    let is = |name: &str, text: &str| claims.get(name) == Some(&json!(text));
    // A time as a user would write one, before the year 10000.
    let seconds = |name: &str| {
        let text = claims.get(name).filter(|value| value.is_number())?.to_string();
        let plain = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
        text.parse().ok().filter(|seconds: &f64| plain && *seconds < 253_402_300_800.0)
    };
    #[expect(clippy::cast_precision_loss, reason = "a time of this century is exact")]
    let now = NOW.0 as f64;
    let has = |name: &str| claims.contains_key(name);

    let from_the_tenant = is("iss", ISSUER);
    let for_us = is("aud", CLIENT_ID) || claims.get("aud") == Some(&json!([CLIENT_ID]));
    let by_us = !has("azp") || is("azp", CLIENT_ID);
    let about_somebody =
        claims.get("sub").and_then(Value::as_str).is_some_and(|s| !s.is_empty() && s.len() < 256);
    let asked_for = is("nonce", NONCE);
    let issued = seconds("iat").map_or(f64::NAN, f64::floor);
    let in_time = seconds("exp").is_some_and(|exp| exp.floor() > now - 60.0 && exp.floor() > issued)
        && (now - 60.0..=now + 60.0).contains(&issued)
        && (!has("nbf") || seconds("nbf").is_some_and(|nbf| nbf.floor() <= now + 60.0));
    let fresh = seconds("auth_time")
        .is_some_and(|at| at.floor() >= now - 60.0 && (at.floor() - issued).abs() <= 60.0);
    from_the_tenant && for_us && by_us && about_somebody && asked_for && in_time && fresh
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    /// Cases: ID-55.
    #[test]
    fn a_token_with_one_changed_byte_is_never_accepted(position in any::<proptest::sample::Index>(), byte in any::<u8>()) {
        let token = token(&claims());
        let mut bytes = token.secret().as_bytes().to_vec();
        let position = position.index(bytes.len());
        prop_assume!(bytes[position] != byte);
        bytes[position] = byte;
        // A token is text; invalid UTF-8 never gets here.
        if let Ok(text) = String::from_utf8(bytes) {
            prop_assert!(judge(&IdToken::new(text)).is_err());
        }
    }

    /// Cases: ID-56.
    #[test]
    fn claims_are_valid_exactly_when_every_rule_holds(claims in arbitrary_claims()) {
        let token = sign(&header().to_string(), &claims.to_string());
        let believed = judge_at(&token, NOW, 60, Some(NOW)).is_ok();
        // The text of the token counts: `serde_json` writes numbers out of range as `null`.
        let said: Value = serde_json::from_str(&claims.to_string()).unwrap();
        prop_assert_eq!(believed, is_right(said.as_object().unwrap()), "{}", claims);
    }

    /// Cases: ID-56.
    #[test]
    fn any_text_as_a_token_is_refused_without_a_crash(text in "\\PC{0,200}|[A-Za-z0-9_-]{0,60}(\\.[A-Za-z0-9_-]{0,60}){2}") {
        prop_assert!(judge(&IdToken::new(text)).is_err());
    }
}
