//! Which modules of its own crate a file refers to: `crate::a::{b, c::d}` is `a::b` and `a::c::d`.

use std::iter::Peekable;
use std::str::Chars;

use crate::tidy::source::Source;

/// A path from the crate's root, and the line where it begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Reference {
    /// The names from the root, `["pages", "home", "Home"]`.
    pub(super) path: Vec<String>,
    /// The line, from 1.
    pub(super) line: usize,
}

/// Every reference in the file's code that begins with `crate::` or `super::`.
pub(super) fn references(source: &Source) -> Vec<Reference> {
    let code = source.code();
    let module = module_of(&source.path);
    let mut found = Vec::new();
    for (start, keyword) in code.match_indices("crate::").chain(code.match_indices("super::")) {
        let before = code.get(..start).unwrap_or_default();
        // `super::super::` is read from its beginning, `$crate::` and `my_crate::` are something else.
        if before.ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':' || c == '$') {
            continue;
        }
        let (root, rest) = match keyword {
            "crate::" => (Vec::new(), code.get(start + keyword.len()..).unwrap_or_default()),
            _ => ascend(&module, code.get(start..).unwrap_or_default()),
        };
        let line = before.matches('\n').count() + 1;
        let mut paths = Vec::new();
        expand(&mut rest.chars().peekable(), root, &mut paths);
        found.extend(paths.into_iter().map(|path| Reference { path, line }));
    }
    found
}

/// The module that the file is: `src/pages/home.rs` is `["pages", "home"]`.
fn module_of(path: &str) -> Vec<String> {
    let inside = path.rsplit_once("src/").map_or(path, |(_, inside)| inside);
    inside.trim_end_matches(".rs").split('/').map(str::to_owned).collect()
}

fn ascend<'a>(module: &[String], mut rest: &'a str) -> (Vec<String>, &'a str) {
    let mut root = module.to_vec();
    while let Some(after) = rest.strip_prefix("super::") {
        root.pop();
        rest = after;
    }
    (root, rest)
}

/// Reads a use tree: names joined by `::`, or a group in braces.
fn expand(text: &mut Peekable<Chars<'_>>, mut prefix: Vec<String>, paths: &mut Vec<Vec<String>>) {
    loop {
        skip(text, char::is_whitespace);
        if text.next_if_eq(&'{').is_some() {
            expand_group(text, &prefix, paths);
            return;
        }
        let mut name = String::new();
        while let Some(c) = text.next_if(|c| c.is_alphanumeric() || *c == '_' || *c == '*') {
            name.push(c);
        }
        if name.is_empty() {
            break;
        }
        prefix.push(name);
        if text.next_if_eq(&':').is_none() || text.next_if_eq(&':').is_none() {
            break;
        }
    }
    paths.push(prefix);
}

fn expand_group(text: &mut Peekable<Chars<'_>>, prefix: &[String], paths: &mut Vec<Vec<String>>) {
    loop {
        skip(text, |c| c.is_whitespace() || c == ',');
        if text.peek().is_none() || text.next_if_eq(&'}').is_some() {
            return;
        }
        expand(text, prefix.to_vec(), paths);
        // What is left of the item: `as another_name`.
        skip(text, |c| c != ',' && c != '}');
    }
}

fn skip(text: &mut Peekable<Chars<'_>>, unwanted: impl Fn(char) -> bool) {
    while text.next_if(|&c| unwanted(c)).is_some() {}
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(path: &str, code: &str, expected: &[&str]) {
        let found: Vec<String> =
            references(&Source::new(path, code)).into_iter().map(|found| found.path.join("::")).collect();
        assert_eq!(found, expected, "{code}");
    }

    #[test]
    fn use_trees_are_taken_apart() {
        check("src/a.rs", "use crate::route::Route;", &["route::Route"]);
        check(
            "src/a.rs",
            "use crate::{app, pages::{home::Home, settings as s}};",
            &["app", "pages::home::Home", "pages::settings"],
        );
        check("src/a.rs", "use crate::{\n    session::*,\n};", &["session::*"]);
        check("src/a.rs", "crate::session::current::<u8>()", &["session::current"]);
        check("src/a.rs", "use std::fmt; $crate::x; my_crate::y", &[]);
    }

    #[test]
    fn super_is_resolved() {
        check("src/pages/home.rs", "use super::settings::List;", &["pages::settings::List"]);
        check("src/pages/home.rs", "use super::super::session;", &["session"]);
        check("src/pages/settings/list.rs", "use super::Row;", &["pages::settings::Row"]);
    }

    #[test]
    fn comments_and_tests_refer_to_nothing() {
        check("src/a.rs", "// use crate::app;\n#[cfg(test)]\nmod tests { use crate::app; }\n", &[]);
    }

    #[test]
    fn the_line_is_where_the_path_begins() {
        let found = references(&Source::new("src/a.rs", "//! A.\n\nuse crate::app::App;\n"));
        assert_eq!(found, [Reference { path: vec!["app".to_owned(), "App".to_owned()], line: 3 }]);
    }
}
