//! Failed logins: no session is announced, no request is repeated, and the return path is known.

use super::*;
use crate::http::TransportError;
use crate::login::id_token::Claim;
use crate::storage::StorageError;
use crate::test_support::http::text;
use crate::test_support::storage::Fault;

/// A login whose requests are answered so.
#[track_caller]
fn check(answers: impl FnOnce(&Left) -> Vec<Answer>, expected: impl Into<LoginFailure>, log: &[&str]) {
    let page = Page::new();
    let left = leave(&page, Intent::LogIn);
    page.http.script(answers(&left));
    let error = come_back_with_code(&page, &left).unwrap_err();
    assert_eq!(error.cause, expected.into());
    assert_eq!(error.started, Some((Intent::LogIn, ReturnTo::parse("/settings"))), "the way back is kept");
    assert_eq!(page.http.log(), log);
    assert!(!page.storage.contents().contains_key(SESSION), "no session");
}

/// A login whose token has one claim replaced.
#[track_caller]
fn check_claim(name: &str, value: Value, expected: IdTokenError) {
    let answers = |left: &Left| {
        let mut claims = alice(left);
        claims[name] = value;
        vec![tokens(&claims), keys()]
    };
    check(answers, expected, &[TOKEN, KEYS]);
}

/// Cases: TX-04, RT-09.
#[test]
fn a_forged_callback_sends_nothing() {
    let page = Page::new();
    for search in ["?code=C&state=S", "?error=access_denied&state=S"] {
        let error = come_back(&page, search).unwrap_err();
        assert_eq!(error.cause, LoginFailure::Transaction(TakeError::NotStartedHere));
        assert_eq!(error.started, None);
    }
    assert!(page.http.log().is_empty());
    assert!(page.storage.contents().is_empty());
}

/// Cases: TX-06.
#[test]
fn a_forged_error_does_not_end_a_pending_login() {
    let page = Page::new();
    let left = leave(&page, Intent::LogIn);
    let before = page.storage.contents();
    let forged =
        come_back(&page, "?error=access_denied&error_description=Call+0800&state=forged").unwrap_err();
    assert_eq!(forged.cause, LoginFailure::Transaction(TakeError::NotStartedHere));
    assert_eq!(forged.started, None, "nothing of the pending login is told");
    assert_eq!(page.storage.contents(), before);
    page.http.script([tokens(&alice(&left)), keys()]);
    assert!(come_back_with_code(&page, &left).is_ok());
}

/// Cases: TX-07.
#[test]
fn an_error_counts_only_with_a_known_state_and_uses_up_the_record() {
    for (code, expected) in [
        ("access_denied", RefusalReason::CancelledOrDenied),
        ("login_required", RefusalReason::InteractionRequired),
        ("server_error", RefusalReason::Unavailable),
        ("invalid_scope", RefusalReason::Misconfigured),
        ("nonsense", RefusalReason::Other),
    ] {
        let page = Page::new();
        let left = leave(&page, Intent::LogIn);
        let search = format!("?error={code}&state={}", left.value("state"));
        let error = come_back(&page, &search).unwrap_err();
        let LoginFailure::Refused(refusal) = error.cause else { panic!("{:?}", error.cause) };
        assert_eq!((refusal.reason, refusal.code.whole()), (expected, code));
        assert_eq!(error.started, Some((Intent::LogIn, ReturnTo::parse("/settings"))));
        let again = come_back(&page, &search).unwrap_err();
        assert_eq!(again.cause, LoginFailure::Transaction(TakeError::AlreadyHandled));
        assert!(page.http.log().is_empty());
    }
}

/// Cases: TX-11, RT-08.
#[test]
fn a_callback_after_ten_minutes_sends_nothing() {
    let page = Page::new();
    let left = leave(&page, Intent::LogIn);
    page.clock.advance(601);
    let error = come_back_with_code(&page, &left).unwrap_err();
    assert_eq!(error.cause, LoginFailure::Transaction(TakeError::Expired));
    assert!(page.http.log().is_empty());
}

