//! JSON (RFC 8259): one reader and one writer for every response, token and record.
//!
//! A number is kept digit for digit, and a repeated member makes the whole text invalid, because two readers could
//! read different values (RFC 8259 section 4, RFC 7515 section 4).

mod number;
mod read;
mod write;

pub use std::collections::BTreeMap as Map;

pub use number::Number;
pub use read::{Fault, ReadError, read};
pub use write::write;

/// A JSON value. The members of an object have no order (RFC 8259 section 4); they are kept in the order of their
/// names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Value {
    /// `null`.
    #[default]
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number, as it was written.
    Number(Number),
    /// A string.
    String(String),
    /// An array.
    Array(Vec<Value>),
    /// Members by their names.
    Object(Map<String, Value>),
}

impl Value {
    /// An object of these members.
    pub fn object(members: Vec<(&str, Self)>) -> Self {
        Self::Object(self::members(members.into_iter().map(|(name, value)| (name.to_owned(), value))))
    }

    /// The member of an object.
    pub fn get(&self, name: &str) -> Option<&Self> {
        self.as_object()?.get(name)
    }

    /// The text of a member. The one reader of members for every record and answer.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.get(name)?.as_str()
    }

    /// The text of a member, for a value to keep.
    pub(crate) fn owned_text(&self, name: &str) -> Option<String> {
        self.text(name).map(str::to_owned)
    }

    /// The members of an object.
    pub const fn as_object(&self) -> Option<&Map<String, Self>> {
        if let Self::Object(members) = self { Some(members) } else { None }
    }

    /// The items of a list.
    pub fn as_array(&self) -> Option<&[Self]> {
        if let Self::Array(items) = self { Some(items) } else { None }
    }

    /// A string.
    pub fn as_str(&self) -> Option<&str> {
        if let Self::String(text) = self { Some(text) } else { None }
    }

    /// A number.
    pub const fn as_number(&self) -> Option<&Number> {
        if let Self::Number(number) = self { Some(number) } else { None }
    }

    /// Whether this is `null`.
    pub const fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }
}

/// Inserts members one by one: collecting into a map sorts first, with code for each kind of iterator.
pub(crate) fn members(pairs: impl Iterator<Item = (String, Value)>) -> Map<String, Value> {
    let mut members = Map::new();
    members.extend(pairs);
    members
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::String(text.to_owned())
    }
}

impl From<Option<&str>> for Value {
    fn from(text: Option<&str>) -> Self {
        text.map_or(Self::Null, Self::from)
    }
}

#[cfg(test)]
mod tests;
