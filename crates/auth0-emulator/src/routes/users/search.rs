//! The supported part of the search syntax: `field:value` and `_exists_:field`, each with `NOT` in front of it or not, joined
//! by `AND`, with `*` at either end of a value.

use std::cmp::Ordering;

use serde_json::{Map, Value};

use crate::error::management::ManagementError;

/// A parsed `q`.
#[derive(Debug)]
pub(super) struct Filter(Vec<Term>);

#[derive(Debug)]
struct Term {
    negated: bool,
    path: Vec<String>,
    /// `None` if the field only has to exist.
    pattern: Option<String>,
}

/// A parsed `sort`.
#[derive(Debug)]
pub(super) enum Sort {
    /// By user id.
    Default,
    /// By a field.
    By {
        /// Name of the field.
        field: String,
        /// Whether the largest comes first.
        descending: bool,
    },
}

impl Filter {
    /// Parses a `q`. An empty one matches every user.
    ///
    /// # Errors
    ///
    /// [`ManagementError::InvalidQuery`] for unsupported syntax.
    pub(super) fn parse(query: &str) -> Result<Self, ManagementError> {
        let query = query.trim();
        if query.is_empty() {
            return Ok(Self(Vec::new()));
        }
        query.split(" AND ").map(term).collect::<Option<Vec<Term>>>().map(Self).ok_or_else(|| {
            ManagementError::InvalidQuery(
                "'The emulator knows field:value, field:\"value\", * at either end, _exists_:field, NOT and AND' on \
                 property q."
                    .to_owned(),
            )
        })
    }

    /// Whether a user's JSON matches every term.
    pub(super) fn matches(&self, user: &Map<String, Value>) -> bool {
        self.0.iter().all(|term| term.matches(user))
    }
}

fn term(text: &str) -> Option<Term> {
    let text = text.trim();
    let positive = text.strip_prefix("NOT ").or_else(|| text.strip_prefix('-'));
    let (field, value) = positive.unwrap_or(text).trim().split_once(':')?;
    let value = value.strip_prefix('"').and_then(|value| value.strip_suffix('"')).unwrap_or(value);
    let plain = !value.is_empty() && !value.chars().any(|c| c.is_whitespace() || "()[]{}".contains(c));
    let (field, pattern) =
        if field == "_exists_" { (value, None) } else { (field, Some(value.to_lowercase())) };
    let path: Vec<String> = field.split('.').map(str::to_owned).collect();
    let known = path
        .iter()
        .all(|part| !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || c == '_'));
    (known && plain).then_some(Term { negated: positive.is_some(), path, pattern })
}

impl Term {
    fn matches(&self, user: &Map<String, Value>) -> bool {
        self.is_true(user) != self.negated
    }

    fn is_true(&self, user: &Map<String, Value>) -> bool {
        let Some((first, rest)) = self.path.split_first() else { return false };
        let Some(value) = user.get(first) else { return false };
        let mut texts = Vec::new();
        collect(value, rest, &mut texts);
        let fits =
            |text: &String| self.pattern.as_ref().is_none_or(|pattern| glob(pattern, &text.to_lowercase()));
        // An object has no text of its own.
        texts.iter().any(fits) || (self.pattern.is_none() && rest.is_empty() && !value.is_null())
    }
}

/// The values at a path. Of an array, those of each member.
fn collect(value: &Value, path: &[String], texts: &mut Vec<String>) {
    match (value, path.split_first()) {
        (Value::Array(items), _) => items.iter().for_each(|item| collect(item, path, texts)),
        (Value::Object(object), Some((name, rest))) => {
            if let Some(inner) = object.get(name) {
                collect(inner, rest, texts);
            }
        }
        (Value::String(text), None) => texts.push(text.clone()),
        (Value::Number(_) | Value::Bool(_), None) => texts.push(value.to_string()),
        _ => {}
    }
}

fn glob(pattern: &str, text: &str) -> bool {
    match (pattern.strip_prefix('*'), pattern.strip_suffix('*')) {
        (Some(_), Some(_)) => text.contains(pattern.trim_matches('*')),
        (Some(end), None) => text.ends_with(end),
        (None, Some(start)) => text.starts_with(start),
        (None, None) => text == pattern,
    }
}

impl Sort {
    /// Parses a `sort` of the form `field:1` or `field:-1`.
    ///
    /// # Errors
    ///
    /// [`ManagementError::InvalidQuery`] for any other form.
    pub(super) fn parse(sort: Option<&str>) -> Result<Self, ManagementError> {
        let Some(text) = sort else { return Ok(Self::Default) };
        match text.split_once(':') {
            Some((field, "1")) => Ok(Self::By { field: field.to_owned(), descending: false }),
            Some((field, "-1")) => Ok(Self::By { field: field.to_owned(), descending: true }),
            _ => Err(ManagementError::InvalidQuery(
                "'Expected the form field:1 or field:-1' on property sort.".to_owned(),
            )),
        }
    }

    /// Sorts users' JSON. Users without the field come first.
    pub(super) fn sort(&self, users: &mut [Map<String, Value>]) {
        let Self::By { field, descending } = self else { return };
        users.sort_by(|left, right| {
            let order = compare(left.get(field), right.get(field));
            if *descending { order.reverse() } else { order }
        });
    }
}

fn compare(left: Option<&Value>, right: Option<&Value>) -> Ordering {
    match (left, right) {
        (Some(Value::Number(left)), Some(Value::Number(right))) => {
            left.as_f64().partial_cmp(&right.as_f64()).unwrap_or(Ordering::Equal)
        }
        _ => left.map(Value::to_string).cmp(&right.map(Value::to_string)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn terms_match_fields_at_any_depth_without_regard_to_case() {
        let user = json!({
            "email": "Alice@example.com",
            "logins_count": 2,
            "identities": [{"connection": "google-oauth2"}, {"connection": "github"}],
            "user_metadata": {"theme": "dark"},
        });
        let user = user.as_object().unwrap();
        let cases = [
            ("", true),
            ("email:\"alice@example.com\"", true),
            ("email:alice*", true),
            ("email:*@example.com", true),
            ("email:*xam*", true),
            ("email:bob*", false),
            ("logins_count:2", true),
            ("identities.connection:\"github\"", true),
            ("identities.connection:facebook", false),
            ("user_metadata.theme:dark AND email:alice*", true),
            ("user_metadata.theme:light AND email:alice*", false),
            ("_exists_:email", true),
            ("_exists_:user_metadata", true),
            ("_exists_:user_metadata.theme", true),
            ("_exists_:user_metadata.city", false),
            ("NOT _exists_:phone_number", true),
            ("NOT email:alice* AND logins_count:2", false),
            ("email:alice* AND NOT identities.connection:facebook", true),
            ("-email:bob*", true),
        ];
        for (query, expected) in cases {
            assert_eq!(Filter::parse(query).unwrap().matches(user), expected, "{query}");
        }
        for beyond in ["alice", "email:(a OR b)", "email:", ":x", "logins_count:[1 TO 2]"] {
            assert!(Filter::parse(beyond).is_err(), "{beyond}");
        }
    }
}
