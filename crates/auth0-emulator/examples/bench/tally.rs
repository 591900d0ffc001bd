//! What was answered, by class, and which of it must not have been.

use std::collections::BTreeMap;
use std::fmt::{Display, Formatter, Result};

use crate::answer::Answer;

/// Stands in every answer that a fault makes up, so that a status of 500 and more without it is the program's own.
pub(crate) const ON_PURPOSE: &str = "spoilt on purpose";
/// Most errors that are told one by one.
const TOLD: usize = 20;

/// Numbers of answers.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    /// All requests.
    pub(crate) requests: u64,
    succeeded: u64,
    redirected: u64,
    refused: u64,
    spoilt: u64,
    unanswered: u64,
    failed: u64,
    /// What was carried through, by its name.
    deeds: BTreeMap<&'static str, u64>,
    /// The first answers of 500 and more that no fault asked for.
    pub(crate) errors: Vec<String>,
}

impl Tally {
    /// Counts the answer to a request; none for a connection that broke before its end.
    pub(crate) fn count(&mut self, method: &str, target: &str, answer: Option<&Answer>) {
        self.requests += 1;
        match answer {
            None => self.unanswered += 1,
            Some(answer) if answer.body.contains(ON_PURPOSE) => self.spoilt += 1,
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

    /// Counts something that was carried through.
    pub(crate) fn did(&mut self, deed: &'static str) {
        *self.deeds.entry(deed).or_default() += 1;
    }

    /// Takes another one's numbers in.
    pub(crate) fn add(&mut self, other: Self) {
        self.requests += other.requests;
        self.succeeded += other.succeeded;
        self.redirected += other.redirected;
        self.refused += other.refused;
        self.spoilt += other.spoilt;
        self.unanswered += other.unanswered;
        self.failed += other.failed;
        self.errors.extend(other.errors);
        for (deed, times) in other.deeds {
            *self.deeds.entry(deed).or_default() += times;
        }
    }
}

impl Display for Tally {
    fn fmt(&self, out: &mut Formatter<'_>) -> Result {
        writeln!(out, "requests           {:>10}", self.requests)?;
        writeln!(out, "  2xx              {:>10}", self.succeeded)?;
        writeln!(out, "  3xx              {:>10}", self.redirected)?;
        writeln!(out, "  4xx              {:>10}", self.refused)?;
        writeln!(out, "  made up by faults{:>10}", self.spoilt)?;
        writeln!(out, "  broken off       {:>10}", self.unanswered)?;
        writeln!(out, "  5xx of its own   {:>10}", self.failed)?;
        let deeds: Vec<String> = self.deeds.iter().map(|(deed, times)| format!("{times} {deed}")).collect();
        write!(out, "carried through    {}", deeds.join(", "))
    }
}
