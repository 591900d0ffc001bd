//! Malformed responses: refused before any record is looked up.

use super::*;

#[track_caller]
fn check(search: &str, expected: CallbackError) {
    assert_eq!(parse(search), Err(expected), "{}", search.get(..60).unwrap_or(search));
}

/// Cases: CB-04.
#[test]
fn a_code_without_state_is_refused() {
    check("?code=C", CallbackError::MissingState);
}

/// Cases: CB-06.
#[test]
fn a_state_alone_is_refused() {
    check("?state=S", CallbackError::Incomplete);
}

/// Cases: CB-08.
#[test]
fn an_error_without_state_is_refused() {
    check("?error=access_denied", CallbackError::MissingState);
}

/// Cases: CB-09.
#[test]
fn code_and_error_together_are_refused() {
    check("?code=C&error=access_denied&state=S", CallbackError::CodeAndError);
    check("?code=success&error=access_denied&state=S", CallbackError::CodeAndError);
}

/// Found by the fuzz target: this was mistaken for the verification link and ignored.
///
/// Cases: CB-05, CB-08, CB-09.
#[test]
fn an_error_with_code_success_is_not_an_email_verification_link() {
    check("?code=success&error=access_denied", CallbackError::MissingState);
}

/// Cases: CB-10, CB-11, CB-12, CB-13.
#[test]
fn a_parameter_that_appears_twice_is_refused() {
    for search in [
        "?code=C&code=D&state=S",
        "?code=C&code=C&state=S",
        "?code=C&co%64e=D&state=S",
        "?code=C&state=S&state=S",
        "?error=a&error=b&state=S",
        "?code=C&state=S&iss=a&iss=b",
        "?code=success&code=success&state=S",
    ] {
        check(search, CallbackError::Repeated);
    }
}

/// Cases: CB-14, CB-15.
#[test]
fn an_empty_value_is_refused() {
    for search in
        ["?code=&state=S", "?code=C&state=", "?code&state=S", "?error=&state=S", "?code=C&state=S&iss="]
    {
        check(search, CallbackError::Incomplete);
    }
}

/// Cases: CB-21.
#[test]
fn a_value_of_64_kilobytes_is_refused() {
    let long = "a".repeat(64 * 1024);
    for search in
        [format!("?code={long}&state=S"), format!("?code=C&state={long}"), format!("?error={long}&state=S")]
    {
        check(&search, CallbackError::TooLong);
    }
}

/// Cases: CB-29.
#[test]
fn a_token_in_the_address_is_refused() {
    for search in ["?id_token=x&state=S", "?access_token=x", "?code=C&state=S&access_token=x"] {
        check(search, CallbackError::TokenInUrl);
    }
    for hash in ["#access_token=x&state=S", "#id_token=x", "#a=b&access_token="] {
        let fragment = url("/", "?code=C&state=S", hash).callback("/");
        assert_eq!(fragment, Err(CallbackError::TokenInUrl), "{hash}");
    }
}

/// Cases: CB-30.
#[test]
fn a_signed_response_is_refused() {
    check("?response=x&state=S", CallbackError::TokenInUrl);
    check("?response=x", CallbackError::TokenInUrl);
}
