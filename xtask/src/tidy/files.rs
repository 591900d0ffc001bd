//! Rules about a file as a whole: it says what it is for, and it is short enough to be one idea.

use crate::tidy::Violation;
use crate::tidy::source::Source;

/// The most lines a file may have. Most have a quarter of that.
const MOST_LINES: usize = 400;

/// Checks one file.
pub(super) fn check(source: &Source) -> Vec<Violation> {
    let violation = |line, rule: String| Violation { path: source.path.clone(), line, rule };
    let mut violations = Vec::new();
    if !source.text.starts_with("//!") {
        violations
            .push(violation(1, "a file begins with `//!`: what it owns and what it must not do".to_owned()));
    }
    let lines = source.text.lines().count();
    if lines > MOST_LINES {
        violations.push(violation(
            MOST_LINES,
            format!(
                "a file is one idea in at most {MOST_LINES} lines; this one has {lines}: split it by meaning"
            ),
        ));
    }
    violations
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(text: &str) -> usize {
        check(&Source::new("src/a.rs", text)).len()
    }

    #[test]
    fn a_file_begins_with_its_purpose() {
        assert_eq!(count("//! What it is.\n"), 0);
        assert_eq!(count("use std::fmt;\n//! Too late.\n"), 1);
        assert_eq!(count(""), 1);
    }

    #[test]
    fn a_file_of_the_most_lines_is_still_allowed() {
        let text = |lines| "//! Header.\n".to_owned() + &"\n".repeat(lines - 1);
        assert_eq!(count(&text(MOST_LINES)), 0);
        assert_eq!(count(&text(MOST_LINES + 1)), 1);
    }
}
