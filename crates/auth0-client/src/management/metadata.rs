//! Merging the `user_metadata` of two accounts: what stays, what joins, where the person has to choose.
//!
//! Linking discards the secondary's metadata, so it is merged before. Auth0 merges a PATCH at the first level only, and
//! so do we: a value is kept whole, or not at all and with the reason. `app_metadata` carries roles and is never touched.

mod limits;

pub use limits::{MAX_SIZE, Obstacle};
use limits::{entry_size, forbidden_name};

use crate::json::{Map, Value};

/// Where the value of a conflicting key comes from.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Source {
    /// The account that stays. The default.
    #[default]
    Primary,
    /// The account that joins.
    Secondary,
}

/// One key after linking.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The key.
    pub key: String,
    /// What becomes of it.
    pub fate: Fate,
}

/// What becomes of a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    /// Only the primary has it, or both have the same.
    Stays(Value),
    /// Only the secondary has it: it is copied.
    Joins(Value),
    /// Both have it, with different values.
    Conflict {
        /// The primary's value.
        primary: Value,
        /// The secondary's value.
        secondary: Value,
        /// Whose is kept.
        choice: Source,
    },
    /// The secondary's value will be lost.
    Lost {
        /// The primary's value, which stays; `None` when it has none.
        primary: Option<Value>,
        /// The secondary's value.
        secondary: Value,
        /// Why it cannot come along.
        why: Obstacle,
    },
}

/// The merged metadata, key by key, in the order of the keys.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MergePlan {
    entries: Vec<Entry>,
}

/// A key of either account, or of both.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Entry {
    key: String,
    primary: Option<Value>,
    secondary: Option<Value>,
    choice: Source,
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
    /// Compares two accounts' metadata. The primary wins every conflict until the person says otherwise.
    ///
    /// A `null` is no value: Auth0 removes such a key. Deeper down it is part of a value and stays as it is.
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

    /// Every key of either account. Values that join do so in this order, as long as there is room.
    pub fn rows(&self) -> Vec<Row> {
        let settled = self.entries.iter().map(Entry::largest).sum();
        let mut joined = 0;
        let row = |entry: &Entry| {
            let fate = entry.fate(settled, joined)?;
            if let Fate::Joins(value) = &fate {
                joined += entry_size(&entry.key, value);
            }
            Some(Row { key: entry.key.clone(), fate })
        };
        self.entries.iter().filter_map(row).collect()
    }

    /// The keys whose value of the secondary will be lost against the person's wish.
    pub fn lost(&self) -> Vec<String> {
        let lost = |row: Row| matches!(row.fate, Fate::Lost { .. }).then_some(row.key);
        self.rows().into_iter().filter_map(lost).collect()
    }

    /// Settles a conflict. Does nothing for a key where there is nothing to choose.
    pub fn choose(&mut self, key: &str, source: Source) {
        let is_open = |row: &Row| row.key == key && matches!(row.fate, Fate::Conflict { .. });
        if self.rows().iter().any(is_open) {
            for entry in self.entries.iter_mut().filter(|entry| entry.key == key) {
                entry.choice = source;
            }
        }
    }

    /// The same question about the accounts as they are now. A choice between values that are as they were stays made.
    #[must_use]
    pub fn renewed(&self, primary: &Map<String, Value>, secondary: &Map<String, Value>) -> Self {
        let mut renewed = Self::new(primary, secondary);
        for chosen in self.entries.iter().filter(|entry| entry.choice == Source::Secondary) {
            let same = |entry: &Entry| Entry { choice: chosen.choice, ..entry.clone() } == *chosen;
            if renewed.entries.iter().any(same) {
                renewed.choose(&chosen.key, chosen.choice);
            }
        }
        renewed
    }

    /// Exactly what changes for the primary.
    pub fn patch(&self) -> MetadataPatch {
        let mut patch = MetadataPatch::default();
        for Row { key, fate } in self.rows() {
            let (new, old) = match fate {
                Fate::Joins(value) => (value, Value::Null),
                Fate::Conflict { primary, secondary, choice: Source::Secondary } => (secondary, primary),
                Fate::Stays(_) | Fate::Lost { .. } | Fate::Conflict { .. } => continue,
            };
            patch.changes.insert(key.clone(), new);
            patch.undo.insert(key, old);
        }
        patch
    }
}

impl Entry {
    /// The bytes that this key may take without a value that joins. A choice that was made can be taken back at any
    /// time, so the larger value counts.
    fn largest(&self) -> usize {
        let chosen = self.secondary.as_ref().filter(|_| self.choice == Source::Secondary);
        let of = |value: Option<&Value>| value.map_or(0, |value| entry_size(&self.key, value));
        of(self.primary.as_ref()).max(of(chosen))
    }

    /// `settled` bytes are taken by what needs no room, `joined` by what joined before.
    fn fate(&self, settled: usize, joined: usize) -> Option<Fate> {
        Some(match (self.primary.clone(), self.secondary.clone()) {
            (None, None) => return None,
            (Some(primary), None) => Fate::Stays(primary),
            (Some(primary), Some(secondary)) if primary == secondary => Fate::Stays(primary),
            (None, Some(secondary)) => match self.obstacle(&secondary, settled + joined) {
                Some(why) => Fate::Lost { primary: None, secondary, why },
                None => Fate::Joins(secondary),
            },
            (Some(primary), Some(secondary)) => match self.obstacle(&secondary, settled) {
                Some(why) => Fate::Lost { primary: Some(primary), secondary, why },
                None => Fate::Conflict { primary, secondary, choice: self.choice },
            },
        })
    }

    /// Why the secondary's value cannot be written, where `taken` bytes are taken already, this key's own included.
    fn obstacle(&self, secondary: &Value, taken: usize) -> Option<Obstacle> {
        if let Some(name) = forbidden_name(&self.key, secondary) {
            return Some(Obstacle::Name(name.to_owned()));
        }
        if self.primary.as_ref().is_some_and(|primary| forbidden_name(&self.key, primary).is_some()) {
            return Some(Obstacle::NoWayBack);
        }
        let (own, size) = (self.largest(), entry_size(&self.key, secondary));
        let grows = size > own;
        (grows && taken - own + size > MAX_SIZE).then_some(Obstacle::Size)
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

    /// The tenant made something else of the new values: what it holds now is what is to be taken back.
    pub fn kept_as(&mut self, metadata: &Map<String, Value>) {
        for (key, value) in &mut self.changes {
            *value = value_of(metadata, key).clone();
        }
    }

    /// The old values of the keys whose new value is still there. A value that somebody else wrote meanwhile is theirs.
    pub fn to_take_back(&self, metadata: &Map<String, Value>) -> Map<String, Value> {
        let is_ours = |(key, old): &(&String, &Value)| {
            let now = value_of(metadata, key);
            now == value_of(&self.changes, key) && now != *old
        };
        let own = |(key, old): (&String, &Value)| (key.clone(), old.clone());
        self.undo.iter().filter(is_ours).map(own).collect()
    }
}

/// The value of a key; a key that is not there is one that was removed.
fn value_of<'a>(map: &'a Map<String, Value>, key: &str) -> &'a Value {
    map.get(key).unwrap_or(&Value::Null)
}

#[cfg(test)]
mod tests;
