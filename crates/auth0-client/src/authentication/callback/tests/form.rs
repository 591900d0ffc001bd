//! What is a callback and what is not, and how its values are read.

use super::*;

fn error(code: &str) -> ResponseError {
    match parse(&format!("?error={code}&error_description=%3Cb%3E&error_uri=javascript:alert(1)&state=S")) {
        Ok(Some(Callback { outcome: Outcome::Error(error), .. })) => error,
        other => panic!("{code}: {other:?}"),
    }
}

#[test]
fn cb_01_code_and_state_are_a_callback() {
    let callback = parse("?code=C&state=S").unwrap().unwrap();
    assert_eq!(callback.state, State::new("S"));
    assert_eq!(callback.outcome, Outcome::Code(AuthorizationCode::new("C")));
}

#[test]
fn cb_02_rt_15_another_path_is_not_the_callback() {
    for path in ["/settings", "/callback", "//", "/index.html", ""] {
        assert_eq!(url(path, "?code=C&state=S", "").callback("/", ISSUER), Ok(None), "{path}");
    }
}

#[test]
fn cb_03_a_page_opened_without_a_query_is_not_a_callback() {
    for search in ["", "?", "?&", "?utm_source=x", "?Code=C&State=S", "?codes=C"] {
        assert_eq!(parse(search), Ok(None), "{search}");
    }
}

#[test]
fn cb_05_the_link_of_an_email_verification_is_not_a_callback() {
    for search in ["?code=success", "?supportSignUp=true&code=success&email=a%40b"] {
        assert_eq!(parse(search), Ok(None), "{search}");
    }
    assert_eq!(code("?code=success&state=S"), "success", "a code may be called anything");
}

#[test]
fn cb_07_31_32_33_an_error_is_parsed_but_its_text_is_not_kept() {
    assert_eq!(error("access_denied"), ResponseError::AccessDenied);
}

#[test]
fn cb_34_an_unknown_error_is_only_an_error() {
    for code in ["<script>", "ACCESS_DENIED", "access_denied%20", "x"] {
        assert_eq!(error(code), ResponseError::Other, "{code}");
    }
}

#[test]
fn cb_35_known_errors_are_told_apart() {
    for (code, expected) in [
        ("access_denied", ResponseError::AccessDenied),
        ("unauthorized", ResponseError::AccessDenied),
        ("login_required", ResponseError::InteractionRequired),
        ("consent_required", ResponseError::InteractionRequired),
        ("interaction_required", ResponseError::InteractionRequired),
        ("temporarily_unavailable", ResponseError::Unavailable),
        ("server_error", ResponseError::Unavailable),
        ("invalid_scope", ResponseError::Misconfigured),
        ("invalid_request", ResponseError::Misconfigured),
        ("unauthorized_client", ResponseError::Misconfigured),
        ("unsupported_response_type", ResponseError::Misconfigured),
    ] {
        assert_eq!(error(code), expected, "{code}");
    }
}

#[test]
fn cb_17_a_fragment_alone_is_not_a_callback() {
    assert_eq!(url("/", "", "#code=C&state=S").callback("/", ISSUER), Ok(None));
}

#[test]
fn cb_18_a_code_is_decoded_exactly_once() {
    assert_eq!(code("?code=a%2Bb&state=S"), "a+b");
    assert_eq!(code("?code=a+b&state=S"), "a b", "as every form decoder does");
    assert_eq!(code("?code=a%252Bb&state=S"), "a%2Bb");
    assert_eq!(code("?code=a%25b%2Fc&state=S"), "a%b/c");
}

#[test]
fn cb_19_a_state_with_unusual_characters_is_unchanged() {
    assert_eq!(parse("?code=C&state=a-b_c~d.e").unwrap().unwrap().state, State::new("a-b_c~d.e"));
}

#[test]
fn cb_20_the_order_of_the_parameters_does_not_matter() {
    assert_eq!(parse("?state=S&code=C"), parse("?code=C&state=S"));
}

#[test]
fn cb_21_a_code_of_8_kilobytes_is_read_and_of_16_at_most() {
    for length in [8192, MAX_PARAMETER] {
        assert_eq!(code(&format!("?code={}&state=S", "a".repeat(length))).len(), length);
    }
    let longer = parse(&format!("?code={}&state=S", "a".repeat(MAX_PARAMETER + 1)));
    assert_eq!(longer, Err(CallbackError::TooLong));
}

#[test]
fn cb_23_unknown_parameters_are_passed_over_even_twice() {
    assert_eq!(code("?utm_source=x&code=C&utm_source=y&state=S&session_state=z"), "C");
}

#[test]
fn cb_24_28_the_right_issuer_or_none_is_believed() {
    assert_eq!(code("?code=C&state=S&iss=https%3A%2F%2Facme.eu.auth0.com%2F"), "C");
    assert_eq!(code("?code=C&state=S"), "C");
}
