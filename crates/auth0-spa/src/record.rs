//! Records in storage, written and read member by member.
//!
//! Derived by `serde`, the two would be kilobytes of what a first visit downloads. That both sides name the members
//! alike is for the tests beside each record.

use crate::clock::UnixTime;
use crate::json::{Number, Value};

/// A member that must be a text.
pub(crate) fn text(record: &Value, name: &str) -> Option<String> {
    record.get(name)?.as_str().map(str::to_owned)
}

/// A member that must be a time in whole seconds.
pub(crate) fn time(record: &Value, name: &str) -> Option<UnixTime> {
    UnixTime::parse(record.get(name)?.as_number()?.as_str())
}

/// A time as [`time`] reads it.
pub(crate) fn of_time(time: UnixTime) -> Value {
    Value::Number(Number::from(time.0))
}

/// Whether the member that marks a form and its version says this one.
pub(crate) fn is_marked(record: &Value, name: &str, mark: &str) -> bool {
    record.get(name).and_then(Value::as_str) == Some(mark)
}
