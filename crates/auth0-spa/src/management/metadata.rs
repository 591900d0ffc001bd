//! Merging the `user_metadata` of two accounts: what is kept, what is copied, and what the user has to choose.
//!
//! Linking discards the secondary's metadata, so it is merged before. Like a PATCH at Auth0, this merges the first
//! level only: a value is kept whole or not at all. `app_metadata` carries roles and is never touched.

mod entry;
mod limits;

use entry::Entry;
pub use limits::{MAX_SIZE, Obstacle};

use crate::json::{self, Map, Value};

/// Where the value of a conflicting key comes from.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Source {
    /// The primary account. The default.
    #[default]
    Primary,
    /// The secondary account.
    Secondary,
}

/// One key after linking.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The key.
    pub key: String,
    /// What happens to it.
    pub outcome: KeyOutcome,
}

/// What happens to a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeyOutcome {
    /// Only the primary has it, or both have the same.
    Kept(Value),
    /// Only the secondary has it: it is copied.
    Copied(Value),
    /// Both have it, with different values.
    Conflict {
        /// The primary's value.
        primary: Value,
        /// The secondary's value.
        secondary: Value,
        /// Whose is kept.
        choice: Source,
    },
    /// Both have it, with different values, and the primary's is kept: the secondary's values that were chosen for
    /// other keys leave no room for this one. It can be chosen again once one of those choices is undone.
    NoRoom {
        /// The primary's value, which stays.
        primary: Value,
        /// The secondary's value.
        secondary: Value,
    },
    /// The secondary's value will be lost.
    Lost {
        /// The primary's value, which stays; `None` when it has none.
        primary: Option<Value>,
        /// The secondary's value.
        secondary: Value,
        /// Why it cannot be copied.
        why: Obstacle,
    },
}

/// Two accounts' metadata and what the user chose, key by key, in the order of the keys.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MergePlan {
    entries: Vec<Entry>,
}

/// The metadata after linking: what is shown and what is sent are both read from this one value.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Merged {
    /// Every key of either account.
    pub rows: Vec<Row>,
}

/// What to send before linking, and what to send if linking then fails. Both merge at the first level.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MetadataPatch {
    /// The new values.
    pub changes: Map<String, Value>,
    /// The old values, `null` for keys that were not there.
    pub undo: Map<String, Value>,
}

impl MergePlan {
    /// Compares the metadata of two accounts. In every conflict the primary's value is kept, unless the user chooses
    /// otherwise.
    ///
    /// A top-level `null` is not a value: Auth0 removes such a key. Nested deeper, it is part of a value and stays as
    /// it is.
    pub fn new(primary: &Map<String, Value>, secondary: &Map<String, Value>) -> Self {
        let present =
            |map: &Map<String, Value>, key: &str| map.get(key).filter(|value| !value.is_null()).cloned();
        let mut either = secondary.clone();
        either.extend(primary.clone());
        let entry = |key: &String| Entry {
            key: key.clone(),
            primary: present(primary, key),
            secondary: present(secondary, key),
            choice: Source::default(),
        };
        Self { entries: either.keys().map(entry).collect() }
    }

    /// What happens to every key, by the current choices.
    ///
    /// The user's choices come first. Values are copied in the order of their keys, as far as there is room. The
    /// result is never larger than [`MAX_SIZE`], or than the primary's metadata already is.
    pub fn merged(&self) -> Merged {
        let sizes = entry::Sizes::of(&self.entries);
        let mut taken = sizes.kept;
        let row = |entry: &Entry| {
            let outcome = entry.outcome(sizes, taken)?;
            if let KeyOutcome::Copied(value) = &outcome {
                taken += limits::entry_size(&entry.key, value);
            }
            Some(Row { key: entry.key.clone(), outcome })
        };
        Merged { rows: self.entries.iter().filter_map(row).collect() }
    }

    /// Decides a conflict. Returns whether that account's value is kept now: not if there is nothing to choose, or no
    /// room.
    pub fn choose(&mut self, key: &str, source: Source) -> bool {
        let outcome = self.merged().rows.into_iter().find(|row| row.key == key).map(|row| row.outcome);
        match outcome {
            Some(KeyOutcome::Conflict { .. }) => {
                for entry in self.entries.iter_mut().filter(|entry| entry.key == key) {
                    entry.choice = source;
                }
                true
            }
            Some(KeyOutcome::NoRoom { .. }) => source == Source::Primary,
            _ => false,
        }
    }

