//! What is a callback and what is not, and how its values are read.

use super::*;
use crate::display_text::DisplayText;

fn refusal(search: &str) -> Refusal {
    match parse(&format!("{search}&error_uri=javascript:alert(1)&state=S")) {
        Ok(Some(Callback { outcome: Outcome::Error(refusal), .. })) => refusal,
        other => panic!("{search}: {other:?}"),
    }
}

fn error(code: &str) -> RefusalReason {
    refusal(&format!("?error={code}&error_description=%3Cb%3E")).reason
}

/// Cases: CB-01.
#[test]
fn code_and_state_are_a_callback() {
    let callback = parse("?code=C&state=S").unwrap().unwrap();
    assert_eq!(callback.state, State::new("S"));
    assert_eq!(callback.outcome, Outcome::Code(AuthorizationCode::new("C")));
}

/// Cases: CB-02, RT-15.
#[test]
fn another_path_is_not_the_callback() {
    for path in ["/settings", "/callback", "//", "/index.html", ""] {
        assert_eq!(url(path, "?code=C&state=S", "").callback("/"), Ok(None), "{path}");
    }
}

/// Cases: CB-03.
#[test]
fn a_page_opened_without_a_query_is_not_a_callback() {
    for search in ["", "?", "?&", "?utm_source=x", "?Code=C&State=S", "?codes=C"] {
        assert_eq!(parse(search), Ok(None), "{search}");
    }
}

/// Cases: CB-05.
#[test]
fn an_email_verification_link_is_not_a_callback() {
    for search in ["?code=success", "?supportSignUp=true&code=success&email=a%40b"] {
        assert_eq!(parse(search), Ok(None), "{search}");
    }
    assert_eq!(code("?code=success&state=S"), "success", "a code may be called anything");
}

/// Cases: CB-07, CB-31, CB-32, CB-33.
#[test]
fn the_tenants_description_is_shortened_and_safe_to_show() {
    let refused = refusal("?error=access_denied&error_description=%3Cb%3EOnly+staff.");
    assert_eq!(refused.code, DisplayText::always("access_denied"));
    assert_eq!(refused.description, DisplayText::new("<b>Only staff."));

    let tricky = refusal("?error=x%0Ay&error_description=a%E2%80%AEb%00%E2%80%8Bc");
    assert_eq!(tricky.code.whole(), "x y");
    assert_eq!(tricky.description.unwrap().whole(), "a⟨U+202E⟩b⟨U+0000⟩⟨U+200B⟩c");

    let long = refusal(&format!("?error={0}&error_description={0}", "ä".repeat(5_000)));
    assert_eq!(long.code.whole().chars().count(), 61);
    let description = long.description.unwrap();
    let last = description.whole().chars().last();
    assert_eq!((description.whole().chars().count(), last), (301, Some('…')));

    for nothing in ["?error=x", "?error=x&error_description=", "?error=x&error_description=%E2%80%8B+"] {
        assert_eq!(refusal(nothing).description, None, "{nothing}");
    }
}

/// Cases: CB-12.
#[test]
fn a_repeated_error_description_is_refused() {
    let twice = parse("?error=access_denied&error_description=a&error_description=b&state=S");
    assert_eq!(twice, Err(CallbackError::Repeated));
}

