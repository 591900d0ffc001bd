//! Records out of storage, read member by member.
//!
//! `serde` writes them, but it does not read them: derived, the reading of three records was 6 kB of what a first visit
//! downloads. That both sides name the members alike is for the tests beside each record.

use serde_json::Value;

use crate::clock::UnixTime;

/// A member that must be a text.
pub(crate) fn text(record: &Value, name: &str) -> Option<String> {
    record.get(name)?.as_str().map(str::to_owned)
}

/// A member that must be a time in whole seconds.
pub(crate) fn time(record: &Value, name: &str) -> Option<UnixTime> {
    record.get(name)?.as_i64().map(UnixTime)
}

/// Whether the member that marks a form and its version says this one.
pub(crate) fn is_marked(record: &Value, name: &str, mark: &str) -> bool {
    record.get(name).and_then(Value::as_str) == Some(mark)
}
