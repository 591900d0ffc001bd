//! The app's paths are written down once, in `src/route.rs`.

use crate::tidy::Violation;
use crate::tidy::source::Source;

/// The file that may spell paths.
const ROUTES: &str = "src/route";

/// The paths that `src/route.rs` spells, without `/` itself.
pub(super) fn routes(sources: &[Source]) -> Vec<String> {
    sources
        .iter()
        .filter(|source| source.is_in(ROUTES))
        .flat_map(|source| literals(&source.code()).map(|(_, text)| text).collect::<Vec<_>>())
        .filter(|text| text.len() > 1 && text.starts_with('/'))
        .collect()
}

/// Checks that one file spells none of `routes`.
pub(super) fn check(source: &Source, routes: &[String]) -> Vec<Violation> {
    if !source.is_in("src/") || source.is_in(ROUTES) {
        return Vec::new();
    }
    literals(&source.code())
        .filter(|(_, text)| routes.iter().any(|route| is_below(text, route)))
        .map(|(line, text)| Violation {
            path: source.path.clone(),
            line,
            rule: format!("paths are spelt in src/route.rs alone; \"{text}\" stands here"),
        })
        .collect()
}

fn is_below(text: &str, route: &str) -> bool {
    text.strip_prefix(route).is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?', '#']))
}

/// The string literals on each line, with the line's number from 1.
fn literals(code: &str) -> impl Iterator<Item = (usize, String)> + use<'_> {
    code.lines().enumerate().flat_map(|(index, line)| {
        line.split('"').skip(1).step_by(2).map(move |text| (index + 1, text.to_owned()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_at(path: &str, code: &str, expected: usize) {
        let sources = [
            Source::new(
                "src/route.rs",
                "//! Paths.\nmatch self { Home => \"/\", Settings => \"/settings\" }\n",
            ),
            Source::new(path, code),
        ];
        let routes = routes(&sources);
        let found: usize = sources.iter().map(|source| check(source, &routes).len()).sum();
        assert_eq!(found, expected, "{path}: {code}");
    }

    #[test]
    fn a_path_outside_the_routes_is_found() {
        check_at("src/pages/home.rs", "<A href=\"/settings\">", 1);
        check_at("src/pages/home.rs", "navigate(\"/settings/confirm\")", 1);
        check_at("src/pages/home.rs", "navigate(\"/settings?tab=1\")", 1);
    }

    #[test]
    fn what_only_looks_like_a_path_is_not() {
        check_at("src/pages/home.rs", "\"/settings-icon.svg\"", 0);
        check_at("src/dom/focus.rs", "fetch(\"/auth_config.json\")", 0);
        check_at("src/pages/home.rs", "// goes to \"/settings\"", 0);
        check_at("tests/e2e/main.rs", "open(\"/settings\")", 0);
    }
}
