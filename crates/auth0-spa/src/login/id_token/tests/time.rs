//! ID-43 to ID-49: the times in a token, against a clock that is an argument.

use super::*;
use crate::test_support::tokens::{claims, claims_with, claims_without, header, sign};

/// Judges a token whose claim is `offset` seconds from now.
fn at(name: &str, offset: i64, leeway: i64) -> Result<(), IdTokenError> {
    judge_at(&token(&claims_with(name, json!(NOW.0 + offset))), NOW, leeway, None).map(drop)
}

/// Judges a token that was issued `issued` seconds from now, of a login that was begun `begun` seconds from now.
fn issued(issued: i64, begun: i64) -> Result<(), IdTokenError> {
    let mut claims = claims_with("iat", json!(NOW.0 + issued));
    claims["auth_time"] = claims["iat"].clone();
    let nonce = Nonce::new(NONCE);
    let begun_at = NOW.plus(begun);
    let expected = Expectations {
        issuer: ISSUER,
        client_id: CLIENT_ID,
        nonce: &nonce,
        begun_at,
        fresh: false,
        leeway: 60,
    };
    let token = token(&claims);
    let signed = now(UnverifiedIdToken::parse(&token)?.verify(&jwks(), &NativeVerifier))?;
    signed.claims(&expected, NOW).map(drop)
}

/// Judges a link login that was started now; `auth_time` is what it says.
fn fresh(auth_time: Option<Value>) -> Result<(), IdTokenError> {
    let claims = match auth_time {
        Some(value) => claims_with("auth_time", value),
        None => claims_without("auth_time"),
    };
    judge_at(&token(&claims), NOW, 60, Some(NOW)).map(drop)
}

/// Values that are not a time.
fn no_times() -> [Value; 9] {
    [
        json!("1800000000"),
        json!(-1),
        json!(-0.5),
        json!(null),
        json!(true),
        json!([]),
        json!({}),
        json!(1e300),
        json!(253_402_300_800_i64),
    ]
}

/// Cases: ID-43.
#[test]
fn a_token_is_valid_until_its_expiry_plus_leeway() {
    assert_eq!(at("exp", 1, 60), Ok(()));
    assert_eq!(at("exp", -4, 5), Ok(()));
    // It was issued before its end, and that was just now by the tenant's clock.
    assert_eq!(at("exp", -5, 5), Err(IdTokenError::Clock { ahead: 10 }));
    assert_eq!(at("exp", -9, 5), Err(IdTokenError::Clock { ahead: 10 }));
}

/// Cases: ID-43.
#[test]
fn a_token_that_ends_before_it_was_issued_is_refused() {
    for offset in [-10, -11, -3600] {
        assert_eq!(at("exp", offset, 60), Err(IdTokenError::Claim(Claim::Expiry)), "{offset}");
    }
    assert_eq!(at("exp", -9, 60), Ok(()));
}

