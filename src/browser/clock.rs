//! The clock of the device. It may be wrong; the core allows a minute.

use auth0_spa::{Clock, UnixTime};

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

/// A text with a time on a line of its own, as logs write it.
pub fn stamped(text: String, at: UnixTime) -> String {
    let date = js_sys::Date::new_0();
    #[expect(clippy::cast_precision_loss, reason = "seconds since 1970 are far below 2^53")]
    date.set_time(at.0 as f64 * 1000.0);
    text + "\n" + &String::from(date.to_iso_string())
}
