//! CB-40: the address without what the tenant put there.

use super::*;

/// Cases: CB-40.
#[test]
fn only_response_parameters_are_removed_from_the_address() {
    for (search, hash, expected) in [
        ("?code=C&state=S", "", Some("/")),
        ("?code=C&state=S&iss=x&session_state=y", "", Some("/")),
        ("?error=e&error_description=d&error_uri=u&state=S", "#part", Some("/#part")),
        ("?response=x", "", Some("/")),
        ("?code=success", "", Some("/")),
        ("?code=C&code=D", "", Some("/")),
        ("?co%64e=C&state=S", "", Some("/")),
        ("", "#access_token=x&token_type=Bearer&expires_in=1&id_token=y&a=b", Some("/#a=b")),
        ("?utm_source=x", "#part", None),
        ("", "#part", None),
        ("", "", None),
    ] {
        assert_eq!(url("/", search, hash).cleaned().as_deref(), expected, "{search}{hash}");
    }
}

/// Cases: CB-23, CB-40.
#[test]
fn other_parameters_keep_their_order_and_spelling() {
    let cleaned = url("/", "?utm_source=a%20b&code=C&utm=%E4&state=S&x", "").cleaned();
    assert_eq!(cleaned.as_deref(), Some("/?utm_source=a%20b&utm=%E4&x"));
}

/// Found by the fuzz target: more than one question mark was removed, so another parameter was mistaken for a response
/// parameter.
///
/// Cases: CB-38, CB-40.
#[test]
fn a_second_question_mark_is_part_of_a_name() {
    let page = url("/", "??state=S&code=C", "##access_token=a");
    assert_eq!(page.callback("/"), Err(CallbackError::MissingState));
    assert_eq!(page.cleaned().as_deref(), Some("/??state=S##access_token=a"));
}

/// Cases: CB-40, RT-14.
#[test]
fn cleaning_keeps_the_path() {
    assert_eq!(url("/base/", "?code=C&state=S", "").cleaned().as_deref(), Some("/base/"));
}

/// Cases: TX-29.
#[test]
fn debug_shows_the_path_and_nothing_of_the_query() {
    let page = url("/base/", "?code=sesame&state=S", "#sesame");
    let shown = format!("{page:?} {:?}", parse("?code=sesame&state=sesame"));
    assert!(shown.contains("/base/") && !shown.contains("sesame"), "{shown}");
}
