//! Cases TX-21 and TX-22: where a login may lead to.

use proptest::prelude::*;
use url::Url;

use super::*;

/// The app, for the browser's URL parser.
fn app() -> Url {
    Url::parse("https://app.example/").unwrap()
}

/// Cases: TX-21.
#[test]
fn a_return_path_of_another_origin_becomes_the_root() {
    for path in [
        "//evil.example",
        "/\\evil",
        "https:evil",
        "\t//evil",
        "/\t/evil",
        "/\n/evil",
        "/%2F/evil",
        "/%5Cevil",
        "javascript:alert(1)",
        "data:text/html,x",
        "http://localhost:3001/",
        "https://app@evil.example/",
        "settings",
        "?x",
        " /settings",
        "",
    ] {
        assert_eq!(ReturnTo::parse(path).as_str(), "/", "{path:?}");
    }
}

/// Cases: TX-21.
#[test]
fn a_path_that_another_parser_reads_as_a_host_becomes_the_root() {
    for path in ["/.//evil.example", "/..//evil.example", "/a/..//evil.example", "/a/%2e%2e//evil.example"] {
        assert_eq!(ReturnTo::parse(path).as_str(), "/", "{path:?}");
    }
}

/// Cases: TX-22.
#[test]
fn a_path_of_this_origin_is_kept() {
    for path in [
        "/",
        "/settings",
        "/settings?tab=links#google",
        "/settings?next=//evil.example",
        "/settings#//x",
        "/a/b/?x=%2F%2F&y=ü",
        "/?q=a\u{2028}b",
    ] {
        assert_eq!(ReturnTo::parse(path).as_str(), path);
    }
}

/// Strings of the pieces that URL parsers disagree about.
fn path() -> impl Strategy<Value = String> {
    let pieces = vec![
        "/",
        "//",
        ".",
        "..",
        "%2e",
        "%2F",
        "\\",
        "a",
        "?",
        "#",
        "@",
        ":",
        "\t",
        "\n",
        " ",
        "evil.example",
        "https:",
    ];
    proptest::collection::vec(proptest::sample::select(pieces), 0..8).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    /// Cases: TX-21.
    #[test]
    fn no_return_path_leads_to_another_origin(text in prop_oneof![9 => path().prop_map(|text| format!("/{text}")), 1 => "\\PC{0,24}"]) {
        let kept = ReturnTo::parse(&text);
        let once = app().join(kept.as_str()).unwrap();
        prop_assert_eq!(once.origin(), app().origin());
        // A page takes its own `location.pathname` and asks for it again.
        let twice = app().join(&once[url::Position::BeforePath..]).unwrap();
        prop_assert_eq!(twice, once);
    }
}
