//! Who may know whom inside the app.

use crate::tidy::Violation;
use crate::tidy::references::{Reference, references};
use crate::tidy::source::Source;

/// Files in `places` must not refer to `modules`.
struct Direction {
    places: &'static [&'static str],
    exceptions: &'static [&'static str],
    modules: &'static [&'static str],
    sentence: &'static str,
}

const DIRECTIONS: [Direction; 4] = [
    Direction {
        places: &["src/"],
        exceptions: &["src/app", "src/main.rs"],
        modules: &["app"],
        sentence: "nobody imports app",
    },
    Direction {
        places: &["src/components"],
        exceptions: &[],
        modules: &["session", "linking", "route", "pages", "layout"],
        sentence: "components know core types, neither session nor linking nor routes nor pages",
    },
    Direction {
        places: &["src/dom"],
        exceptions: &[],
        modules: &["session", "linking", "route", "pages", "components", "layout"],
        sentence: "dom knows no other module of the app",
    },
    Direction {
        places: &["src/route", "src/session", "src/linking"],
        exceptions: &[],
        modules: &["pages", "components", "layout"],
        sentence: "what pages are made with does not know them",
    },
];

/// Checks one file.
pub(super) fn check(source: &Source) -> Vec<Violation> {
    if !source.is_in("src/") {
        return Vec::new();
    }
    references(source)
        .into_iter()
        .filter_map(|reference| {
            let sentence = broken_rule(source, &reference)?;
            let rule = format!("{sentence}; this refers to `{}`", reference.path.join("::"));
            Some(Violation { path: source.path.clone(), line: reference.line, rule })
        })
        .collect()
}

fn broken_rule(source: &Source, reference: &Reference) -> Option<&'static str> {
    let module = reference.path.first()?;
    DIRECTIONS
        .iter()
        .filter(|direction| direction.places.iter().any(|place| source.is_in(place)))
        .filter(|direction| !direction.exceptions.iter().any(|place| source.is_in(place)))
        .find(|direction| direction.modules.contains(&module.as_str()))
        .map(|direction| direction.sentence)
        .or_else(|| is_another_page(source, reference).then_some("pages do not import pages"))
}

fn is_another_page(source: &Source, reference: &Reference) -> bool {
    let own = source.path.strip_prefix("src/pages/").and_then(|rest| rest.split(['/', '.']).next());
    match (own, reference.path.as_slice()) {
        (Some(own), [module, page, ..]) => module == "pages" && page != own,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_at(path: &str, code: &str, expected: usize) {
        assert_eq!(check(&Source::new(path, code)).len(), expected, "{path}: {code}");
    }

    #[test]
    fn nobody_imports_app() {
        check_at("src/pages/home.rs", "use crate::app::App;", 1);
        check_at("src/layout.rs", "use super::app::App;", 1);
        check_at("src/main.rs", "use crate::app::App;", 0);
        check_at("src/app/start.rs", "use crate::app::App;", 0);
        check_at("xtask/src/start.rs", "use crate::app::App;", 0);
    }

    #[test]
    fn components_know_neither_session_nor_routes() {
        check_at("src/components/button.rs", "use crate::{session::Session, route};", 2);
        check_at("src/components/button.rs", "use crate::components::icon::Icon;", 0);
        check_at("src/components/button.rs", "use auth0_spa::session::Session;", 0);
    }

    #[test]
    fn dom_knows_no_other_module_of_the_app() {
        check_at("src/dom/focus.rs", "use crate::session::Session;", 1);
        check_at("src/dom/focus.rs", "use crate::dom::effect;", 0);
    }

    #[test]
    fn pages_do_not_import_pages() {
        check_at("src/pages/home.rs", "use crate::pages::settings::List;", 1);
        check_at("src/pages/home.rs", "use super::settings::List;", 1);
        check_at("src/pages/settings/list.rs", "use crate::pages::settings::Row;", 0);
        check_at("src/pages/settings/list.rs", "use super::Row;", 0);
        check_at("src/pages.rs", "use crate::pages::settings::List;", 0);
        check_at("src/app.rs", "use crate::pages::settings::List;", 0);
    }
}
