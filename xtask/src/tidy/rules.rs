//! Rules about the text of a file: it starts with its purpose, it is short, and some names may occur only in certain
//! places.

use crate::tidy::source::Source;
use crate::tidy::violation;

/// The maximum number of lines of a file. Most files have a quarter of that.
const MAX_LINES: usize = 400;

/// In `places`, except in `exceptions`, no name in the code may start with one of `texts`.
struct Rule {
    places: &'static [&'static str],
    exceptions: &'static [&'static str],
    texts: &'static [&'static str],
    sentence: &'static str,
}

const RULES: [Rule; 2] = [
    Rule {
        places: &["src/"],
        exceptions: &["src/dom", "src/i18n/catalog"],
        texts: &["web_sys", "js_sys", "gloo", "wasm_bindgen"],
        sentence: "only src/dom/, src/i18n/catalog.rs and auth0-spa-web use browser APIs",
    },
    Rule {
        places: &["src/"],
        exceptions: &["src/route"],
        texts: &["\"/settings\"", "\"/settings/", "\"/settings?", "\"/settings#"],
        sentence: "paths are written in src/route.rs alone",
    },
];

/// Checks one file.
pub(super) fn check(source: &Source) -> Vec<String> {
    let mut violations = Vec::new();
    if !source.text.starts_with("//!") {
        violations.push(violation(source, 1, "a file begins with `//!` and what it is for"));
    }
    let lines = source.text.lines().count();
    if lines > MAX_LINES {
        let rule = format!("a file is one idea in at most {MAX_LINES} lines; this one has {lines}: split it");
        violations.push(violation(source, MAX_LINES, &rule));
    }
    for rule in RULES.iter().filter(|rule| rule.applies_to(source)) {
        for (index, line) in source.code().lines().enumerate() {
            if let Some(text) = rule.texts.iter().find(|text| begins_a_name(line, text)) {
                violations.push(violation(
                    source,
                    index + 1,
                    &format!("{}; `{text}` is here", rule.sentence),
                ));
            }
        }
    }
    violations
}

impl Rule {
    fn applies_to(&self, source: &Source) -> bool {
        let is_in = |places: &[&str]| places.iter().any(|place| source.is_in(place));
        is_in(self.places) && !is_in(self.exceptions)
    }
}

/// Whether `text` is in `line` without a letter, digit or underscore before it.
fn begins_a_name(line: &str, text: &str) -> bool {
    line.match_indices(text).any(|(at, _)| {
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
    fn a_file_begins_with_its_purpose() {
        let count = |text| check(&Source::new("src/a.rs", text)).len();
        assert_eq!(count("//! What it is.\n"), 0);
        assert_eq!(count("use std::fmt;\n//! Too late.\n"), 1);
        assert_eq!(count(""), 1);
    }

    #[test]
    fn a_file_has_at_most_400_lines() {
        let count = |lines| {
            check(&Source::new("src/a.rs", &("//! Header.\n".to_owned() + &"\n".repeat(lines - 1)))).len()
        };
        assert_eq!(count(MAX_LINES), 0);
        assert_eq!(count(MAX_LINES + 1), 1);
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
    fn a_path_outside_the_routes_is_found() {
        check_at("src/pages/home.rs", "<A href=\"/settings\">", 1);
        check_at("src/pages/home.rs", "navigate(\"/settings/confirm\")", 1);
        check_at("src/pages/home.rs", "navigate(\"/settings?tab=1\")", 1);
        check_at("src/route.rs", "Settings => \"/settings\"", 0);
        check_at("src/pages/home.rs", "\"/settings-icon.svg\"", 0);
        check_at("src/pages/home.rs", "fetch(\"/auth_config.json\")", 0);
        check_at("src/pages/home.rs", "// goes to \"/settings\"", 0);
        check_at("tests/e2e/main.rs", "open(\"/settings\")", 0);
    }
}
