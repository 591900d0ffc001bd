//! The tests of a file, and the cases that their documentation names: `/// Cases: CB-05, LF-04.`

use crate::cases::list::CaseId;
use crate::tidy::source::Source;

/// What marks a test: of the standard library and of proptest, of tokio, of the browser.
const MARKS: [&str; 3] = ["#[test]", "#[tokio::test", "#[wasm_bindgen_test"];

/// What the line of the documentation begins with.
const CASES: &str = "/// Cases:";

/// A test.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Test {
    /// The function.
    pub(super) name: String,
    /// Its file, from the root.
    pub(super) path: String,
    /// The line of the function, from 1.
    pub(super) line: usize,
    /// The cases it covers. An entry that is no id keeps its text, to be told.
    pub(super) cases: Vec<Result<CaseId, String>>,
}

/// Every test of a file.
pub(super) fn tests_of(source: &Source) -> Vec<Test> {
    let mut tests = Vec::new();
    let mut marked = false;
    let mut cases = Vec::new();
    for (index, line) in source.text.lines().enumerate() {
        let line = line.trim_start();
        marked |= MARKS.iter().any(|mark| line.starts_with(mark));
        if let Some(ids) = line.strip_prefix(CASES) {
            cases.extend(ids.trim_end_matches('.').split(',').map(|id| case(id.trim())));
        }
        let Some(name) = function(line) else { continue };
        let cases = std::mem::take(&mut cases);
        if marked {
            tests.push(Test { name: name.to_owned(), path: source.path.clone(), line: index + 1, cases });
        }
        marked = false;
    }
    tests
}

fn case(id: &str) -> Result<CaseId, String> {
    id.split_once('-').and_then(|(group, number)| CaseId::parse(group, number)).ok_or_else(|| id.to_owned())
}

/// The name of the function that a line begins.
fn function(line: &str) -> Option<&str> {
    let line = line.strip_prefix("pub ").unwrap_or(line);
    let line = line.strip_prefix("async ").unwrap_or(line);
    line.strip_prefix("fn ")?.split(['(', '<']).next()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[(&str, usize, &str)]) {
        let id =
            |case: Result<CaseId, String>| case.map_or_else(|text| format!("?{text}"), |id| id.to_string());
        let ids = |test: &Test| test.cases.iter().cloned().map(id).collect::<Vec<_>>().join(" ");
        let tests = tests_of(&Source::new("a.rs", text));
        let found: Vec<_> = tests.iter().map(|test| (test.name.as_str(), test.line, ids(test))).collect();
        let expected: Vec<_> =
            expected.iter().map(|(name, line, ids)| (*name, *line, (*ids).to_owned())).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn only_functions_that_are_marked_are_tests() {
        let text = "fn setup() {}\n\n#[tokio::test]\nasync fn a() {}\nfn other() {}\n    #[test]\n    #[cfg(unix)]\n    fn b<T>() {}\n";
        check(text, &[("a", 4, ""), ("b", 8, "")]);
    }

    #[test]
    fn the_documentation_of_a_test_names_its_cases() {
        check(
            "/// Cases: CB-05, LF-04.\n#[test]\nfn a() {}\n#[test]\nfn b() {}\n",
            &[("a", 3, "CB-05 LF-04"), ("b", 5, "")],
        );
        check("/// Why.\n///\n/// Cases: CB-05.\n#[test]\nfn a() {}\n", &[("a", 5, "CB-05")]);
        check("/// Cases: CB-05.\nfn setup() {}\n#[test]\nfn a() {}\n", &[("a", 4, "")]);
    }

    #[test]
    fn what_is_no_id_is_kept_to_be_told() {
        check("/// Cases: CB-5, cases.\n#[test]\nfn a() {}\n", &[("a", 3, "?CB-5 ?cases")]);
    }
}
