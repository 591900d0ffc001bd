//! The clock of the device. It may be wrong; the core allows a minute.

use auth0_client::{Clock, UnixTime};

use super::Browser;

impl Clock for Browser {
    fn now(&self) -> UnixTime {
        #[expect(
            clippy::cast_possible_truncation,
            reason = "milliseconds since 1970 are whole and far below 2^53"
        )]
        UnixTime((js_sys::Date::now() / 1000.0) as i64)
    }
}
