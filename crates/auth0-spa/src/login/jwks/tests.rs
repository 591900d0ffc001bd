//! Which keys of a set are used.

use super::*;
use crate::encoding::base64url;

fn set(keys: &str) -> Result<Jwks, JwksError> {
    Jwks::parse(&format!(r#"{{"keys": [{keys}]}}"#))
}

/// A modulus of this many one bits, with an optional leading zero byte.
fn modulus(bits: usize, padded: bool) -> String {
    let mut bytes = vec![0xFF; bits.div_ceil(8)];
    if !bits.is_multiple_of(8) {
        bytes[0] = 0xFF >> (8 - bits % 8);
    }
    if padded {
        bytes.insert(0, 0);
    }
    base64url(&bytes)
}

/// A key with these members besides the needed ones.
fn key(kid: &str, more: &str) -> String {
    format!(r#"{{"kty":"RSA","kid":"{kid}","n":"{}","e":"AQAB"{more}}}"#, modulus(2048, false))
}

fn one() -> String {
    key("a", r#","alg":"RS256","use":"sig","x5c":["x"]"#)
}

fn two() -> String {
    key("b", "")
}

/// Whether a key with this modulus and exponent is used.
fn with_numbers(n: &str, e: &str) -> Result<(), KeyError> {
    let key = format!(r#"{{"kty":"RSA","kid":"a","n":"{n}","e":"{e}"}}"#);
    set(&format!("{key},{}", two())).unwrap().select(Some("a")).map(drop)
}

/// Cases: ID-20, ID-22.
#[test]
fn a_key_is_found_by_its_kid() {
    let third = key("c", "").replace("AQAB", "Aw");
    let jwks = set(&format!("{},{},{third}", one(), two())).unwrap();
    assert_eq!(jwks.select(Some("b")).unwrap().e, "AQAB");
    assert_eq!(jwks.select(Some("c")).unwrap().e, "Aw");
    assert_eq!(jwks.select(Some("d")), Err(KeyError::Unknown));
}

/// Cases: ID-23, ID-24.
#[test]
fn without_kid_only_a_single_key_is_used() {
    assert!(set(&one()).unwrap().select(None).is_ok());
    assert_eq!(set(&format!("{},{}", one(), two())).unwrap().select(None), Err(KeyError::Ambiguous));
}

#[test]
fn two_keys_with_the_same_kid_are_refused() {
    let twins = [one(), key("a", ""), key("a", "").replace("AQAB", "AQ")];
    for twin in &twins {
        let set = set(&format!("{},{twin}", one())).unwrap();
        assert_eq!(set.select(Some("a")), Err(KeyError::Ambiguous), "{twin}");
    }
}

/// Cases: ID-27, ID-28, ID-30.
#[test]
fn keys_for_other_purposes_are_not_used() {
    for other in [
        r#"{"kty":"RSA","kid":"a","alg":"RS512","n":"n","e":"AQAB"}"#,
        r#"{"kty":"RSA","kid":"a","use":"enc","n":"n","e":"AQAB"}"#,
        r#"{"kty":"oct","kid":"a","k":"c2VjcmV0"}"#,
        r#"{"kty":"EC","kid":"a","crv":"P-256","x":"x","y":"y"}"#,
        r#"{"kty":"quantum","kid":"a"}"#,
        r#"{"kid":"a"}"#,
        "7",
    ] {
        assert_eq!(set(other), Err(JwksError::NoKey), "{other}");
        assert!(set(&format!("{other},{}", two())).unwrap().select(Some("b")).is_ok(), "{other}");
    }
}

/// Cases: ID-31.
#[test]
fn an_invalid_key_set_is_refused() {
    for text in ["", "<html>", "[]", r#"{"keys": {}}"#] {
        assert_eq!(Jwks::parse(text), Err(JwksError::NotAKeySet), "{text}");
    }
    assert_eq!(set(""), Err(JwksError::NoKey));
}

/// Cases: ID-57.
#[test]
fn a_key_is_used_only_if_its_members_allow_verification() {
    for more in [
        r#","key_ops":["verify"]"#,
        r#","key_ops":["sign","verify"],"use":"sig""#,
        r#","alg":"RS256""#,
        r#","use":"sig","x5t":"x""#,
    ] {
        assert!(set(&key("a", more)).is_ok(), "{more}");
    }
    for more in [
        r#","key_ops":[]"#,
        r#","key_ops":["sign"]"#,
        r#","key_ops":["encrypt"],"use":"sig""#,
        r#","key_ops":["verify","verify"]"#,
        r#","key_ops":["verify","sign","sign"]"#,
        r#","key_ops":["verify",7]"#,
        r#","key_ops":"verify""#,
        r#","key_ops":null"#,
        r#","use":"enc""#,
        r#","use":"SIG""#,
        r#","use":null"#,
        r#","use":["sig"]"#,
        r#","alg":"rs256""#,
        r#","alg":"RS384""#,
        r#","alg":"PS256""#,
        r#","alg":null"#,
    ] {
        assert_eq!(set(&key("a", more)), Err(JwksError::NoKey), "{more}");
    }
}

/// Cases: ID-58.
#[test]
fn a_weak_key_is_not_used() {
    for bits in [2048, 2049, 2056, 3072, 4096] {
        assert_eq!(with_numbers(&modulus(bits, false), "AQAB"), Ok(()), "{bits}");
        assert_eq!(with_numbers(&modulus(bits, true), "AQAB"), Ok(()), "{bits}");
    }
    for bits in [8, 512, 1024, 2040, 2047] {
        assert_eq!(with_numbers(&modulus(bits, false), "AQAB"), Err(KeyError::Weak), "{bits}");
        assert_eq!(with_numbers(&modulus(bits, true), "AQAB"), Err(KeyError::Weak), "{bits}");
    }
    // A thousand bits after a thousand zeros; empty; an even number.
    let zeros = base64url(&[vec![0; 128], vec![0xFF; 128]].concat());
    let even = base64url(&[vec![0xFF; 255], vec![0xFE]].concat());
    for n in [zeros.as_str(), "", "AAAA", &even] {
        assert_eq!(with_numbers(n, "AQAB"), Err(KeyError::Weak), "{n}");
    }
    // 3 is as valid as 65537; one, zero, empty and even exponents are not.
    let n = modulus(2048, false);
    for e in ["Aw", "AQAB", "AAAD"] {
        assert_eq!(with_numbers(&n, e), Ok(()), "{e}");
    }
    for e in ["", "AA", "AAAA", "AQ", "AAAB", "Ag", "AQAA"] {
        assert_eq!(with_numbers(&n, e), Err(KeyError::Weak), "{e}");
    }
    for (n, e) in [("not+base64url", "AQAB"), (n.as_str(), "AQAB="), (&n, "A")] {
        assert_eq!(with_numbers(n, e), Err(KeyError::Unusable), "{n} {e}");
    }
}

/// Cases: JS-03.
#[test]
fn a_key_set_with_a_repeated_member_is_refused() {
    for (more, around) in
        [(r#","kid":"a""#, ""), (r#","alg":"RS256","alg":"RS256""#, ""), ("", r#""keys":[],"#)]
    {
        let set = format!(r#"{{{around}"keys":[{}]}}"#, key("a", more));
        assert_eq!(Jwks::parse(&set), Err(JwksError::NotAKeySet), "{set}");
    }
}
