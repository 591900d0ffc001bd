//! The clock of the device. It may be wrong; `auth0-spa` allows a minute.

use auth0_spa::{Clock, UnixTime};

use crate::Browser;

impl Clock for Browser {
    fn now(&self) -> UnixTime {
        #[expect(
            clippy::cast_possible_truncation,
            reason = "milliseconds since 1970 are whole and far below 2^53"
        )]
        UnixTime((js_sys::Date::now() / 1000.0) as i64)
    }
}

/// A time as logs write it (ISO 8601, UTC): `2026-01-31T08:15:00.000Z`.
pub fn iso_8601(time: UnixTime) -> String {
    let date = js_sys::Date::new_0();
    #[expect(clippy::cast_precision_loss, reason = "seconds since 1970 are far below 2^53")]
    date.set_time(time.0 as f64 * 1000.0);
    date.to_iso_string().into()
}
