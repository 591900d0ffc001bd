//! `cargo xtask cases`: every acceptance case with the tests that cover it.
//!
//! The cases stand in `tests/cases.toml`, in words. A test covers those that its name begins with
//! (`cb_05_email_verification_link_is_not_a_callback`); this command only brings the two together.

mod list;
mod names;

use std::collections::BTreeMap;

use crate::cases::list::{CaseId, Cases, ListError};
use crate::cases::names::TestName;
use crate::tidy::TidyError;
use crate::tidy::source;
use crate::workspace::Workspace;

/// The list of cases, from the root.
const LIST: &str = "tests/cases.toml";

/// Prints every case with its tests, and what is wrong.
///
/// # Errors
///
/// [`CasesError`]: a case without a test, a test of an unknown case, an unreadable list.
pub(crate) fn run(workspace: &Workspace) -> Result<(), CasesError> {
    let (cases, tests) = read(workspace)?;
    print!("{}", table(&cases, &tests));
    judge(&cases, &tests)
}

/// Prints only what is wrong, and a sum.
///
/// # Errors
///
/// As [`run`].
pub(crate) fn check(workspace: &Workspace) -> Result<(), CasesError> {
    let (cases, tests) = read(workspace)?;
    judge(&cases, &tests)
}

fn read(workspace: &Workspace) -> Result<(Cases, Vec<TestName>), CasesError> {
    let cases = Cases::read(&workspace.path(LIST))?;
    let tests = source::all(workspace)?.iter().flat_map(names::of).collect();
    Ok((cases, tests))
}

fn table(cases: &Cases, tests: &[TestName]) -> String {
    let covered = covered(tests);
    let line = |test: &&TestName| format!("       {} ({})\n", test.name, test.path);
    let block = |(id, sentence)| {
        let tests: String = covered.get(&id).into_iter().flatten().map(line).collect();
        format!("{id}  {sentence}\n{tests}")
    };
    cases.iter().map(block).collect()
}

fn judge(cases: &Cases, tests: &[TestName]) -> Result<(), CasesError> {
    let problems = problems(cases, tests);
    for problem in &problems {
        println!("{problem}");
    }
    if problems.is_empty() {
        println!("{} cases, each with a test", cases.iter().count());
        Ok(())
    } else {
        Err(CasesError::Uncovered { count: problems.len() })
    }
}

fn problems(cases: &Cases, tests: &[TestName]) -> Vec<String> {
    let covered = covered(tests);
    let mut problems = Vec::new();
    for (id, sentence) in cases.iter() {
        if !covered.contains_key(&id) {
            problems.push(format!("{id} has no test: {sentence}"));
        }
    }
    for (id, tests) in covered.iter().filter(|(id, _)| !cases.contains(**id)) {
        problems.extend(tests.iter().map(|test| {
            format!("{}:{}: {} names {id}, which is no case of {LIST}", test.path, test.line, test.name)
        }));
    }
    problems
}

fn covered(tests: &[TestName]) -> BTreeMap<CaseId, Vec<&TestName>> {
    let mut covered: BTreeMap<CaseId, Vec<&TestName>> = BTreeMap::new();
    for test in tests {
        for id in names::cases(&test.name) {
            covered.entry(id).or_default().push(test);
        }
    }
    covered
}

/// Why the cases are not all covered.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CasesError {
    /// Cases without tests or tests without cases; they have been printed.
    #[error("cases and tests do not fit together in {count} places, named above")]
    Uncovered {
        /// How many.
        count: usize,
    },
    /// The list.
    #[error(transparent)]
    List(#[from] ListError),
    /// The sources.
    #[error(transparent)]
    Sources(#[from] TidyError),
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(list: &str, names: &[&str], expected: &[&str]) {
        let cases = Cases::parse(list).unwrap();
        let test = |name: &&str| TestName { name: (*name).to_owned(), path: "a.rs".to_owned(), line: 1 };
        let tests: Vec<_> = names.iter().map(test).collect();
        assert_eq!(problems(&cases, &tests), expected);
    }

    const LIST: &str = "[CB]\n01 = \"One.\"\n02 = \"Two.\"\n";

    #[test]
    fn every_case_has_a_test_and_every_test_a_case() {
        check(LIST, &["cb_01_one", "cb_02_two"], &[]);
        check(LIST, &["cb_01_02_both"], &[]);
        check(LIST, &["cb_01_one", "something_else"], &["CB-02 has no test: Two."]);
        let unknown = "a.rs:1: cb_03_three names CB-03, which is no case of tests/cases.toml";
        check(LIST, &["cb_01_02_both", "cb_03_three"], &[unknown]);
    }

    #[test]
    fn the_table_names_each_case_with_its_tests() {
        let cases = Cases::parse(LIST).unwrap();
        let test = TestName { name: "cb_01_one".to_owned(), path: "a.rs".to_owned(), line: 1 };
        assert_eq!(table(&cases, &[test]), "CB-01  One.\n       cb_01_one (a.rs)\nCB-02  Two.\n");
    }
}
