//! ID-01 to ID-17: the form of the token, and its header.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE;

use super::*;
use crate::encoding::base64url;
use crate::test_support::tokens::{claims, header, sign, sign_with};

fn check_text(text: &str, expected: IdTokenError) {
    assert_eq!(judge(&IdToken::new(text)), Err(expected), "{}", text.get(..60).unwrap_or(text));
}

fn check_header(header: &str, expected: IdTokenError) {
    assert_eq!(judge(&sign(header, &claims().to_string())), Err(expected), "{header}");
}

/// Header, claims and signature of a right token.
fn parts() -> [String; 3] {
    let token = token(&claims());
    let parts: Vec<_> = token.secret().split('.').map(str::to_owned).collect();
    parts.try_into().unwrap()
}

#[test]
fn id_01_a_right_token_is_believed() {
    let claims = judge_claims(&claims()).unwrap();
    assert_eq!(claims.subject.as_str(), "auth0|alice");
    assert_eq!(claims.issuer, ISSUER);
    assert_eq!(claims.expires_at, NOW.plus(36_000));
    assert_eq!(claims.profile.email.as_deref(), Some("alice@example.com"));
    assert!(claims.profile.email_verified);
}

#[test]
fn id_02_a_token_has_three_parts_and_none_is_empty() {
    let [header, claims, signature] = parts();
    for text in [
        String::new(),
        "...".into(),
        header.clone(),
        format!("{header}.{claims}"),
        format!("{header}.{claims}."),
        format!("{header}..{signature}"),
        format!(".{claims}.{signature}"),
        format!("{header}.{claims}.{signature}."),
        format!("{header}.{claims}.{signature}.{signature}"),
        format!("{header}.{claims}.{signature}.{signature}.{signature}"),
    ] {
        check_text(&text, IdTokenError::Malformed);
    }
}

#[test]
fn id_03_every_part_is_strict_base64url() {
    let parts = parts();
    for index in 0..3 {
        for spoil in [
            |part: &str| format!("{part}="),
            |part: &str| format!("{part} "),
            |part: &str| format!("+{}", &part[1..]),
            |part: &str| format!("/{}", &part[1..]),
            |part: &str| format!("\n{part}"),
            |part: &str| format!("ü{}", &part[1..]),
        ] {
            let mut spoiled = parts.clone();
            spoiled[index] = spoil(&parts[index]);
            check_text(&spoiled.join("."), IdTokenError::Malformed);
        }
    }
    let padded = URL_SAFE.encode(header().to_string() + "  ");
    assert!(padded.ends_with('='));
    check_text(&format!("{padded}.{}.{}", parts[1], parts[2]), IdTokenError::Malformed);
}

#[test]
fn id_04_a_header_without_a_readable_algorithm_is_refused() {
    for header in ["[]", "7", "null", "\"RS256\"", "{", "RS256"] {
        check_header(header, IdTokenError::Malformed);
    }
    for header in [r"{}", r#"{"alg":null}"#, r#"{"ALG":"RS256"}"#] {
        check_header(header, IdTokenError::Algorithm);
    }
    for header in [r#"{"alg":["RS256"]}"#, r#"{"alg":7}"#, r#"{"alg":"RS256","kid":7}"#] {
        assert!(judge(&sign(header, &claims().to_string())).is_err(), "{header}");
    }
}

#[test]
fn id_05_a_token_without_a_signature_algorithm_is_refused_in_every_spelling() {
    for alg in ["none", "None", "nOnE", "NONE", ""] {
        let header = json!({"alg": alg, "kid": KID}).to_string();
        check_header(&header, IdTokenError::Algorithm);
        let unsigned = format!("{}.{}.", base64url(header.as_bytes()), parts()[1]);
        assert!(judge(&IdToken::new(unsigned)).is_err(), "{alg}");
    }
}

#[test]
fn id_08_only_rs256_is_allowed() {
    for alg in ["HS256", "HS512", "RS384", "RS512", "PS256", "ES256", "EdDSA", "rs256", "RS256 ", "unknown"] {
        check_header(&json!({"alg": alg, "kid": KID}).to_string(), IdTokenError::Algorithm);
    }
}

#[test]
fn id_09_a_demand_for_an_extension_is_refused() {
    for crit in [json!(["exp"]), json!([]), json!(null), json!("b64")] {
        let header = json!({"alg": "RS256", "kid": KID, "crit": crit}).to_string();
        check_header(&header, IdTokenError::CriticalExtension);
    }
}

#[test]
fn id_10_a_header_that_says_a_thing_twice_cannot_get_around_the_algorithm_or_the_key() {
    for header in
        [r#"{"alg":"RS256","alg":"none","kid":"key-1"}"#, r#"{"alg":"RS256","kid":"key-1","kid":"other"}"#]
    {
        assert!(judge(&sign(header, &claims().to_string())).is_err(), "{header}");
    }
    for header in
        [r#"{"alg":"none","alg":"RS256","kid":"key-1"}"#, r#"{"alg":"RS256","kid":"other","kid":"key-1"}"#]
    {
        let forged = sign_with(SigningKey::strangers(), header, &claims().to_string());
        assert!(judge(&forged).is_err(), "{header}");
    }
}

#[test]
fn id_15_a_token_of_more_than_64_kilobytes_is_not_read() {
    let filled = |filler: usize| {
        let mut claims = claims();
        claims["filler"] = json!("x".repeat(filler));
        // Thirty bytes are forty characters: the claims alone decide about the length.
        sign(r#"{"alg":"RS256", "kid":"key-1"}"#, &claims.to_string())
    };
    // Three bytes more are four characters more.
    let near = (64 * 1024 - filled(0).secret().len()) / 4 * 3;
    let of_length =
        |length| (near - 3..near + 9).map(filled).find(|token| token.secret().len() == length).unwrap();
    assert!(judge(&of_length(64 * 1024)).is_ok());
    assert_eq!(judge(&of_length(64 * 1024 + 2)), Err(IdTokenError::Malformed));
}

#[test]
fn id_16_claims_that_are_no_object_are_refused() {
    for text in ["", "[]", "null", "7", "\"x\"", "{", "{}{}", "\u{feff}{}"] {
        assert_eq!(judge(&sign(&header().to_string(), text)), Err(IdTokenError::Malformed), "{text}");
    }
}

#[test]
fn id_17_absurd_json_is_refused_without_a_crash() {
    let deep = format!("{}{}", r#"{"a":"#.repeat(5_000), "1");
    let arrays = format!(r#"{{"a":{}}}"#, "[".repeat(5_000));
    for text in [deep.as_str(), arrays.as_str(), r#"{"exp":1e}"#, r#"{"a":-}"#] {
        assert_eq!(judge(&sign(&header().to_string(), text)), Err(IdTokenError::Malformed));
    }
}
