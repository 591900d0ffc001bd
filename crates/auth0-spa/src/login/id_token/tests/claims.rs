//! ID-40 to ID-53, without the times: issuer, audience and subject.

use super::*;
use crate::display_text::DisplayText;
use crate::test_support::tokens::{claims, claims_with, claims_without};

fn check(name: &str, value: &Value, expected: Claim) {
    let judged = judge_claims(&claims_with(name, value.clone()));
    assert_eq!(judged, Err(IdTokenError::Claim(expected)), "{name}: {value}");
}

fn check_missing(name: &str, expected: Claim) {
    assert_eq!(judge_claims(&claims_without(name)), Err(IdTokenError::Claim(expected)), "no {name}");
}

/// Cases: ID-40.
#[test]
fn only_the_exact_issuer_is_accepted() {
    for value in [
        json!("https://evil.example/"),
        json!("https://acme.eu.auth0.com"),
        json!("https://acme.eu.auth0.com//"),
        json!("http://acme.eu.auth0.com/"),
        json!("https://ACME.eu.auth0.com/"),
        json!([ISSUER]),
        json!({"iss": ISSUER}),
        json!(7),
        json!(null),
        json!(""),
    ] {
        check("iss", &value, Claim::Issuer);
    }
    check_missing("iss", Claim::Issuer);
}

/// Cases: ID-41.
#[test]
fn a_token_for_another_or_a_further_audience_is_refused() {
    assert!(judge_claims(&claims_with("aud", json!([CLIENT_ID]))).is_ok());
    for value in [
        json!("other"),
        json!(""),
        json!([]),
        json!(["other"]),
        json!([CLIENT_ID, "other"]),
        json!([CLIENT_ID, CLIENT_ID]),
        json!([[CLIENT_ID]]),
        json!([7]),
        json!([null]),
        json!([CLIENT_ID, 7]),
        json!({"aud": CLIENT_ID}),
        json!(7),
        json!(null),
    ] {
        check("aud", &value, Claim::Audience);
    }
    check_missing("aud", Claim::Audience);
}

/// Cases: ID-41.
#[test]
fn several_audiences_are_refused_even_when_we_are_the_authorized_party() {
    let mut several = claims_with("aud", json!([CLIENT_ID, "https://acme.eu.auth0.com/userinfo"]));
    several["azp"] = json!(CLIENT_ID);
    assert_eq!(judge_claims(&several), Err(IdTokenError::Claim(Claim::Audience)));
}

/// Cases: ID-41.
#[test]
fn another_authorized_party_is_refused() {
    assert!(judge_claims(&claims_with("azp", json!(CLIENT_ID))).is_ok());
    for value in [json!("other"), json!(""), json!(7), json!(null), json!([CLIENT_ID])] {
        check("azp", &value, Claim::AuthorizedParty);
    }
}

/// Cases: ID-42.
#[test]
fn the_subject_is_a_string_of_1_to_255_bytes() {
    assert!(judge_claims(&claims_with("sub", json!("x".repeat(255)))).is_ok());
    for value in
        [json!(""), json!("x".repeat(256)), json!("ü".repeat(128)), json!(7), json!(null), json!(["a"])]
    {
        check("sub", &value, Claim::Subject);
    }
    check_missing("sub", Claim::Subject);
}

/// Cases: ID-47.
#[test]
fn another_nonce_than_the_one_sent_is_refused() {
    for value in [json!("other"), json!("The nonce"), json!(""), json!(7), json!(null), json!([NONCE])] {
        check("nonce", &value, Claim::Nonce);
    }
    check_missing("nonce", Claim::Nonce);
}

/// Cases: ID-51.
#[test]
fn unknown_claims_change_nothing() {
    let mut more = claims();
    more["https://example.com/roles"] = json!(["admin"]);
    more["sid"] = json!("x");
    more["amr"] = json!(null);
    assert_eq!(judge_claims(&more), judge_claims(&claims()));
}

/// The app asks for no organization, so one in a token is ignored.
///
/// Cases: ID-50.
#[test]
fn an_organization_that_nobody_asked_for_changes_nothing() {
    for value in [json!("org_1"), json!("Acme"), json!(7), json!(null), json!(["org_1"])] {
        let mut more = claims_with("org_id", value.clone());
        more["org_name"] = value;
        assert_eq!(judge_claims(&more), judge_claims(&claims()));
    }
}

/// Cases: ID-52.
#[test]
fn a_missing_or_malformed_profile_does_not_prevent_a_login() {
    let mut bare = claims();
    for name in ["name", "email", "email_verified"] {
        bare.as_object_mut().unwrap().remove(name);
    }
    let profile = judge_claims(&bare).unwrap().profile;
    assert_eq!((profile.label(), profile.email_verified), (None, false));

    for value in [json!(7), json!(null), json!([]), json!({}), json!("")] {
        let mut odd = claims();
        for name in ["name", "nickname", "email", "picture"] {
            odd[name] = value.clone();
        }
        assert_eq!(judge_claims(&odd).unwrap().profile.label(), None, "{value}");
    }
}

/// Cases: ID-53.
#[test]
fn an_address_is_verified_only_when_the_claim_is_true() {
    for value in [json!("true"), json!(1), json!("yes"), json!(null), json!([true]), json!(false)] {
        let profile = judge_claims(&claims_with("email_verified", value.clone())).unwrap().profile;
        assert!(!profile.email_verified, "{value}");
    }
}

#[test]
fn the_label_is_the_address_then_the_name_then_the_nickname() {
    let mut person = claims_with("nickname", json!("ally"));
    for (expected, next) in [("alice@example.com", "email"), ("Alice", "name"), ("ally", "nickname")] {
        assert_eq!(judge_claims(&person).unwrap().profile.label(), DisplayText::new(expected));
        person.as_object_mut().unwrap().remove(next);
    }
}
