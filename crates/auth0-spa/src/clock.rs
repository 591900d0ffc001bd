//! Time as an argument, in whole seconds since 1970, UTC.

use crate::json::{Number, Value};

/// Seconds by which two clocks may differ, wherever their times are compared.
pub const LEEWAY: i64 = 60;

/// A source of the current time.
pub trait Clock {
    /// The time now.
    fn now(&self) -> UnixTime;
}

/// Whole seconds since 1970-01-01T00:00:00Z, the `NumericDate` of RFC 7519 section 2 without its fraction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct UnixTime(pub i64);

impl UnixTime {
    /// The end of the year 9999. A later time is a mistake or an attack.
    const LAST: i64 = 253_402_300_799;

    /// Reads seconds that are written as plain digits.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        seconds(text).filter(|seconds| *seconds <= Self::LAST).map(Self)
    }

    /// Reads the member of a record: a number of seconds in plain digits.
    pub(crate) fn read(record: &Value, name: &str) -> Option<Self> {
        Self::parse(record.get(name)?.as_number()?.as_str())
    }

    /// In the form that [`read`](Self::read) parses.
    pub(crate) fn to_json(self) -> Value {
        Value::Number(Number::from(self.0))
    }

    /// The time `seconds` later. Stays at the end of the range instead of wrapping.
    #[must_use]
    pub const fn plus(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(seconds))
    }

    /// Seconds from `earlier` to this time, negative when `earlier` is later.
    #[must_use]
    pub const fn since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0)
    }
}

/// A number of seconds that is written as plain digits: no sign, no fraction, no exponent.
pub(crate) fn seconds(text: &str) -> Option<i64> {
    if text.bytes().all(|byte| byte.is_ascii_digit()) { text.parse().ok() } else { None }
}
