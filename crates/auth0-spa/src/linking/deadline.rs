//! When a link under way ends by itself, and why.

use thiserror::Error;

use crate::clock::UnixTime;

/// Seconds before the end in which the person is warned.
const WARNING: i64 = 60;

/// The end of a link under way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deadline {
    /// When.
    pub at: UnixTime,
    /// What ends then.
    pub why: Expiry,
}

/// What ends a link under way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Expiry {
    /// [`LIFETIME`](super::LIFETIME) seconds since the return of the second login.
    #[error("the person took too long")]
    Waited,
    /// The token of the first login that linking needs.
    #[error("the first login has ended")]
    FirstLogin,
    /// The token of the second login that linking needs.
    #[error("the second login has ended")]
    SecondLogin,
}

/// How much time is left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimeLeft {
    /// More than a minute.
    Enough,
    /// A minute or less, and what ends then.
    LastMinute(Expiry),
    /// None: it is over.
    Over(Expiry),
}

impl Deadline {
    /// The nearer of two; this one where both are at once.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        if other.at < self.at { other } else { self }
    }

    /// How much time is left. Judged by the clock, because a timer sleeps with the device.
    pub fn left(self, now: UnixTime) -> TimeLeft {
        match self.at.since(now) {
            ..=0 => TimeLeft::Over(self.why),
            1..=WARNING => TimeLeft::LastMinute(self.why),
            _ => TimeLeft::Enough,
        }
    }

    /// Whether it is over.
    pub fn is_over(self, now: UnixTime) -> bool {
        self.at <= now
    }
}

#[cfg(test)]
mod tests;
