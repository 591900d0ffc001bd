//! Parameters of a query string or a form.

use thiserror::Error;
use url::form_urlencoded;

/// Parsed parameters in their order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Params(Vec<(String, String)>);

/// A repeated parameter. RFC 6749 §3.1 forbids it, because parsers disagree about its value.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("Parameter must not be repeated: {0}")]
pub(crate) struct Repeated(pub(crate) String);

impl Params {
    /// Parses `application/x-www-form-urlencoded` bytes. Each value is percent-decoded exactly once.
    pub(crate) fn parse(encoded: &[u8]) -> Self {
        Self(form_urlencoded::parse(encoded).into_owned().collect())
    }

    /// Takes pairs of another format, such as JSON.
    pub(crate) fn from_pairs(pairs: impl IntoIterator<Item = (String, String)>) -> Self {
        Self(pairs.into_iter().collect())
    }

    /// The value of a parameter. An empty value counts as none.
    ///
    /// # Errors
    ///
    /// [`Repeated`] when the parameter is repeated.
    pub(crate) fn one(&self, name: &str) -> Result<Option<&str>, Repeated> {
        let mut values = self.0.iter().filter(|(key, _)| key == name).map(|(_, value)| value.as_str());
        let value = values.next();
        if values.next().is_some() {
            return Err(Repeated(name.to_owned()));
        }
        Ok(value.filter(|value| !value.is_empty()))
    }

    /// Every parameter with its value.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// The first value of a parameter, for forms of the tenant's own pages.
    pub(crate) fn first(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
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
    }
}
