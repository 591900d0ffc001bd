//! Counts responses by class, and keeps the unexpected errors.

use std::collections::BTreeMap;
use std::fmt::{Display, Formatter, Result};

use crate::answer::Answer;

/// Part of every response that a fault makes up. A status of 500 or more without it is an error of the program.
pub(crate) const ON_PURPOSE: &str = "spoilt on purpose";
/// Most errors that are kept.
const TOLD: usize = 20;

/// Counts of responses.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    /// All requests.
    pub(crate) requests: u64,
    succeeded: u64,
    redirected: u64,
    refused: u64,
    faulty: u64,
    unanswered: u64,
    failed: u64,
    /// Completed actions, by name.
    actions: BTreeMap<&'static str, u64>,
    /// The first responses of 500 or more that no fault caused.
    pub(crate) errors: Vec<String>,
}

impl Tally {
    /// Counts the response to a request. `None` for a connection that broke.
    pub(crate) fn count(&mut self, method: &str, target: &str, answer: Option<&Answer>) {
        self.requests += 1;
        match answer {
            None => self.unanswered += 1,
            Some(answer) if answer.body.contains(ON_PURPOSE) => self.faulty += 1,
            Some(Answer { status: 200..300, .. }) => self.succeeded += 1,
            Some(Answer { status: 300..400, .. }) => self.redirected += 1,
            Some(Answer { status: 400..500, .. }) => self.refused += 1,
            Some(answer) => {
                self.failed += 1;
                if self.errors.len() < TOLD {
                    self.errors
                        .push(format!("{method} {target} answered {}: {}", answer.status, answer.body));
                }
            }
        }
    }

    /// Counts a completed action.
    pub(crate) fn did(&mut self, action: &'static str) {
        *self.actions.entry(action).or_default() += 1;
    }

    /// Adds the counts of another tally.
    pub(crate) fn add(&mut self, other: Self) {
        self.requests += other.requests;
        self.succeeded += other.succeeded;
        self.redirected += other.redirected;
        self.refused += other.refused;
        self.faulty += other.faulty;
        self.unanswered += other.unanswered;
        self.failed += other.failed;
        self.errors.extend(other.errors);
        for (action, times) in other.actions {
            *self.actions.entry(action).or_default() += times;
        }
    }
}

impl Display for Tally {
    fn fmt(&self, out: &mut Formatter<'_>) -> Result {
        writeln!(out, "requests           {:>10}", self.requests)?;
        writeln!(out, "  2xx              {:>10}", self.succeeded)?;
        writeln!(out, "  3xx              {:>10}", self.redirected)?;
        writeln!(out, "  4xx              {:>10}", self.refused)?;
        writeln!(out, "  made up by faults{:>10}", self.faulty)?;
        writeln!(out, "  broken off       {:>10}", self.unanswered)?;
        writeln!(out, "  5xx of its own   {:>10}", self.failed)?;
        let actions: Vec<String> =
            self.actions.iter().map(|(action, times)| format!("{times} {action}")).collect();
        write!(out, "carried through    {}", actions.join(", "))
    }
}
