//! Time as an argument. This is the only module that reads the machine's clock.
//!
//! Every rule of the tenant (expiry of codes, `auth_time`, `max_age`, rate limits) takes a [`Timestamp`] of a [`Clock`], so
//! tests and the control API can move time.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

/// The end of the year 9999, in milliseconds since the epoch: later times cannot be written as ISO 8601.
const END: i64 = 253_402_300_799_999;

/// A clock that can be moved. Clones share the same time.
#[derive(Clone, Debug)]
pub struct Clock {
    base: Base,
    offset_millis: Arc<AtomicI64>,
}

#[derive(Clone, Copy, Debug)]
enum Base {
    System,
    Manual(i64),
}

impl Clock {
    /// The machine's time.
    pub fn system() -> Self {
        Self { base: Base::System, offset_millis: Arc::default() }
    }

    /// A clock that shows `unix_seconds` until it is moved.
    pub fn manual(unix_seconds: i64) -> Self {
        let base = Base::Manual(unix_seconds.saturating_mul(1000));
        Self { base, offset_millis: Arc::default() }
    }

    /// The current time of this clock, from the epoch to the end of the year 9999.
    pub fn now(&self) -> Timestamp {
        let millis = self.base_millis().saturating_add(self.offset_millis.load(Ordering::SeqCst));
        Timestamp(millis.clamp(0, END))
    }

    /// Moves the clock forward. A system clock continues from there.
    pub fn advance(&self, by: Duration) {
        let millis = i64::try_from(by.as_millis()).unwrap_or(i64::MAX);
        // Never fails: the closure always has a value.
        let _ = self
            .offset_millis
            .fetch_update(Ordering::SeqCst, Ordering::SeqCst, |offset| Some(offset.saturating_add(millis)));
    }

    /// Moves the clock to a time, which may be in the past.
    pub fn set(&self, unix_seconds: i64) {
        let offset = unix_seconds.saturating_mul(1000).saturating_sub(self.base_millis());
        self.offset_millis.store(offset, Ordering::SeqCst);
    }

    /// Undoes every [`Clock::advance`] and [`Clock::set`].
    pub fn reset(&self) {
        self.offset_millis.store(0, Ordering::SeqCst);
    }

    fn base_millis(&self) -> i64 {
        match self.base {
            Base::Manual(millis) => millis,
            Base::System => system_millis(),
        }
    }
}

impl Default for Clock {
    fn default() -> Self {
        Self::system()
    }
}

#[expect(clippy::disallowed_methods, reason = "this is the port through which the crate reads the time")]
fn system_millis() -> i64 {
    let since_epoch = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since_epoch.as_millis()).unwrap_or(i64::MAX)
}

/// A moment, in milliseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Timestamp(i64);

impl Timestamp {
    /// The moment this many milliseconds after the epoch.
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis)
    }

    /// Parses an ISO 8601 time such as `2024-01-31T09:00:00.000Z`.
    pub fn parse(text: &str) -> Option<Self> {
        let moment = OffsetDateTime::parse(text, &Rfc3339).ok()?;
        i64::try_from(moment.unix_timestamp_nanos() / 1_000_000).ok().map(Self)
    }

    /// Whole seconds since the epoch, the unit of `iat`, `exp` and `auth_time`.
    pub fn seconds(self) -> i64 {
        self.0.div_euclid(1000)
    }

    /// Milliseconds since the epoch.
    pub fn millis(self) -> i64 {
        self.0
    }

    /// This moment plus a number of seconds (which may be negative).
    #[must_use]
    pub fn plus_seconds(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(seconds.saturating_mul(1000)))
    }

    /// The format of the Management API: `2024-01-31T09:00:00.000Z`.
    pub fn iso(self) -> String {
        let nanos = i128::from(self.0) * 1_000_000;
        let Ok(moment) = OffsetDateTime::from_unix_timestamp_nanos(nanos) else {
            return "1970-01-01T00:00:00.000Z".to_owned();
        };
        format!(
            "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z",
            moment.year(),
            u8::from(moment.month()),
            moment.day(),
            moment.hour(),
            moment.minute(),
            moment.second(),
            moment.millisecond()
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manual_clock_moves_only_when_moved() {
        let clock = Clock::manual(1_700_000_000);
        let twin = clock.clone();
        assert_eq!(clock.now().seconds(), 1_700_000_000);
        twin.advance(Duration::from_millis(1500));
        assert_eq!(clock.now().millis(), 1_700_000_001_500);
        clock.set(1_600_000_000);
        assert_eq!(twin.now().seconds(), 1_600_000_000);
        clock.reset();
        assert_eq!(clock.now().seconds(), 1_700_000_000);
    }

    #[test]
    fn a_clock_that_is_moved_too_far_stays_at_the_last_moment_that_can_be_written() {
        let clock = Clock::manual(1_700_000_000);
        for by in [Duration::from_hours(24 * 365 * 9000), Duration::MAX, Duration::MAX] {
            clock.advance(by);
            assert_eq!(clock.now().iso(), "9999-12-31T23:59:59.999Z");
        }
        clock.set(i64::MIN);
        assert_eq!(clock.now().iso(), "1970-01-01T00:00:00.000Z");
    }

    #[test]
    fn timestamps_are_written_and_read_with_milliseconds() {
        let moment = Timestamp::from_millis(1_700_000_001_005);
        assert_eq!(moment.iso(), "2023-11-14T22:13:21.005Z");
        assert_eq!(Timestamp::parse(&moment.iso()), Some(moment));
        assert_eq!(Timestamp::parse("yesterday"), None);
    }
}
