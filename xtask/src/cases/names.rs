//! The tests of the repository, and the cases that their names begin with.

use crate::cases::list::CaseId;
use crate::tidy::source::Source;

/// What marks a test: of the standard library and of proptest, of tokio, of the browser.
const MARKS: [&str; 3] = ["#[test]", "#[tokio::test", "#[wasm_bindgen_test"];

/// A test.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct TestName {
    /// The function.
    pub(super) name: String,
    /// Its file, from the root.
    pub(super) path: String,
    /// The line of the function, from 1.
    pub(super) line: usize,
}

/// Every test of a file.
pub(super) fn of(source: &Source) -> Vec<TestName> {
    let mut tests = Vec::new();
    let mut marked = false;
    for (index, line) in source.text.lines().enumerate() {
        let line = line.trim_start();
        marked |= MARKS.iter().any(|mark| line.starts_with(mark));
        let Some(name) = function(line) else { continue };
        if marked {
            tests.push(TestName { name: name.to_owned(), path: source.path.clone(), line: index + 1 });
        }
        marked = false;
    }
    tests
}

/// The cases of a test: each group in its name, and the numbers right after it.
///
/// `lf_04_20_rt_03_the_session_stays` is LF-04, LF-20 and RT-03.
pub(super) fn cases(name: &str) -> Vec<CaseId> {
    let mut cases = Vec::new();
    let mut group = None;
    for part in name.split('_') {
        match group.and_then(|group| CaseId::parse(group, part)) {
            Some(case) => cases.push(case),
            None => group = Some(part),
        }
    }
    cases
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

    #[test]
    fn only_functions_that_are_marked_are_tests() {
        let text = "fn helper() {}\n\n#[tokio::test]\nasync fn a() {}\nfn other() {}\n    #[test]\n    #[cfg(unix)]\n    fn b<T>() {}\n";
        let found: Vec<_> =
            of(&Source::new("a.rs", text)).into_iter().map(|test| (test.name, test.line)).collect();
        assert_eq!(found, [("a".to_owned(), 4), ("b".to_owned(), 8)]);
    }

    #[test]
    fn several_cases_can_stand_in_one_name() {
        let found = |name| cases(name).iter().map(ToString::to_string).collect::<Vec<_>>();
        assert_eq!(found("lf_04_20_rt_03_the_session_stays"), ["LF-04", "LF-20", "RT-03"]);
        assert_eq!(found("ma_15_a_400_for_the_own_id_token"), ["MA-15"]);
        assert_eq!(found("cb_21_a_code_of_8_kilobytes_is_read"), ["CB-21"]);
        assert_eq!(found("a_user_id_is_kept"), Vec::<String>::new());
    }
}
