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

/// Header, claims and signature of a valid token.
fn parts() -> [String; 3] {
    let token = token(&claims());
    let parts: Vec<_> = token.secret().split('.').map(str::to_owned).collect();
    parts.try_into().unwrap()
}

/// Cases: ID-01.
#[test]
fn a_valid_token_is_accepted() {
    let claims = judge_claims(&claims()).unwrap();
    assert_eq!(claims.subject.as_str(), "auth0|alice");
    assert_eq!(claims.issuer, ISSUER);
    assert_eq!(claims.expires_at, NOW.plus(36_000));
    assert_eq!(claims.profile.email.as_deref(), Some("alice@example.com"));
    assert!(claims.profile.email_verified);
}

/// Cases: ID-02.
#[test]
fn a_token_has_three_parts_and_none_is_empty() {
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

/// Cases: ID-03.
#[test]
fn every_part_is_strict_base64url() {
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

/// Cases: ID-04.
#[test]
fn a_header_without_a_readable_algorithm_is_refused() {
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

/// Cases: ID-05.
#[test]
fn a_token_without_a_signature_algorithm_is_refused_in_every_spelling() {
    for alg in ["none", "None", "nOnE", "NONE", ""] {
        let header = json!({"alg": alg, "kid": KID}).to_string();
        check_header(&header, IdTokenError::Algorithm);
        let unsigned = format!("{}.{}.", base64url(header.as_bytes()), parts()[1]);
        assert!(judge(&IdToken::new(unsigned)).is_err(), "{alg}");
    }
}

/// Cases: ID-08.
#[test]
fn only_rs256_is_allowed() {
    for alg in ["HS256", "HS512", "RS384", "RS512", "PS256", "ES256", "EdDSA", "rs256", "RS256 ", "unknown"] {
        check_header(&json!({"alg": alg, "kid": KID}).to_string(), IdTokenError::Algorithm);
    }
}

/// Cases: ID-09.
#[test]
fn a_token_with_a_critical_extension_is_refused() {
    for crit in [json!(["exp"]), json!([]), json!(null), json!("b64")] {
        let header = json!({"alg": "RS256", "kid": KID, "crit": crit}).to_string();
        check_header(&header, IdTokenError::Extension("crit"));
    }
}

/// Cases: ID-59.
#[test]
fn a_header_that_changes_the_meaning_of_a_token_is_refused() {
    for (name, value) in [
        ("b64", json!(false)),
        ("b64", json!(true)),
        ("zip", json!("DEF")),
        ("enc", json!("A256GCM")),
        ("cty", json!("JWT")),
        ("cty", json!(null)),
    ] {
        let header = json!({"alg": "RS256", "kid": KID, name: value}).to_string();
        check_header(&header, IdTokenError::Extension(name));
    }
}

/// Cases: ID-60.
#[test]
fn a_token_of_another_type_is_refused() {
    for right in [json!("JWT"), json!("jwt"), json!("Jwt")] {
        let header = json!({"alg": "RS256", "kid": KID, "typ": right}).to_string();
        assert!(judge(&sign(&header, &claims().to_string())).is_ok(), "{header}");
    }
    assert!(judge(&sign(r#"{"alg":"RS256","kid":"key-1"}"#, &claims().to_string())).is_ok(), "no type");
    for other in [
        json!("at+jwt"),
        json!("application/at+jwt"),
        json!("logout+jwt"),
        json!("dpop+jwt"),
        json!("JOSE"),
        json!("JWT "),
        json!(""),
        json!(null),
        json!(7),
        json!(["JWT"]),
    ] {
        let header = json!({"alg": "RS256", "kid": KID, "typ": other}).to_string();
        check_header(&header, IdTokenError::Type);
    }
}

/// Cases: JS-03.
#[test]
fn a_token_with_a_repeated_member_is_refused() {
    let (header, claims) = (header().to_string(), claims().to_string());
    let twice = |text: &str, more: &str| text.replacen('{', &format!("{{{more},"), 1);
    for more in [r#""sub":"auth0|mallory""#, r#""s\u0075b":"auth0|alice""#, r#""x":{"y":[{"z":1,"z":1}]}"#] {
        let token = sign(&header, &twice(&claims, more));
        assert_eq!(judge(&token), Err(IdTokenError::Repeated), "{more}");
    }
    for more in [r#""alg":"none""#, r#""kid":"key-1""#, r#""jwk":{"n":1,"n":2}"#] {
        let token = sign(&twice(&header, more), &claims);
        assert_eq!(judge(&token), Err(IdTokenError::Repeated), "{more}");
    }
}

/// Cases: ID-10.
#[test]
fn a_header_with_a_repeated_member_is_refused() {
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

/// Cases: ID-15.
#[test]
fn a_token_of_more_than_512_kilobytes_is_not_read() {
    let filled = |filler: usize| {
        let mut claims = claims();
        claims["filler"] = json!("x".repeat(filler));
        // Thirty bytes are forty characters: the claims alone decide about the length.
        sign(r#"{"alg":"RS256", "kid":"key-1"}"#, &claims.to_string())
    };
    // Three bytes more are four characters more.
    let near = (MAX_LENGTH - filled(0).secret().len()) / 4 * 3;
    let of_length =
        |length| (near - 3..near + 9).map(filled).find(|token| token.secret().len() == length).unwrap();
    assert!(judge(&of_length(MAX_LENGTH)).is_ok());
    assert_eq!(judge(&of_length(MAX_LENGTH + 2)), Err(IdTokenError::TooLong));
}

/// Cases: ID-15.
#[test]
fn a_picture_inside_a_token_is_read_whole() {
    let picture = format!("data:image/png;base64,{}", "A".repeat(60_000));
    let mut with_picture = claims();
    with_picture["picture"] = json!(picture);
    assert_eq!(judge_claims(&with_picture).unwrap().profile.picture, Some(picture));
}

/// Cases: ID-16.
#[test]
fn claims_that_are_not_an_object_are_refused() {
    for text in ["", "[]", "null", "7", "\"x\"", "{", "{}{}", "\u{feff}{}"] {
        assert_eq!(judge(&sign(&header().to_string(), text)), Err(IdTokenError::Malformed), "{text}");
    }
}

/// Cases: ID-17.
#[test]
fn claims_nested_too_deep_or_with_malformed_numbers_are_refused() {
    let deep = format!("{}{}", r#"{"a":"#.repeat(5_000), "1");
    let arrays = format!(r#"{{"a":{}}}"#, "[".repeat(5_000));
    for text in [deep.as_str(), arrays.as_str(), r#"{"exp":1e}"#, r#"{"a":-}"#] {
        assert_eq!(judge(&sign(&header().to_string(), text)), Err(IdTokenError::Malformed));
    }
}
