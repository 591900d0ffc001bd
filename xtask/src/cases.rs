//! `cargo xtask cases`: every acceptance case with the tests that cover it.
//!
//! The cases are in `tests/cases.toml`. A test names those it covers in its documentation: `/// Cases: CB-05, LF-04.`

use std::collections::BTreeMap;
use std::fs;

use anyhow::{Result, ensure};

use crate::tidy::source::{self, Source};
use crate::workspace::Workspace;

/// The list of cases, from the root.
const LIST: &str = "tests/cases.toml";

/// The attributes of a test: of the standard library and of proptest, of tokio, of the browser.
const TEST_ATTRIBUTES: [&str; 3] = ["#[test]", "#[tokio::test", "#[wasm_bindgen_test"];

/// Every case by its id (`CB-05`), with its sentence.
type Cases = BTreeMap<String, String>;

struct Test {
    name: String,
    /// Its file from the root, and the line of the function.
    place: String,
    cases: Vec<String>,
}

/// Prints every case with its tests. An error as for [`check`].
pub(crate) fn run(workspace: &Workspace) -> Result<()> {
    let (cases, tests) = read(workspace)?;
    print!("{}", table(&cases, &tests));
    judge(&cases, &tests)
}

/// An error if a case has no test, or a test names a case that does not exist.
pub(crate) fn check(workspace: &Workspace) -> Result<()> {
    let (cases, tests) = read(workspace)?;
    judge(&cases, &tests)
}

fn read(workspace: &Workspace) -> Result<(Cases, Vec<Test>)> {
    let cases = parse(&fs::read_to_string(workspace.path(LIST))?)?;
    Ok((cases, source::all(workspace)?.iter().flat_map(tests_of).collect()))
}

/// Reads the list: a table for each group, a sentence for each number.
fn parse(text: &str) -> Result<Cases> {
    let groups: BTreeMap<String, Cases> = toml::from_str(text)?;
    let mut all = Cases::new();
    for (group, cases) in groups {
        for (number, sentence) in cases {
            let is_id = group.len() == 2
                && group.bytes().all(|byte| byte.is_ascii_uppercase())
                && number.len() == 2
                && number.bytes().all(|byte| byte.is_ascii_digit());
            ensure!(is_id, "{group}-{number} is no case: the ids in {LIST} are like CB-05");
            all.insert(format!("{group}-{number}"), sentence);
        }
    }
    Ok(all)
}

fn tests_of(source: &Source) -> Vec<Test> {
    let mut tests = Vec::new();
    let (mut is_test, mut cases) = (false, Vec::new());
    for (index, line) in source.text.lines().enumerate() {
        let line = line.trim_start();
        is_test |= TEST_ATTRIBUTES.iter().any(|attribute| line.starts_with(attribute));
        if let Some(ids) = line.strip_prefix("/// Cases:") {
            cases.extend(ids.trim_end_matches('.').split(',').map(|id| id.trim().to_owned()));
        }
        let Some(name) = function(line) else { continue };
        let cases = std::mem::take(&mut cases);
        if std::mem::take(&mut is_test) {
            tests.push(Test {
                name: name.to_owned(),
                place: format!("{}:{}", source.path, index + 1),
                cases,
            });
        }
    }
    tests
}

/// The name of the function that a line begins.
fn function(line: &str) -> Option<&str> {
    let line = line.strip_prefix("pub ").unwrap_or(line);
    let line = line.strip_prefix("async ").unwrap_or(line);
    line.strip_prefix("fn ")?.split(['(', '<']).next()
}

fn table(cases: &Cases, tests: &[Test]) -> String {
    let mut table = String::new();
    for (id, sentence) in cases {
        table.extend([id, "  ", sentence, "\n"]);
        table.extend(covering(id, tests).map(|test| format!("       {} ({})\n", test.name, test.place)));
    }
    table
}

fn covering<'a>(id: &'a String, tests: &'a [Test]) -> impl Iterator<Item = &'a Test> {
    tests.iter().filter(move |test| test.cases.contains(id))
}