/// Cases: CB-36, CB-41.
#[test]
fn cancelled_denied_and_misconfigured_are_distinguished_only_if_certain() {
    for (code, description, expected) in [
        ("access_denied", "User has canceled the interaction.", RefusalReason::Cancelled),
        ("access_denied", "User did not authorize the request", RefusalReason::Cancelled),
        ("access_denied", "The user has denied your application access.", RefusalReason::Cancelled),
        (
            "access_denied",
            "Service not found: https://acme.eu.auth0.com/api/v2",
            RefusalReason::UnknownAudience,
        ),
        (
            "access_denied",
            "Client \"aB3\" is not authorized to access resource server \"https://acme.eu.auth0.com/api/v2/\".",
            RefusalReason::Misconfigured,
        ),
        ("unauthorized", "user is blocked", RefusalReason::Denied),
        ("unauthorized", "User has canceled the interaction.", RefusalReason::Denied),
        // An Action's reason, or the error that an Action ended with.
        ("access_denied", "You can't log in", RefusalReason::Denied),
        ("access_denied", "Cannot read properties of undefined", RefusalReason::Denied),
        ("access_denied", "User has canceled the interaction. Call +1-555-0100", RefusalReason::Denied),
        ("access_denied", "The service not found: x", RefusalReason::Denied),
        // Facebook's for a cancelled login, which an Action may say too, or none: ambiguous.
        ("access_denied", "Permissions error", RefusalReason::CancelledOrDenied),
        ("access_denied", " . ", RefusalReason::CancelledOrDenied),
        ("access_denied", "", RefusalReason::CancelledOrDenied),
        ("unauthorized_client", "Service not found: x", RefusalReason::Misconfigured),
        ("server_error", "Service not found: x", RefusalReason::Unavailable),
    ] {
        let refusal = Refusal::parse(code, Some(description));
        assert_eq!(refusal.reason, expected, "{code}: {description}");
    }
}

/// Cases: CB-34.
#[test]
fn an_unknown_error_code_is_reported_as_other() {
    for code in ["<script>", "ACCESS_DENIED", "access_denied%20", "x"] {
        assert_eq!(error(code), RefusalReason::Other, "{code}");
    }
}

/// Cases: CB-35.
#[test]
fn known_errors_have_their_own_reason() {
    for (code, expected) in [
        ("access_denied", RefusalReason::Denied),
        ("unauthorized", RefusalReason::Denied),
        ("login_required", RefusalReason::InteractionRequired),
        ("consent_required", RefusalReason::InteractionRequired),
        ("interaction_required", RefusalReason::InteractionRequired),
        ("temporarily_unavailable", RefusalReason::Unavailable),
        ("server_error", RefusalReason::Unavailable),
        ("invalid_scope", RefusalReason::Misconfigured),
        ("invalid_request", RefusalReason::Misconfigured),
        ("unauthorized_client", RefusalReason::Misconfigured),
        ("unsupported_response_type", RefusalReason::Misconfigured),
    ] {
        assert_eq!(error(code), expected, "{code}");
    }
}

/// Cases: CB-17.
#[test]
fn a_fragment_alone_is_not_a_callback() {
    assert_eq!(url("/", "", "#code=C&state=S").callback("/"), Ok(None));
}

/// Cases: CB-18.
#[test]
fn a_code_is_decoded_exactly_once() {
    assert_eq!(code("?code=a%2Bb&state=S"), "a+b");
    assert_eq!(code("?code=a+b&state=S"), "a b", "as every form decoder does");
    assert_eq!(code("?code=a%252Bb&state=S"), "a%2Bb");
    assert_eq!(code("?code=a%25b%2Fc&state=S"), "a%b/c");
}

/// Cases: CB-19.
#[test]
fn a_state_with_unusual_characters_is_unchanged() {
    assert_eq!(parse("?code=C&state=a-b_c~d.e").unwrap().unwrap().state, State::new("a-b_c~d.e"));
}

/// Cases: CB-20.
#[test]
fn the_order_of_the_parameters_does_not_matter() {
    assert_eq!(parse("?state=S&code=C"), parse("?code=C&state=S"));
}

/// Cases: CB-21.
#[test]
fn a_code_of_8_kilobytes_is_read_and_of_16_at_most() {
    for length in [8192, MAX_PARAMETER] {
        assert_eq!(code(&format!("?code={}&state=S", "a".repeat(length))).len(), length);
    }
    let longer = parse(&format!("?code={}&state=S", "a".repeat(MAX_PARAMETER + 1)));
    assert_eq!(longer, Err(CallbackError::TooLong));
}

/// Cases: CB-23.
#[test]
fn unknown_parameters_are_ignored_even_twice() {
    assert_eq!(code("?utm_source=x&code=C&utm_source=y&state=S&session_state=z"), "C");
}

/// Cases: CB-24, CB-28.
#[test]
fn the_right_issuer_or_none_is_accepted() {
    assert_eq!(code("?code=C&state=S&iss=https%3A%2F%2Facme.eu.auth0.com%2F"), "C");
    assert_eq!(code("?code=C&state=S"), "C");
}