    /// The conflicts that were decided for the secondary's value.
    pub fn choices(&self) -> Vec<Choice> {
        let chosen = |row: Row| match row.outcome {
            KeyOutcome::Conflict { primary, secondary, choice: Source::Secondary } => {
                Some(Choice { key: row.key, primary, secondary })
            }
            _ => None,
        };
        self.merged().rows.into_iter().filter_map(chosen).collect()
    }

    /// Makes a choice again, in metadata that was read again. Returns whether the chosen value is kept: only if the
    /// choice is still between the same two values, or the primary has that value by now.
    pub fn choose_again(&mut self, choice: &Choice) -> bool {
        let Choice { key, primary, secondary } = choice;
        let Some(entry) = self.entries.iter().find(|entry| entry.key == *key) else { return false };
        if entry.primary.as_ref() == Some(secondary) {
            return true;
        }
        let same = entry.primary.as_ref() == Some(primary) && entry.secondary.as_ref() == Some(secondary);
        same && self.choose(key, Source::Secondary)
    }
}

/// A conflict that was decided for the secondary's value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// The key.
    pub key: String,
    /// The primary's value, which was not chosen.
    pub primary: Value,
    /// The secondary's value, which was.
    pub secondary: Value,
}

impl Merged {
    /// The keys whose value of the secondary will be lost, and there is nothing to choose about it.
    pub fn lost(&self) -> Vec<String> {
        self.keys(|outcome| matches!(outcome, KeyOutcome::Lost { .. }))
    }

    /// The keys whose value of the secondary is kept or can be chosen here, but not in `other`.
    pub fn available_beyond(&self, other: &Self) -> Vec<String> {
        let there = other.keys(KeyOutcome::takes_secondary);
        let mut keys = self.keys(KeyOutcome::takes_secondary);
        keys.retain(|key| !there.contains(key));
        keys
    }

    /// Exactly what changes for the primary.
    pub fn patch(&self) -> MetadataPatch {
        let mut patch = MetadataPatch::default();
        for Row { key, outcome } in &self.rows {
            let (new, old) = match outcome {
                KeyOutcome::Copied(value) => (value, &Value::Null),
                KeyOutcome::Conflict { primary, secondary, choice: Source::Secondary } => {
                    (secondary, primary)
                }
                KeyOutcome::Kept(_)
                | KeyOutcome::Lost { .. }
                | KeyOutcome::NoRoom { .. }
                | KeyOutcome::Conflict { .. } => continue,
            };
            patch.changes.insert(key.clone(), new.clone());
            patch.undo.insert(key.clone(), old.clone());
        }
        patch
    }

    fn keys(&self, of: impl Fn(&KeyOutcome) -> bool) -> Vec<String> {
        self.rows.iter().filter(|row| of(&row.outcome)).map(|row| row.key.clone()).collect()
    }
}

impl KeyOutcome {
    /// Whether the secondary's value is copied, or can be chosen.
    fn takes_secondary(&self) -> bool {
        matches!(self, Self::Copied(_) | Self::Conflict { .. })
    }
}

impl MetadataPatch {
    /// Whether there is nothing to send.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// Whether metadata holds every new value whole.
    pub fn is_in(&self, metadata: &Map<String, Value>) -> bool {
        self.changes.iter().all(|(key, value)| metadata.get(key) == Some(value))
    }

    /// The tenant stored other values than were sent: these are the ones to undo.
    pub fn stored_as(&mut self, metadata: &Map<String, Value>) {
        for (key, value) in &mut self.changes {
            *value = value_of(metadata, key).clone();
        }
    }

    /// The old values of the keys whose new value is still there. A value that another app wrote meanwhile is left
    /// alone.
    pub fn rollback(&self, metadata: &Map<String, Value>) -> Map<String, Value> {
        let is_ours = |(key, old): &(&String, &Value)| {
            let now = value_of(metadata, key);
            now == value_of(&self.changes, key) && now != *old
        };
        let own = |(key, old): (&String, &Value)| (key.clone(), old.clone());
        json::members(self.undo.iter().filter(is_ours).map(own))
    }
}

/// The value of a key; a missing key counts as `null`, which removes it.
fn value_of<'a>(map: &'a Map<String, Value>, key: &str) -> &'a Value {
    map.get(key).unwrap_or(&Value::Null)
}

#[cfg(test)]
mod tests;
