//! Cases CB: parsing the callback.

use super::*;

const ISSUER: &str = "https://acme.eu.auth0.com/";

fn url(path: &str, search: &str, hash: &str) -> PageUrl {
    PageUrl { path: path.into(), search: search.into(), hash: hash.into() }
}

fn parse(search: &str) -> Result<Option<Callback>, CallbackError> {
    url("/", search, "").callback("/", ISSUER)
}

fn code(search: &str) -> String {
    match parse(search) {
        Ok(Some(Callback { outcome: Outcome::Code(code), .. })) => code.secret().to_owned(),
        other => panic!("{search}: {other:?}"),
    }
}

#[test]
fn cb_01_code_and_state_are_a_callback() {
    let callback = parse("?code=C&state=S").unwrap().unwrap();
    assert_eq!(callback.state, State::new("S"));
    assert_eq!(callback.outcome, Outcome::Code(AuthorizationCode::new("C")));
}

#[test]
fn cb_02_another_path_is_not_the_callback() {
    assert_eq!(url("/settings", "?code=C&state=S", "").callback("/", ISSUER), Ok(None));
}

#[test]
fn cb_03_05_17_23_other_queries_are_not_a_callback() {
    for search in ["", "?", "?utm_source=x", "?code=success", "?supportSignUp=true&code=success&email=a%40b"]
    {
        assert_eq!(parse(search), Ok(None), "{search}");
    }
    assert_eq!(url("/", "", "#code=C&state=S").callback("/", ISSUER), Ok(None));
}

#[test]
fn bad_form_is_refused() {
    let long = format!("?code={}&state=S", "a".repeat(64 * 1024));
    for (search, expected) in [
        ("?code=C", CallbackError::MissingState),              // CB-04
        ("?state=S", CallbackError::Incomplete),               // CB-06
        ("?error=access_denied", CallbackError::MissingState), // CB-08
        ("?code=C&error=access_denied&state=S", CallbackError::CodeAndError), // CB-09
        ("?code=C&code=D&state=S", CallbackError::Repeated),   // CB-10
        ("?code=C&state=S&state=S", CallbackError::Repeated),  // CB-11
        ("?error=a&error=b&state=S", CallbackError::Repeated), // CB-12
        ("?code=C&state=S&iss=a&iss=b", CallbackError::Repeated), // CB-13
        ("?code=&state=S", CallbackError::Incomplete),         // CB-14
        ("?code=C&state=", CallbackError::Incomplete),         // CB-15
        (long.as_str(), CallbackError::TooLong),               // CB-21
        ("?code=C&state=S&iss=https://evil.example/", CallbackError::OtherIssuer), // CB-25
        ("?code=C&state=S&iss=https://acme.eu.auth0.com", CallbackError::OtherIssuer), // CB-26
        ("?id_token=x&state=S", CallbackError::TokenInUrl),    // CB-29
        ("?response=x&state=S", CallbackError::TokenInUrl),    // CB-30
    ] {
        assert_eq!(parse(search), Err(expected), "{}", search.get(..40).unwrap_or(search));
    }
    let fragment = url("/", "", "#access_token=x&state=S").callback("/", ISSUER);
    assert_eq!(fragment, Err(CallbackError::TokenInUrl));
}

#[test]
fn cb_07_an_error_is_parsed_but_its_text_is_not_kept() {
    for (error, expected) in [
        ("access_denied", ResponseError::AccessDenied),
        ("login_required", ResponseError::InteractionRequired),
        ("<script>", ResponseError::Other),
    ] {
        let search =
            format!("?error={error}&error_description=%3Cb%3E&error_uri=javascript:alert(1)&state=S");
        assert_eq!(parse(&search).unwrap().unwrap().outcome, Outcome::Error(expected));
    }
}

#[test]
fn cb_18_a_code_is_decoded_exactly_once() {
    assert_eq!(code("?code=a%2Bb&state=S"), "a+b");
    assert_eq!(code("?code=a%252Bb&state=S"), "a%2Bb");
    assert_eq!(code("?code=a%25b%2Fc&state=S"), "a%b/c");
}

#[test]
fn cb_19_21_24_unusual_but_right_values_are_kept() {
    assert_eq!(parse("?code=C&state=a-b_c~d.e").unwrap().unwrap().state, State::new("a-b_c~d.e"));
    assert_eq!(code(&format!("?code={}&state=S", "a".repeat(8192))).len(), 8192);
    assert_eq!(code("?code=C&state=S&iss=https%3A%2F%2Facme.eu.auth0.com%2F"), "C");
}

#[test]
fn the_address_is_cleaned_of_our_parameters_only() {
    for (search, hash, expected) in [
        ("?code=C&state=S", "", Some("/")),
        ("?utm_source=a%20b&code=C&state=S&x", "", Some("/?utm_source=a%20b&x")),
        ("?error=e&error_description=d&state=S", "#part", Some("/#part")),
        ("?code=success", "", Some("/")),
        ("?co%64e=C&state=S", "", Some("/")),
        ("", "#access_token=x&a=b", Some("/#a=b")),
        ("?utm_source=x", "#part", None),
        ("", "", None),
    ] {
        assert_eq!(url("/", search, hash).cleaned().as_deref(), expected, "{search}{hash}");
    }
}