/// Cases: TE-09, TE-13, TE-24.
#[test]
fn a_failed_token_request_is_not_repeated() {
    for (answer, expected) in [
        (text(403, r#"{"error":"invalid_grant"}"#), TokenError::CodeRefused),
        (text(500, ""), TokenError::Server { status: 500 }),
        (text(200, "<html>"), TokenError::UnexpectedAnswer),
        (Err(TransportError::Offline), TransportError::Offline.into()),
        (Err(TransportError::TimedOut), TransportError::TimedOut.into()),
    ] {
        check(|_| vec![answer, keys()], expected, &[TOKEN, KEYS]);
    }
}

/// Cases: TE-23.
#[test]
fn a_callback_cannot_be_used_again_after_the_device_goes_offline() {
    let page = Page::new();
    let left = leave(&page, Intent::LogIn);
    page.http.script([Err(TransportError::Offline), Err(TransportError::Offline)]);
    come_back_with_code(&page, &left).unwrap_err();
    let again = come_back_with_code(&page, &left).unwrap_err();
    assert_eq!(again.cause, LoginFailure::Transaction(TakeError::AlreadyHandled));
}

/// Cases: ID-22.
#[test]
fn an_unknown_kid_refetches_the_keys_once() {
    let answers =
        |left: &Left| vec![tokens_signed(SigningKey::tenants(), "rotated", &alice(left)), keys(), keys()];
    check(answers, IdTokenError::Key(KeyError::Unknown), &[TOKEN, KEYS, KEYS]);
}

/// Cases: ID-31.
#[test]
fn without_keys_nobody_is_logged_in() {
    for (answer, expected) in [
        (text(200, r#"{"keys":[]}"#), JwksError::NoKey),
        (text(200, "<html>"), JwksError::NotAKeySet),
        (text(404, "{}"), JwksError::Status { status: 404 }),
        (text(500, ""), JwksError::Status { status: 500 }),
        (Err(TransportError::TimedOut), TransportError::TimedOut.into()),
    ] {
        check(|left| vec![tokens(&alice(left)), answer], expected, &[TOKEN, KEYS]);
    }
}

/// Cases: ID-31.
#[test]
fn keys_that_cannot_be_refetched_log_nobody_in() {
    let answers = |left: &Left| {
        vec![tokens_signed(SigningKey::tenants(), "rotated", &alice(left)), keys(), text(500, "")]
    };
    check(answers, JwksError::Status { status: 500 }, &[TOKEN, KEYS, KEYS]);
}

/// Cases: ID-14, ID-40, ID-41, ID-43, ID-46, ID-47.
#[test]
fn an_invalid_token_logs_nobody_in() {
    check_claim("iss", json!("https://evil.example/"), IdTokenError::Claim(Claim::Issuer));
    check_claim("aud", json!("another app"), IdTokenError::Claim(Claim::Audience));
    check_claim("nonce", json!("replayed"), IdTokenError::Claim(Claim::Nonce));
    check_claim("exp", json!(1), IdTokenError::Claim(Claim::Expiry));
    check_claim("auth_time", json!("now"), IdTokenError::Claim(Claim::AuthTime));
    check_claim("iat", json!(1_800_000_600), IdTokenError::Clock { ahead: -600 });
    let forged = |left: &Left| vec![tokens_signed(SigningKey::strangers(), KID, &alice(left)), keys()];
    check(forged, IdTokenError::Signature, &[TOKEN, KEYS]);
}

/// Cases: ST-03, ST-06.
#[test]
fn a_session_that_cannot_be_stored_is_not_announced() {
    let page = Page::new();
    let left = leave(&page, Intent::LogIn);
    page.http.script([tokens(&alice(&left)), keys()]);
    page.storage.fill_up_for(SESSION);
    let error = come_back_with_code(&page, &left).unwrap_err();
    assert_eq!(error.cause, LoginFailure::Session(SessionError::Storage(StorageError::Full)));
    assert!(!page.storage.contents().contains_key(SESSION));
}

/// Cases: ST-04.
#[test]
fn a_record_that_cannot_be_marked_as_used_sends_nothing() {
    for fault in [Fault::Blocked, Fault::Full, Fault::Ignoring, Fault::Truncating, Fault::Unreadable] {
        let page = Page::new();
        let left = leave(&page, Intent::LogIn);
        page.storage.fail(fault);
        let error = come_back_with_code(&page, &left).unwrap_err();
        assert!(matches!(error.cause, LoginFailure::Transaction(TakeError::Storage(_))), "{fault:?}");
        assert!(page.http.log().is_empty(), "{fault:?}");
    }
}
