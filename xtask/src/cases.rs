//! `cargo xtask cases`: every acceptance case with the tests that cover it.
//!
//! The cases stand in `tests/cases.toml`. A test names those it covers in its documentation (`/// Cases: CB-05.`); this
//! command brings the two together.

mod list;
mod tests_of;

use std::collections::BTreeMap;

use crate::cases::list::{CaseId, Cases, ListError};
use crate::cases::tests_of::{Test, tests_of};
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

fn read(workspace: &Workspace) -> Result<(Cases, Vec<Test>), CasesError> {
    let cases = Cases::read(&workspace.path(LIST))?;
    let tests = source::all(workspace)?.iter().flat_map(tests_of).collect();
    Ok((cases, tests))
}

fn table(cases: &Cases, tests: &[Test]) -> String {
    let covered = covered(tests);
    let line = |test: &&Test| format!("       {} ({})\n", test.name, test.path);
    let block = |(id, sentence)| {
        let tests: String = covered.get(&id).into_iter().flatten().map(line).collect();
        format!("{id}  {sentence}\n{tests}")
    };
    cases.iter().map(block).collect()
}

fn judge(cases: &Cases, tests: &[Test]) -> Result<(), CasesError> {
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

fn problems(cases: &Cases, tests: &[Test]) -> Vec<String> {
    let covered = covered(tests);
    let mut problems = Vec::new();
    for (id, sentence) in cases.iter() {
        if !covered.contains_key(&id) {
            problems.push(format!("{id} has no test: {sentence}"));
        }
    }
    for test in tests {
        for id in test.cases.iter().filter_map(|id| unknown(cases, id)) {
            problems.push(format!(
                "{}:{}: {} names {id}, which is no case of {LIST}",
                test.path, test.line, test.name
            ));
        }
    }
    problems
}

fn unknown(cases: &Cases, id: &Result<CaseId, String>) -> Option<String> {
    match id {
        Ok(id) => (!cases.contains(*id)).then(|| id.to_string()),
        Err(text) => Some(text.clone()),
    }
}

fn covered(tests: &[Test]) -> BTreeMap<CaseId, Vec<&Test>> {
    let mut covered: BTreeMap<CaseId, Vec<&Test>> = BTreeMap::new();
    for test in tests {
        for id in test.cases.iter().flatten() {
            covered.entry(*id).or_default().push(test);
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
    use crate::tidy::source::Source;

    const LIST: &str = "[CB]\n01 = \"One.\"\n02 = \"Two.\"\n";

    fn test(name: &str, documentation: &str) -> Test {
        let text = format!("{documentation}\n#[test]\nfn {name}() {{}}\n");
        tests_of(&Source::new("a.rs", &text)).remove(0)
    }

    fn check(documentation: &[&str], expected: &[&str]) {
        let cases = Cases::parse(LIST).unwrap();
        let tests: Vec<_> = documentation.iter().map(|text| test("a", text)).collect();
        assert_eq!(problems(&cases, &tests), expected);
    }

    #[test]
    fn every_case_has_a_test_and_every_test_a_case() {
        check(&["/// Cases: CB-01.", "/// Cases: CB-02."], &[]);
        check(&["/// Cases: CB-01, CB-02."], &[]);
        check(&["/// Cases: CB-01.", "/// Why."], &["CB-02 has no test: Two."]);
        for id in ["CB-03", "CB-1"] {
            let unknown = format!("a.rs:3: a names {id}, which is no case of tests/cases.toml");
            check(&["/// Cases: CB-01, CB-02.", &format!("/// Cases: {id}.")], &[&unknown]);
        }
    }

    #[test]
    fn the_table_names_each_case_with_its_tests() {
        let cases = Cases::parse(LIST).unwrap();
        let expected = "CB-01  One.\n       one (a.rs)\nCB-02  Two.\n";
        assert_eq!(table(&cases, &[test("one", "/// Cases: CB-01.")]), expected);
    }
}
