//! Parameters of a query string or a form: parsed once, each name at most once.

use thiserror::Error;
use url::form_urlencoded;

/// Parsed parameters in their order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Params(Vec<(String, String)>);

/// A parameter that stands more than once. RFC 6749 §3.1 forbids it, because two parsers may then disagree.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("Parameter must not be repeated: {0}")]
pub struct Repeated(pub String);

impl Params {
    /// Reads `application/x-www-form-urlencoded` bytes; each value is percent-decoded exactly once.
    pub fn parse(encoded: &[u8]) -> Self {
        Self(form_urlencoded::parse(encoded).into_owned().collect())
    }

    /// Takes pairs that were parsed elsewhere, from JSON for instance.
    pub fn from_pairs(pairs: impl IntoIterator<Item = (String, String)>) -> Self {
        Self(pairs.into_iter().collect())
    }

    /// The value of a parameter; an empty value counts as none.
    ///
    /// # Errors
    ///
    /// [`Repeated`] when the name stands more than once.
    pub fn one(&self, name: &str) -> Result<Option<&str>, Repeated> {
        let mut values = self.0.iter().filter(|(key, _)| key == name).map(|(_, value)| value.as_str());
        let value = values.next();
        if values.next().is_some() {
            return Err(Repeated(name.to_owned()));
        }
        Ok(value.filter(|value| !value.is_empty()))
    }

    /// The first value of a parameter, for our own pages' forms.
    pub fn first(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Whether a parameter stands there, with a value or without.
    pub fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(key, _)| key == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_decoded_once_and_repetition_is_an_error() {
        let params = Params::parse(b"a=%2525&b=a%2Bb&c=x+y&d=&e=1&e=2");
        assert_eq!(params.one("a"), Ok(Some("%25")));
        assert_eq!(params.one("b"), Ok(Some("a+b")));
        assert_eq!(params.one("c"), Ok(Some("x y")));
        assert_eq!(params.one("d"), Ok(None));
        assert_eq!(params.one("e"), Err(Repeated("e".to_owned())));
        assert_eq!(params.one("f"), Ok(None));
        assert!(params.has("d"));
    }
}