/// Cases: ID-43.
#[test]
fn a_time_that_is_not_plain_digits_is_refused() {
    let written = |number: &str| {
        let text = claims_with("exp", json!("exp"))
            .to_string()
            .replace(r#""exp":"exp""#, &format!(r#""exp":{number}"#));
        judge(&sign(&header().to_string(), &text)).map(|claims| claims.expires_at.0)
    };
    assert_eq!(written("253402300799"), Ok(253_402_300_799), "the end of the year 9999");
    assert_eq!(written("1800000100.0"), Ok(1_800_000_100));
    for number in [
        "18e8",
        "1.8000001e9",
        "1800000100e0",
        "-0",
        "-1800000100",
        "9e99999",
        "99999999999999999999",
        "253402300800",
    ] {
        assert_eq!(written(number), Err(IdTokenError::Claim(Claim::Expiry)), "{number}");
    }
}

/// Cases: ID-43.
#[test]
fn an_invalid_expiry_is_refused() {
    for value in no_times() {
        let judged = judge_claims(&claims_with("exp", value.clone()));
        assert_eq!(judged, Err(IdTokenError::Claim(Claim::Expiry)), "{value}");
    }
    assert_eq!(judge_claims(&claims_without("exp")), Err(IdTokenError::Claim(Claim::Expiry)));
}

/// Cases: ID-43.
#[test]
fn the_fraction_of_a_time_is_cut_off() {
    let claims = judge_claims(&claims_with("exp", json!(1_800_000_100.9))).unwrap();
    assert_eq!(claims.expires_at, UnixTime(1_800_000_100));
}

/// Cases: ID-44.
#[test]
fn without_leeway_times_are_compared_exactly() {
    assert_eq!(at("exp", 1, 0), Ok(()));
    // The token was issued ten seconds before: without leeway even that counts as a wrong clock.
    assert_eq!(at("exp", 0, 0), Err(IdTokenError::Clock { ahead: 10 }));
    assert_eq!(at("iat", 0, 0), Ok(()));
    assert_eq!(at("iat", 1, 0), Err(IdTokenError::Clock { ahead: -1 }));
    assert_eq!(at("nbf", 1, 0), Err(IdTokenError::NotYetValid));
}

/// Cases: ID-45.
#[test]
fn a_token_is_not_valid_before_nbf() {
    assert_eq!(at("nbf", -1, 60), Ok(()));
    assert_eq!(at("nbf", 60, 60), Ok(()));
    assert_eq!(at("nbf", 61, 60), Err(IdTokenError::NotYetValid));
    for value in no_times() {
        let judged = judge_claims(&claims_with("nbf", value.clone()));
        assert_eq!(judged, Err(IdTokenError::Claim(Claim::NotBefore)), "{value}");
    }
}

/// Cases: ID-46.
#[test]
fn a_token_with_a_future_or_invalid_iat_is_refused() {
    assert_eq!(at("iat", 60, 60), Ok(()));
    assert_eq!(at("iat", 61, 60), Err(IdTokenError::Clock { ahead: -61 }));
    for value in no_times() {
        let judged = judge_claims(&claims_with("iat", value.clone()));
        assert_eq!(judged, Err(IdTokenError::Claim(Claim::IssuedAt)), "{value}");
    }
    assert_eq!(judge_claims(&claims_without("iat")), Err(IdTokenError::Claim(Claim::IssuedAt)));
}

/// Cases: ID-46.
#[test]
fn a_token_older_than_its_login_is_refused() {
    for begun in [0, -60, -600] {
        assert_eq!(issued(begun - 60, begun), Ok(()), "{begun}");
        assert_eq!(issued(0, begun), Ok(()), "{begun}");
        for too_old in [begun - 61, begun - 3600, begun - 7 * 86_400] {
            assert_eq!(
                issued(too_old, begun),
                Err(IdTokenError::Clock { ahead: -too_old }),
                "{too_old} {begun}"
            );
        }
    }
}

/// Cases: ID-48, LF-16.
#[test]
fn a_login_older_than_the_click_is_not_fresh() {
    for (offset, expected) in [
        (0, Ok(())),
        (-60, Ok(())),
        // The token itself was issued ten seconds ago.
        (50, Ok(())),
        (51, Err(IdTokenError::Claim(Claim::AuthTime))),
        (-61, Err(IdTokenError::NotFresh)),
        (-86_400, Err(IdTokenError::NotFresh)),
    ] {
        assert_eq!(fresh(Some(json!(NOW.0 + offset))), expected, "{offset}");
    }
}

/// Cases: ID-48, LF-17.
#[test]
fn a_login_without_auth_time_is_not_fresh() {
    assert_eq!(fresh(None), Err(IdTokenError::NotFresh));
    for value in no_times() {
        assert_eq!(fresh(Some(value.clone())), Err(IdTokenError::Claim(Claim::AuthTime)), "{value}");
    }
}

/// Cases: ID-49.
#[test]
fn a_plain_login_need_not_be_fresh() {
    assert!(judge_claims(&claims_without("auth_time")).is_ok());
    assert!(judge_claims(&claims_with("auth_time", json!(1))).is_ok());
    assert!(judge_claims(&claims()).is_ok());
}

/// Cases: ID-49.
#[test]
fn an_auth_time_that_is_invalid_or_after_iat_is_refused() {
    for value in no_times().into_iter().chain([json!(NOW.0 + 51), json!(NOW.0 + 86_400)]) {
        let judged = judge_claims(&claims_with("auth_time", value.clone()));
        assert_eq!(judged, Err(IdTokenError::Claim(Claim::AuthTime)), "{value}");
    }
}

/// Validates a token of a second login that started ten seconds before, with a clock that is `ahead` of the tenant's.
fn on_a_device(ahead: i64) -> Result<(), IdTokenError> {
    let device = NOW.plus(ahead);
    judge_at(&token(&claims()), device, 60, Some(device.plus(-10))).map(drop)
}

/// Cases: ID-54.
#[test]
fn a_wrong_clock_is_reported_with_its_offset() {
    for ahead in [-50, 0, 50] {
        assert_eq!(on_a_device(ahead), Ok(()), "{ahead}");
    }
    // The token was issued ten seconds before.
    for ahead in [-86_400, -600, 600, 86_400] {
        assert_eq!(on_a_device(ahead), Err(IdTokenError::Clock { ahead: ahead + 10 }), "{ahead}");
    }
}

/// Cases: ID-54.
#[test]
fn a_login_that_is_old_by_the_tenants_clock_is_refused_whatever_the_devices_clock_says() {
    let device = NOW.plus(600);
    let judge = |claims: &Value| judge_at(&token(claims), device, 60, Some(device.plus(-10)));
    for auth_time in [NOW.0 - 86_400, NOW.0 - 200, NOW.0 - 81] {
        let judged = judge(&claims_with("auth_time", json!(auth_time)));
        assert_eq!(judged, Err(IdTokenError::NotFresh), "{auth_time}");
    }
    assert_eq!(judge(&claims_without("auth_time")), Err(IdTokenError::NotFresh));
    assert_eq!(judge(&claims_with("auth_time", json!(NOW.0 - 80))), Err(IdTokenError::Clock { ahead: 610 }));
}

/// Cases: ID-54.
#[test]
fn a_clock_that_is_ahead_is_reported_for_a_plain_login_too() {
    assert!(judge_at(&token(&claims()), NOW.plus(60), 60, None).is_ok());
    for ahead in [61, 600, 40_000] {
        let judged = judge_at(&token(&claims()), NOW.plus(ahead), 60, None);
        assert_eq!(judged, Err(IdTokenError::Clock { ahead: ahead + 10 }));
    }
}
