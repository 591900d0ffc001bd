//! The list of cases: a table for each group, a sentence for each number.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The groups of cases.
const GROUPS: [&str; 13] = ["CB", "TX", "ID", "JS", "TE", "MA", "LF", "ST", "RT", "TB", "LO", "CF", "SH"];

/// The name of a case: `CB-05`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct CaseId {
    group: usize,
    number: u8,
}

/// Every case, with its sentence.
#[derive(Debug)]
pub(super) struct Cases(BTreeMap<CaseId, String>);

impl CaseId {
    /// A case of a group, in any case of letters, and a number of two digits.
    pub(super) fn parse(group: &str, number: &str) -> Option<Self> {
        let group = GROUPS.iter().position(|name| name.eq_ignore_ascii_case(group))?;
        let digits = number.len() == 2 && number.bytes().all(|byte| byte.is_ascii_digit());
        digits.then(|| number.parse().ok()).flatten().map(|number| Self { group, number })
    }
}

impl fmt::Display for CaseId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{:02}", GROUPS.get(self.group).unwrap_or(&"?"), self.number)
    }
}

impl Cases {
    /// Reads the list.
    ///
    /// # Errors
    ///
    /// [`ListError`].
    pub(super) fn read(path: &Path) -> Result<Self, ListError> {
        let unreadable = |source| ListError::Unreadable { path: path.to_owned(), source };
        Self::parse(&fs::read_to_string(path).map_err(unreadable)?)
    }

    /// Reads the text of the list.
    ///
    /// # Errors
    ///
    /// [`ListError`].
    pub(super) fn parse(text: &str) -> Result<Self, ListError> {
        let groups: BTreeMap<String, BTreeMap<String, String>> = toml::from_str(text)?;
        let mut sentences = BTreeMap::new();
        for (group, cases) in groups {
            for (number, sentence) in cases {
                let id = CaseId::parse(&group, &number)
                    .ok_or_else(|| ListError::NotAnId { id: format!("{group}-{number}") })?;
                sentences.insert(id, sentence);
            }
        }
        Ok(Self(sentences))
    }

    /// Every case, in order.
    pub(super) fn iter(&self) -> impl Iterator<Item = (CaseId, &str)> {
        self.0.iter().map(|(id, sentence)| (*id, sentence.as_str()))
    }

    /// Whether there is such a case.
    pub(super) fn contains(&self, id: CaseId) -> bool {
        self.0.contains_key(&id)
    }
}

/// Why the list cannot be used.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ListError {
    /// It cannot be read.
    #[error("{} cannot be read", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// It is no TOML of the right shape.
    #[error("the list of cases is no table of sentences")]
    NotATable(#[from] toml::de::Error),
    /// A group or number that is none.
    #[error("{id} is no case: a group of two letters and a number of two digits are")]
    NotAnId {
        /// As it stands there.
        id: String,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_case_is_a_group_and_two_digits() {
        let id = |group, number| CaseId::parse(group, number).map(|id| id.to_string());
        assert_eq!(id("cb", "05"), Some("CB-05".to_owned()));
        for (group, number) in [("xx", "05"), ("cb", "5"), ("cb", "005"), ("cb", "a1"), ("cb", "+1")] {
            assert_eq!(id(group, number), None, "{group} {number}");
        }
    }

    #[test]
    fn what_is_no_list_of_cases_is_refused() {
        for text in ["[XX]\n01 = \"a\"", "[CB]\n1 = \"a\"", "CB = 1", "[CB]\n01 = 1", "["] {
            assert!(Cases::parse(text).is_err(), "{text}");
        }
    }
}
