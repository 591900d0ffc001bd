//! ID-06 and ID-11 to ID-28: signatures and the keys behind them.

use aws_lc_rs::hmac;

use super::*;
use crate::encoding::{base64url, from_base64url};
use crate::signature::RsaPublicKey;
use crate::test_support::tokens::{claims, header, sign, sign_with};

/// Validates a valid token against a key set of these keys.
fn judge_with_keys(keys: &[Value]) -> Result<(), IdTokenError> {
    let jwks = Jwks::parse(&json!({ "keys": keys }).to_string()).unwrap();
    let token = token(&claims());
    now(UnverifiedIdToken::parse(&token)?.verify(&jwks, &NativeVerifier)).map(drop)
}

/// Cases: ID-06.
#[test]
fn hs256_with_the_public_key_as_secret_is_refused() {
    for secret in [SigningKey::tenants().n(), SigningKey::tenants().jwk(KID).to_string()] {
        let header = json!({"alg": "HS256", "kid": KID}).to_string();
        let input =
            format!("{}.{}", base64url(header.as_bytes()), base64url(claims().to_string().as_bytes()));
        let key = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
        let token = format!("{input}.{}", base64url(hmac::sign(&key, input.as_bytes()).as_ref()));
        assert_eq!(judge(&IdToken::new(token)), Err(IdTokenError::Algorithm));
    }
}

/// Cases: ID-11.
#[test]
fn keys_inside_a_token_are_ignored() {
    let stranger = SigningKey::strangers();
    let mut header = header();
    header["jwk"] = stranger.jwk(KID);
    header["jku"] = json!("https://evil.example/jwks.json");
    header["x5u"] = json!("https://evil.example/cert");
    header["x5c"] = json!(["AAAA"]);
    let forged = sign_with(stranger, &header.to_string(), &claims().to_string());
    assert_eq!(judge(&forged), Err(IdTokenError::Signature));
    assert!(judge(&sign(&header.to_string(), &claims().to_string())).is_ok());
}

/// Cases: ID-12.
#[test]
fn one_flipped_bit_in_any_part_is_found() {
    let token = token(&claims());
    let parts: Vec<_> = token.secret().split('.').collect();
    for (index, part) in parts.iter().enumerate() {
        let bytes = from_base64url(part).unwrap();
        for position in [0, bytes.len() / 2, bytes.len() - 1] {
            let mut flipped = bytes.clone();
            flipped[position] ^= 1;
            let flipped = base64url(&flipped);
            let mut forged = parts.clone();
            forged[index] = &flipped;
            assert!(judge(&IdToken::new(forged.join("."))).is_err(), "part {index}, byte {position}");
        }
    }
}

/// Cases: ID-12.
#[test]
fn claims_cannot_be_moved_under_another_signature() {
    let alice = token(&claims());
    let mut other = claims();
    other["sub"] = json!("auth0|mallory");
    let mallory = token(&other);
    let (_, signature) = alice.secret().rsplit_once('.').unwrap();
    let (input, _) = mallory.secret().rsplit_once('.').unwrap();
    assert_eq!(judge(&IdToken::new(format!("{input}.{signature}"))), Err(IdTokenError::Signature));
}

/// Cases: ID-13.
#[test]
fn an_empty_or_short_signature_is_refused() {
    let token = token(&claims());
    let (input, signature) = token.secret().rsplit_once('.').unwrap();
    assert_eq!(judge(&IdToken::new(format!("{input}."))), Err(IdTokenError::Malformed));
    let short = base64url(&from_base64url(signature).unwrap()[..255]);
    for signature in ["AAAA", short.as_str()] {
        assert_eq!(judge(&IdToken::new(format!("{input}.{signature}"))), Err(IdTokenError::Signature));
    }
}

/// Cases: ID-14.
#[test]
fn another_key_with_the_same_kid_is_refused() {
    let forged = sign_with(SigningKey::strangers(), &header().to_string(), &claims().to_string());
    assert_eq!(judge(&forged), Err(IdTokenError::Signature));
}

/// Cases: ID-20.
#[test]
fn the_key_of_the_kid_is_used_among_several() {
    let (own, other) = (SigningKey::tenants(), SigningKey::strangers());
    assert_eq!(judge_with_keys(&[other.jwk("old"), own.jwk(KID)]), Ok(()));
    assert_eq!(judge_with_keys(&[own.jwk("old"), other.jwk(KID)]), Err(IdTokenError::Signature));
}

/// Cases: ID-22.
#[test]
fn an_unknown_kid_is_refused_even_if_another_key_would_fit() {
    let keys = [SigningKey::tenants().jwk("another")];
    assert_eq!(judge_with_keys(&keys), Err(IdTokenError::Key(KeyError::Unknown)));
}

/// Cases: ID-23, ID-24.
#[test]
fn a_token_without_kid_is_verified_only_if_there_is_one_key() {
    let token = sign(&json!({"alg": "RS256"}).to_string(), &claims().to_string());
    assert!(judge(&token).is_ok());

    let two = json!({"keys": [SigningKey::tenants().jwk("a"), SigningKey::strangers().jwk("b")]});
    let two = Jwks::parse(&two.to_string()).unwrap();
    let verified = now(UnverifiedIdToken::parse(&token).unwrap().verify(&two, &NativeVerifier));
    assert_eq!(verified.map(drop), Err(IdTokenError::Key(KeyError::Ambiguous)));
}

/// Cases: ID-25, ID-27.
#[test]
fn a_key_for_another_purpose_is_not_used_whatever_its_kid() {
    for (member, value) in [("alg", "RS512"), ("alg", "PS256"), ("use", "enc")] {
        let mut key = SigningKey::tenants().jwk(KID);
        key[member] = json!(value);
        let refused = judge_with_keys(&[key, SigningKey::strangers().jwk("other")]);
        assert_eq!(refused, Err(IdTokenError::Key(KeyError::Unknown)), "{member} {value}");
    }
}

/// Cases: ID-26.
#[test]
fn two_keys_of_the_same_kid_are_refused() {
    let keys = [SigningKey::tenants().jwk(KID), SigningKey::strangers().jwk(KID)];
    assert_eq!(judge_with_keys(&keys), Err(IdTokenError::Key(KeyError::Ambiguous)));
}

/// Cases: ID-29.
#[test]
fn a_key_that_cannot_be_used_verifies_nothing() {
    let mut broken = SigningKey::tenants().jwk(KID);
    broken["n"] = json!("not+base64url");
    assert_eq!(judge_with_keys(&[broken]), Err(IdTokenError::Key(KeyError::Unusable)));

    let mut short = SigningKey::tenants().jwk(KID);
    short["n"] = json!(base64url(&[0xC5; 128]));
    assert_eq!(judge_with_keys(&[short]), Err(IdTokenError::Key(KeyError::Weak)), "1024 bits");
}

/// Cases: TX-27.
#[test]
fn a_token_that_cannot_be_verified_is_refused() {
    struct Insecure;
    impl SignatureVerifier for Insecure {
        async fn verify_rs256(&self, _: &RsaPublicKey, _: &[u8], _: &[u8]) -> Result<bool, SignatureError> {
            Err(SignatureError::Unavailable)
        }
    }
    let token = token(&claims());
    let verified = now(UnverifiedIdToken::parse(&token).unwrap().verify(&jwks(), &Insecure));
    assert_eq!(verified.map(drop), Err(IdTokenError::CannotVerify(SignatureError::Unavailable)));
}
