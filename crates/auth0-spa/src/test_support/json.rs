//! Conversions between `serde_json`, in which tests write JSON, and this crate's values.

use auth0_spa::json::{Value, read, write};

/// `serde_json::json!`, as a value of this crate.
macro_rules! json {
    ($($json:tt)+) => { auth0_spa::json::Value::from(serde_json::json!($($json)+)) };
}

pub(crate) use json;

impl From<serde_json::Value> for Value {
    fn from(value: serde_json::Value) -> Self {
        read(&value.to_string()).expect("one reader takes what the other wrote")
    }
}

impl From<Value> for serde_json::Value {
    fn from(value: Value) -> Self {
        serde_json::from_str(&write(&value)).expect("one reader takes what the other wrote")
    }
}

impl PartialEq<serde_json::Value> for Value {
    fn eq(&self, other: &serde_json::Value) -> bool {
        let other = Self::from(other.clone());
        *self == other
    }
}

impl PartialEq<Value> for serde_json::Value {
    fn eq(&self, other: &Value) -> bool {
        other == self
    }
}

impl serde::Serialize for Value {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serde_json::Value::from(self.clone()).serialize(serializer)
    }
}

impl std::fmt::Display for Value {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&write(self))
    }
}
