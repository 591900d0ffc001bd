//! When an unfinished link expires, and why.

use thiserror::Error;

use crate::clock::UnixTime;
use crate::login::SecondLogin;

/// Seconds from the return of the second login in which the accounts can be linked.
pub const LIFETIME: i64 = 300;

/// Seconds before the deadline in which the user is warned.
const WARNING: i64 = 60;

/// When an unfinished link expires.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deadline {
    /// The moment of expiry.
    pub at: UnixTime,
    /// What expires then.
    pub why: Expiry,
}

/// Why an unfinished link expires.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Expiry {
    /// [`LIFETIME`] seconds since the return of the second login.
    #[error("the user took too long")]
    Waited,
    /// The token of the first login that linking needs has expired.
    #[error("the first login has ended")]
    FirstLogin,
    /// The token of the second login that linking needs has expired.
    #[error("the second login has ended")]
    SecondLogin,
}

/// How much time is left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimeLeft {
    /// More than a minute.
    Enough,
    /// A minute or less, and what expires then.
    LastMinute(Expiry),
    /// The deadline has passed.
    Over(Expiry),
}

impl Deadline {
    /// Of a second login: [`LIFETIME`] seconds from its return, and no longer than its ID token.
    pub fn of_second_login(second: &SecondLogin) -> Self {
        let id_token = Self { at: second.claims.expires_at, why: Expiry::SecondLogin };
        Self { at: second.returned_at.plus(LIFETIME), why: Expiry::Waited }.or(id_token)
    }

    /// The earlier of two; this one if they are equal.
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

    /// Whether it has passed.
    pub fn is_over(self, now: UnixTime) -> bool {
        self.at <= now
    }
}

#[cfg(test)]
mod tests;
