//! A clock that is set by hand.

use std::cell::Cell;

use crate::clock::{Clock, UnixTime};

/// A clock that stands still until it is advanced.
pub(crate) struct ManualClock(Cell<UnixTime>);

impl ManualClock {
    pub(crate) fn at(time: UnixTime) -> Self {
        Self(Cell::new(time))
    }

    pub(crate) fn advance(&self, seconds: i64) {
        self.0.set(self.0.get().plus(seconds));
    }
}

impl Clock for ManualClock {
    fn now(&self) -> UnixTime {
        self.0.get()
    }
}
