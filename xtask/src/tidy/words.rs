//! Words that must not stand in the code of certain places.

use crate::tidy::Violation;
use crate::tidy::source::Source;

/// A rule: in `places`, except in `exceptions`, none of `words` may begin an identifier or path.
struct Rule {
    places: &'static [&'static str],
    exceptions: &'static [&'static str],
    words: &'static [&'static str],
    sentence: &'static str,
}

const RULES: [Rule; 4] = [
    Rule {
        places: &["src/"],
        exceptions: &["src/dom", "src/i18n/catalog", "src/words/catalog"],
        words: &["web_sys", "js_sys", "gloo", "wasm_bindgen"],
        sentence: "only src/dom/ and auth0-spa-web talk to the browser",
    },
    Rule {
        places: &["crates/auth0-spa/src/"],
        exceptions: &[],
        words: &["SystemTime", "Instant::now", "Utc::now", "OffsetDateTime::now", "Date::now"],
        sentence: "the core reads no clock: the time is an argument",
    },
    Rule {
        places: &["crates/auth0-spa/src/"],
        exceptions: &[],
        words: &["web_sys", "js_sys", "gloo", "wasm_bindgen", "leptos"],
        sentence: "the core knows neither the browser nor leptos",
    },
    Rule {
        places: &["src/"],
        exceptions: &[],
        words: &["inner_html", "set_inner_html", "insert_adjacent_html"],
        sentence: "text reaches the page as text, never as HTML",
    },
];

/// Checks one file.
pub(super) fn check(source: &Source) -> Vec<Violation> {
    RULES
        .iter()
        .filter(|rule| rule.places.iter().any(|place| source.is_in(place)))
        .filter(|rule| !rule.exceptions.iter().any(|place| source.is_in(place)))
        .flat_map(|rule| violations(rule, source))
        .collect()
}

fn violations(rule: &Rule, source: &Source) -> Vec<Violation> {
    let mut violations = Vec::new();
    for (index, line) in source.code().lines().enumerate() {
        if let Some(word) = rule.words.iter().find(|word| begins_a_word(line, word)) {
            let rule = format!("{}; `{word}` stands here", rule.sentence);
            violations.push(Violation { path: source.path.clone(), line: index + 1, rule });
        }
    }
    violations
}

/// Whether `word` stands in `line` without a letter, digit or underscore before it.
fn begins_a_word(line: &str, word: &str) -> bool {
    line.match_indices(word).any(|(at, _)| {
        let before = line.get(..at).and_then(|text| text.chars().next_back());
        !before.is_some_and(|c| c.is_alphanumeric() || c == '_')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_at(path: &str, line: &str, expected: usize) {
        let source = Source::new(path, &format!("//! Header that may mention web_sys.\n{line}\n"));
        assert_eq!(check(&source).len(), expected, "{path}: {line}");
    }

    #[test]
    fn only_the_dom_module_talks_to_the_browser() {
        check_at("src/pages/home.rs", "use web_sys::Window;", 1);
        check_at("src/app.rs", "use gloo_net::http::Request;", 1);
        check_at("src/app.rs", "leptos::wasm_bindgen::JsCast", 1);
        check_at("src/dom/focus.rs", "use web_sys::Window;", 0);
        check_at("src/dom.rs", "use web_sys::Window;", 0);
        check_at("src/app.rs", "let my_gloo = 1; // gloo", 0);
        check_at("tests/web/main.rs", "use web_sys::Window;", 0);
    }

    #[test]
    fn the_core_reads_no_clock_and_knows_no_browser() {
        check_at("crates/auth0-spa/src/http.rs", "let now = SystemTime::now();", 1);
        check_at("crates/auth0-spa/src/http.rs", "std::time::Instant::now()", 1);
        check_at("crates/auth0-spa/src/http.rs", "use leptos::prelude::*;", 1);
        check_at("crates/auth0-spa/tests/it/main.rs", "SystemTime::now()", 0);
        check_at("crates/auth0-emulator/src/clock.rs", "SystemTime::now()", 0);
    }

    #[test]
    fn html_is_never_set_from_text() {
        check_at("src/pages/home.rs", "<div inner_html=text/>", 1);
        check_at("src/dom.rs", "element.set_inner_html(text);", 1);
    }
}
