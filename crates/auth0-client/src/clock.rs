//! Time as an argument. Owns the unit (whole seconds since 1970, UTC); must not read a clock.

use serde::Serialize;

/// A source of the current time.
pub trait Clock {
    /// The time now.
    fn now(&self) -> UnixTime;
}

/// Whole seconds since 1970-01-01T00:00:00Z, the `NumericDate` of RFC 7519 section 2 without its fraction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct UnixTime(pub i64);

impl UnixTime {
    /// The time `seconds` later. Stays at the end of the range instead of wrapping.
    #[must_use]
    pub const fn plus(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(seconds))
    }

    /// Seconds from `earlier` to this time, negative when `earlier` is in fact later.
    #[must_use]
    pub const fn since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0)
    }
}