fn judge(cases: &Cases, tests: &[Test]) -> Result<()> {
    let problems = problems(cases, tests);
    for problem in &problems {
        println!("{problem}");
    }
    ensure!(problems.is_empty(), "cases and tests do not match in {} places, listed above", problems.len());
    println!("{} cases, each with a test", cases.len());
    Ok(())
}

fn problems(cases: &Cases, tests: &[Test]) -> Vec<String> {
    let uncovered = cases.iter().filter(|(id, _)| covering(id, tests).next().is_none());
    let mut problems: Vec<_> =
        uncovered.map(|(id, sentence)| format!("{id} has no test: {sentence}")).collect();
    for test in tests {
        for id in test.cases.iter().filter(|id| !cases.contains_key(*id)) {
            problems.push(format!("{}: {} names {id}, which is no case of {LIST}", test.place, test.name));
        }
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::*;

    fn two_cases() -> Cases {
        parse("[CB]\n01 = \"One.\"\n02 = \"Two.\"\n").unwrap()
    }

    /// A test of that name for each line of documentation.
    fn tests(documentation: &[&str]) -> Vec<Test> {
        let test = |line: &&str| tests_of(&Source::new("a.rs", &format!("{line}\n#[test]\nfn a() {{}}\n")));
        documentation.iter().flat_map(test).collect()
    }

    #[test]
    fn every_case_has_a_test_and_every_test_a_case() {
        let check = |documentation: &[&str], expected: &[&str]| {
            assert_eq!(problems(&two_cases(), &tests(documentation)), expected, "{documentation:?}");
        };
        check(&["/// Cases: CB-01.", "/// Cases: CB-02."], &[]);
        check(&["/// Cases: CB-01, CB-02."], &[]);
        check(&["/// Cases: CB-01.", "/// Why."], &["CB-02 has no test: Two."]);
        for id in ["CB-03", "CB-1"] {
            let unknown = format!("a.rs:3: a names {id}, which is no case of tests/cases.toml");
            check(&["/// Cases: CB-01, CB-02.", &format!("/// Cases: {id}.")], &[&unknown]);
        }
    }

    #[test]
    fn the_table_lists_each_case_with_its_tests() {
        let expected = "CB-01  One.\n       a (a.rs:3)\nCB-02  Two.\n";
        assert_eq!(table(&two_cases(), &tests(&["/// Cases: CB-01."])), expected);
    }

    #[test]
    fn a_malformed_list_of_cases_is_refused() {
        for text in
            ["[XXX]\n01 = \"a\"", "[CB]\n1 = \"a\"", "[CB]\na1 = \"a\"", "CB = 1", "[CB]\n01 = 1", "["]
        {
            assert!(parse(text).is_err(), "{text}");
        }
    }

    fn check(text: &str, expected: &[(&str, &str)]) {
        let tests = tests_of(&Source::new("a.rs", text));
        let found: Vec<_> = tests
            .iter()
            .map(|test| (format!("{} {}", test.place, test.name), test.cases.join(" ")))
            .collect();
        let expected: Vec<_> =
            expected.iter().map(|(test, cases)| ((*test).to_owned(), (*cases).to_owned())).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn only_functions_with_the_attribute_are_tests() {
        let text = "fn setup() {}\n\n#[tokio::test]\nasync fn a() {}\nfn other() {}\n    #[test]\n    #[cfg(unix)]\n    fn b<T>() {}\n";
        check(text, &[("a.rs:4 a", ""), ("a.rs:8 b", "")]);
    }

    #[test]
    fn the_documentation_of_a_test_names_its_cases() {
        check(
            "/// Cases: CB-05, LF-04.\n#[test]\nfn a() {}\n#[test]\nfn b() {}\n",
            &[("a.rs:3 a", "CB-05 LF-04"), ("a.rs:5 b", "")],
        );
        check("/// Why.\n///\n/// Cases: CB-05.\n#[test]\nfn a() {}\n", &[("a.rs:5 a", "CB-05")]);
        check("/// Cases: CB-05.\nfn setup() {}\n#[test]\nfn a() {}\n", &[("a.rs:4 a", "")]);
        check("/// Cases: CB-5, cases.\n#[test]\nfn a() {}\n", &[("a.rs:3 a", "CB-5 cases")]);
    }
}
