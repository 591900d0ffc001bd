//! Which modules each part of the app may use: those listed here, and its own.

use crate::tidy::source::Source;
use crate::tidy::violation;

const LAYERS: [(&str, &[&str]); 8] = [
    ("src/dom", &["dom"]),
    ("src/route", &[]),
    ("src/i18n", &["dom", "i18n"]),
    ("src/notice", &["i18n", "notice"]),
    ("src/contexts", &["contexts", "dom", "i18n", "notice", "route"]),
    // A link knows which page is shown.
    ("src/components/link", &["built_view", "contexts", "route"]),
    ("src/components", &["built_view", "components", "dom", "i18n"]),
    ("src/pages", &["built_view", "components", "contexts", "dom", "i18n", "route"]),
];

/// Checks one file.
pub(super) fn check(source: &Source) -> Vec<String> {
    let Some((place, allowed)) = LAYERS.iter().find(|(place, _)| source.is_in(place)) else {
        return Vec::new();
    };
    let mut violations = Vec::new();
    for (index, line) in source.code().lines().enumerate() {
        for path in paths(line, &parent(source)) {
            let module = path.split("::").next().unwrap_or_default();
            if !allowed.contains(&module) && !is_own(source, &path) {
                let rule = format!("{place} uses of the app only {allowed:?}; this uses `{path}`");
                violations.push(violation(source, index + 1, &rule));
            }
        }
    }
    violations
}

/// Whether a path leads into the page or module that the file belongs to: `pages::settings::Row` in
/// `src/pages/settings/list.rs`. `super::super` is not followed.
fn is_own(source: &Source, path: &str) -> bool {
    if path.contains("super::") {
        return false;
    }
    let module: Vec<&str> = path.split("::").take(2).collect();
    let own_file = module.first().is_some_and(|first| source.path == format!("src/{first}.rs"));
    own_file || source.is_in(&format!("src/{}", module.join("/")))
}

/// The module in which `super` of the file ends: `pages::` for `src/pages/home.rs`.
fn parent(source: &Source) -> String {
    let path = source.path.trim_start_matches("src/");
    path.rsplit_once('/').map_or_else(String::new, |(folders, _)| folders.replace('/', "::") + "::")
}

/// Every path in a line that begins with `crate::` or `super::`, from the crate's root. A group in braces is not
/// expanded: `{` is not an allowed module, so each line has to name one.
fn paths(line: &str, parent: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (at, keyword) in line.match_indices("crate::").chain(line.match_indices("super::")) {
        let before = line.get(..at).unwrap_or_default();
        if before.ends_with(|c: char| c.is_alphanumeric() || "_$:".contains(c)) {
            continue;
        }
        let rest = line.get(at + keyword.len()..).unwrap_or_default();
        let end = rest.find(|c: char| !(c.is_alphanumeric() || "_:{".contains(c))).unwrap_or(rest.len());
        let path = rest.get(..end).unwrap_or_default();
        found.push(if keyword == "crate::" { path.to_owned() } else { format!("{parent}{path}") });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_at(path: &str, code: &str, expected: usize) {
        assert_eq!(check(&Source::new(path, code)).len(), expected, "{path}: {code}");
    }

    #[test]
    fn components_know_neither_session_nor_routes() {
        check_at("src/components/button.rs", "use crate::session::Session;\nuse crate::route;", 2);
        check_at("src/components/button.rs", "use crate::app::App;", 1);
        check_at("src/components/button.rs", "use crate::components::icon::Icon;", 0);
        check_at("src/components/button.rs", "use auth0_spa::session::Session;", 0);
        check_at("src/components/button.rs", "use crate::{session::Session, route};", 1);
        check_at("src/components/button.rs", "// use crate::app;\n$crate::x; my_crate::y;", 0);
        check_at("src/layout.rs", "use crate::session::Session;", 0);
    }

    #[test]
    fn the_dom_module_uses_no_other_of_the_app() {
        check_at("src/dom/focus.rs", "use crate::session::Session;", 1);
        check_at("src/dom/focus.rs", "use crate::dom::effect;", 0);
    }

    #[test]
    fn pages_do_not_use_pages() {
        check_at("src/pages/home.rs", "use crate::pages::settings::List;", 1);
        check_at("src/pages/home.rs", "use super::settings::List;", 1);
        check_at("src/pages/settings/list.rs", "use crate::pages::settings::Row;", 0);
        check_at("src/pages/settings/list.rs", "use super::Row;", 0);
        check_at("src/pages/settings/list.rs", "use super::super::home;", 1);
        check_at("src/pages.rs", "use crate::pages::settings::List;", 0);
        check_at("src/app.rs", "use crate::pages::settings::List;", 0);
    }

    #[test]
    fn the_line_is_where_the_path_begins() {
        let found = check(&Source::new("src/route.rs", "//! A.\n\nuse crate::app::App;\n"));
        assert!(found.concat().starts_with("src/route.rs:3: "), "{found:?}");
    }
}
