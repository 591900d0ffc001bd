//! The fields of an object, read with an error that names the field.

use super::placeholder::is_placeholder;
use super::{ConfigError, ConfigProblem};
use crate::clock::seconds;
use crate::json::{Map, Value};

/// The fields of an object in the file.
#[derive(Clone, Copy)]
pub(super) struct Fields<'a>(pub(super) &'a Map<String, Value>);

impl Fields<'_> {
    pub(super) fn has(self, field: &str) -> bool {
        self.0.contains_key(field)
    }

    /// A non-empty string.
    pub(super) fn text(self, field: &str) -> Result<String, ConfigError> {
        match self.0.get(field) {
            None => Err(ConfigProblem::Missing.of(field)),
            Some(Value::String(text)) => match text.trim() {
                "" => Err(ConfigProblem::Empty.of(field)),
                text => Ok(text.to_owned()),
            },
            Some(_) => Err(ConfigProblem::WrongType { expected: r#""…""# }.of(field)),
        }
    }

    /// A string that is not a placeholder.
    pub(super) fn filled(self, field: &str) -> Result<String, ConfigError> {
        let value = self.text(field)?;
        if is_placeholder(&value) { Err(ConfigProblem::Placeholder { value }.of(field)) } else { Ok(value) }
    }

    /// An array, if the field is present.
    pub(super) fn list<T>(
        self,
        field: &str,
        expected: &'static str,
        item: fn(&Value) -> Result<T, ConfigError>,
    ) -> Result<Option<Vec<T>>, ConfigError> {
        match self.0.get(field) {
            None => Ok(None),
            Some(Value::Array(items)) => items.iter().map(item).collect::<Result<_, _>>().map(Some),
            Some(_) => Err(ConfigProblem::WrongType { expected }.of(field)),
        }
    }

    /// A boolean, if the field is present.
    pub(super) fn boolean(self, field: &str) -> Result<Option<bool>, ConfigError> {
        match self.0.get(field) {
            None => Ok(None),
            Some(Value::Bool(value)) => Ok(Some(*value)),
            Some(_) => Err(ConfigProblem::WrongType { expected: "true" }.of(field)),
        }
    }

    /// A number of seconds, up to a year, if the field is present.
    pub(super) fn seconds(self, field: &str) -> Result<Option<i64>, ConfigError> {
        let Some(value) = self.0.get(field) else { return Ok(None) };
        let number = value.as_number().and_then(|number| seconds(number.as_str()));
        match number.filter(|seconds| *seconds <= 31_536_000) {
            None => Err(ConfigProblem::WrongType { expected: "900" }.of(field)),
            seconds => Ok(seconds),
        }
    }

    /// Refuses an unknown field whose name is close to a known one: `clientID`, `Domain`, `audiance`. Others are
    /// ignored, and so are fields that were commented out: `_audience`, `//domain`.
    pub(super) fn require_known(self, known: &[&'static str]) -> Result<(), ConfigError> {
        let unknown = self
            .0
            .keys()
            .filter(|field| !known.contains(&field.as_str()) && !field.starts_with(['_', '/', '#']));
        for field in unknown {
            if let Some(known) = known.iter().find(|known| looks_like(field, known)) {
                return Err(ConfigProblem::Misspelt { known }.of(field));
            }
        }
        Ok(())
    }
}

/// Whether two names are equal except for case, punctuation, an `auth0` prefix, and one letter that is wrong, missing
/// or extra, or two letters that are swapped.
fn looks_like(written: &str, known: &str) -> bool {
    let (written, known) = (letters(written), letters(known));
    let (mut written, mut known) = (written.as_bytes(), known.as_bytes());
    while let ([one, written_rest @ ..], [other, known_rest @ ..]) = (written, known)
        && one == other
    {
        (written, known) = (written_rest, known_rest);
    }
    while let ([written_rest @ .., one], [known_rest @ .., other]) = (written, known)
        && one == other
    {
        (written, known) = (written_rest, known_rest);
    }
    match (written, known) {
        ([] | [_], [] | [_]) => true,
        ([a, b], [c, d]) => a == d && b == c,
        _ => false,
    }
}

fn letters(name: &str) -> String {
    let letters: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
    let lower = letters.to_ascii_lowercase();
    lower.strip_prefix("auth0").map(str::to_owned).unwrap_or(lower)
}
