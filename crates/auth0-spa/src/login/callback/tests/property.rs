//! CB-38: any text as an address.

use proptest::prelude::*;
use proptest::sample::select;

use super::*;

/// Queries that come near to a callback: known names, odd values, repeated, encoded, broken. A `location.search` has
/// no number sign in it.
fn query() -> impl Strategy<Value = String> {
    let name =
        select(vec!["code", "co%64e", "state", "error", "iss", "access_token", "response", "utm", "", "%"]);
    let value = prop_oneof![
        4 => "[a-zA-Z0-9_-]{1,6}",
        1 => Just(String::new()),
        1 => Just("success".to_owned()),
        1 => "%[0-9A-F]{0,2}|[+&=?]|[^#\\pC]",
    ];
    proptest::collection::vec((name, value), 0..6).prop_map(|pairs| {
        pairs.into_iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("&")
    })
}

/// How often a parameter occurs, according to a browser's parser.
fn count(search: &str, name: &str) -> usize {
    let url = url::Url::parse(&format!("https://app.example/?{search}")).unwrap();
    url.query_pairs().filter(|(other, _)| other == name).count()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    /// Cases: CB-38.
    #[test]
    fn a_callback_has_one_state_and_either_one_code_or_one_error(search in query()) {
        if let Ok(Some(callback)) = parse(&format!("?{search}")) {
            prop_assert_eq!(count(&search, "state"), 1);
            let expected = match callback.outcome {
                Outcome::Code(_) => (1, 0),
                Outcome::Error(_) => (0, 1),
            };
            prop_assert_eq!((count(&search, "code"), count(&search, "error")), expected);
            prop_assert!(!callback.state.secret().is_empty());
        }
    }

    /// Cases: CB-38, CB-40.
    #[test]
    fn no_address_causes_a_panic_and_a_cleaned_address_is_clean(search in "[^#\\pC]{0,80}", hash in "\\PC{0,40}", near in query()) {
        for search in [search, near] {
            let page = url("/", &format!("?{search}"), &format!("#{hash}"));
            let _ = page.callback("/");
            let Some(cleaned) = page.cleaned() else { continue };
            let (before_hash, hash) = cleaned.split_once('#').unwrap_or((&cleaned, ""));
            let (path, search) = before_hash.split_once('?').unwrap_or((before_hash, ""));
            let again = url(path, search, hash);
            prop_assert_eq!(again.cleaned(), None, "{}", cleaned);
            prop_assert_eq!(again.callback("/"), Ok(None), "{}", cleaned);
        }
    }
}
