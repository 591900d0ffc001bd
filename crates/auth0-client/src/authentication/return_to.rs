//! Where a person wanted to go before they had to log in: a path of this origin, and nothing else.

use serde::{Deserialize, Serialize};

/// A path with its query and fragment, on our own origin (RFC 9700 section 4.11: no open redirect).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct ReturnTo(String);

impl ReturnTo {
    /// Keeps `path` when it is a path of this origin to every URL parser, otherwise the root.
    pub fn parse(path: &str) -> Self {
        let mut characters = path.chars();
        let rooted = characters.next() == Some('/');
        // A second slash or a backslash would begin a host name; so would `/%2F/` behind a server that decodes.
        let local = !matches!(characters.next(), Some('/' | '\\' | '%'));
        let clean = path.chars().all(|character| !character.is_control() && character != '\\');
        if rooted && local && clean { Self(path.to_owned()) } else { Self("/".to_owned()) }
    }

    /// The path.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl<'de> Deserialize<'de> for ReturnTo {
    /// A record may have been edited: the path is judged again.
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(|path| Self::parse(&path))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tx_21_a_foreign_return_to_is_reduced_to_the_root() {
        for path in [
            "//evil.example",
            "/\\evil",
            "https:evil",
            "\t//evil",
            "/\t/evil",
            "/%2F/evil",
            "javascript:alert(1)",
            "data:text/html,x",
            "http://localhost:3001/",
            "https://app@evil.example/",
            "",
        ] {
            assert_eq!(ReturnTo::parse(path).as_str(), "/", "{path:?}");
        }
    }

    #[test]
    fn tx_22_an_own_path_is_kept_whole() {
        assert_eq!(ReturnTo::parse("/settings?tab=links#google").as_str(), "/settings?tab=links#google");
    }
}
