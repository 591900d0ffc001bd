//! What `cargo xtask doctor` prints: a line for each thing it looked at.

use std::fmt;

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Finding {
    /// It is there, in this version or at this place.
    Present(String),
    /// It is not, and somebody can do without, or this program gets it; what to know about that.
    Optional(String),
    /// It is not, and has to be; the remedy.
    Missing(String),
}

/// All findings.
#[derive(Debug, Default)]
pub(super) struct Report(Vec<(String, Finding)>);

impl Report {
    /// One more line.
    pub(super) fn add(&mut self, what: &str, finding: Finding) {
        self.0.push((what.to_owned(), finding));
    }

    /// How many things are missing that have to be there.
    pub(super) fn missing(&self) -> usize {
        self.0.iter().filter(|(_, finding)| matches!(finding, Finding::Missing(_))).count()
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (what, finding) in &self.0 {
            let (mark, text) = match finding {
                Finding::Present(text) => ('✓', text),
                Finding::Optional(text) => ('·', text),
                Finding::Missing(text) => ('✗', text),
            };
            writeln!(f, "{mark} {what:<18} {text}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_has_to_be_there_counts_as_missing() {
        let mut report = Report::default();
        report.add("cargo", Finding::Present("1.95.0".into()));
        report.add("npm", Finding::Optional("install Node.js".into()));
        report.add("cc", Finding::Missing("install a C compiler".into()));
        assert_eq!(report.missing(), 1);
        assert_eq!(
            report.to_string(),
            "✓ cargo              1.95.0\n· npm                install Node.js\n✗ cc                 install a C compiler\n"
        );
    }
}
