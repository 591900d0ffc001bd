//! The table at the end of `cargo xtask test`.

use std::fmt::Write;

use crate::progress::Elapsed;

/// How a step ended.
#[derive(Debug, Clone, Copy)]
pub(super) enum Outcome {
    Passed(Elapsed),
    Failed(Elapsed),
    /// An earlier step failed.
    NotRun,
}

/// The steps so far.
#[derive(Debug, Default)]
pub(super) struct Summary(Vec<(&'static str, Outcome)>);

impl Summary {
    pub(super) fn add(&mut self, name: &'static str, outcome: Outcome) {
        self.0.push((name, outcome));
    }

    /// The table; its last line counts the steps.
    pub(super) fn table(&self, total: Elapsed) -> String {
        let width = self.0.iter().map(|(name, _)| name.chars().count()).max().unwrap_or_default();
        let (mut table, mut passed, mut failed) = (String::new(), 0, 0);
        for (name, outcome) in &self.0 {
            let line = match outcome {
                Outcome::Passed(elapsed) => {
                    passed += 1;
                    format!("✓ {name:<width$}  {elapsed:>12}")
                }
                Outcome::Failed(elapsed) => {
                    failed += 1;
                    format!("✗ {name:<width$}  {elapsed:>12}  failed")
                }
                Outcome::NotRun => format!("· {name:<width$}  {:>12}", "not run"),
            };
            table.push_str(&line);
            table.push('\n');
        }
        // Writing to a string cannot fail.
        let _ = writeln!(table, "\n{passed} of {} steps passed, {failed} failed, in {total}", self.0.len());
        table
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn the_table_lists_and_counts_every_step() {
        let seconds = |count| Elapsed(Duration::from_secs(count));
        let mut summary = Summary::default();
        summary.add("format", Outcome::Passed(seconds(1)));
        summary.add("tests, native", Outcome::Failed(seconds(70)));
        summary.add("release build", Outcome::NotRun);
        assert_eq!(
            summary.table(seconds(71)),
            "✓ format                1.0 s\n\
             ✗ tests, native    1 min 10 s  failed\n\
             · release build       not run\n\
             \n\
             1 of 3 steps passed, 1 failed, in 1 min 11 s\n"
        );
    }
}
