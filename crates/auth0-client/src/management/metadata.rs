//! Merging the `user_metadata` of two accounts: what stays, what joins, where the person has to choose.
//!
//! Linking discards the secondary's metadata, so it is merged before. Auth0 merges a PATCH at the first level only, and
//! so do we: a value is kept whole or not at all. `app_metadata` carries roles and is never touched.

use serde_json::{Map, Value};

/// Where the value of a conflicting key comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Source {
    /// The account that stays. The default.
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
    /// Only the secondary has it, and Auth0 refuses such a key: it will be lost.
    Lost(Value),
}

/// The merged metadata, key by key, in the order of the keys.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MergePlan {
    rows: Vec<Row>,
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
    /// A `null` is no value: Auth0 removes such a key.
    pub fn new(primary: &Map<String, Value>, secondary: &Map<String, Value>) -> Self {
        let present =
            |map: &Map<String, Value>, key: &str| map.get(key).filter(|value| !value.is_null()).cloned();
        let mut keys: Vec<&String> = primary.keys().chain(secondary.keys()).collect();
        keys.sort_unstable();
        keys.dedup();
        let rows = keys.into_iter().filter_map(|key| {
            let fate = match (present(primary, key), present(secondary, key)) {
                (Some(primary), Some(secondary)) if primary != secondary => {
                    Fate::Conflict { primary, secondary, choice: Source::Primary }
                }
                (Some(value), _) => Fate::Stays(value),
                (None, Some(value)) if is_refused(key) => Fate::Lost(value),
                (None, Some(value)) => Fate::Joins(value),
                (None, None) => return None,
            };
            Some(Row { key: key.clone(), fate })
        });
        Self { rows: rows.collect() }
    }

    /// Every key of either account.
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// Settles a conflict. Does nothing for a key without one.
    pub fn choose(&mut self, key: &str, source: Source) {
        for row in self.rows.iter_mut().filter(|row| row.key == key) {
            if let Fate::Conflict { choice, .. } = &mut row.fate {
                *choice = source;
            }
        }
    }

    /// Exactly what changes for the primary.
    pub fn patch(&self) -> MetadataPatch {
        let mut patch = MetadataPatch::default();
        for Row { key, fate } in &self.rows {
            let (new, old) = match fate {
                Fate::Joins(value) => (value, Value::Null),
                Fate::Conflict { primary, secondary, choice: Source::Secondary } => {
                    (secondary, primary.clone())
                }
                Fate::Stays(_) | Fate::Lost(_) | Fate::Conflict { .. } => continue,
            };
            patch.changes.insert(key.clone(), new.clone());
            patch.undo.insert(key.clone(), old);
        }
        patch
    }
}

impl MetadataPatch {
    /// Whether there is nothing to send.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }
}

/// Auth0 refuses keys with a dot or a dollar sign ("Metadata Field Names and Data Types").
fn is_refused(key: &str) -> bool {
    key.contains(['.', '$'])
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn map(value: Value) -> Map<String, Value> {
        serde_json::from_value(value).unwrap()
    }

    fn plan() -> MergePlan {
        MergePlan::new(
            &map(json!({"same": 1, "theme": "dark", "own": [1], "gone": null})),
            &map(
                json!({"same": 1, "theme": "light", "new": {"a": {"b": 1}}, "gone": 3, "a.b": 1, "nothing": null}),
            ),
        )
    }

    #[test]
    fn each_key_has_one_fate() {
        let fates: Vec<_> = plan().rows().iter().map(|row| (row.key.clone(), row.fate.clone())).collect();
        let conflict =
            Fate::Conflict { primary: json!("dark"), secondary: json!("light"), choice: Source::Primary };
        assert_eq!(
            fates,
            [
                ("a.b".to_owned(), Fate::Lost(json!(1))),
                ("gone".to_owned(), Fate::Joins(json!(3))),
                ("new".to_owned(), Fate::Joins(json!({"a": {"b": 1}}))),
                ("own".to_owned(), Fate::Stays(json!([1]))),
                ("same".to_owned(), Fate::Stays(json!(1))),
                ("theme".to_owned(), conflict),
            ]
        );
    }

    #[test]
    fn the_primary_wins_and_only_what_changes_is_sent() {
        let patch = plan().patch();
        assert_eq!(Value::Object(patch.changes), json!({"gone": 3, "new": {"a": {"b": 1}}}));
        assert_eq!(Value::Object(patch.undo), json!({"gone": null, "new": null}));
    }

    #[test]
    fn a_choice_is_sent_and_can_be_undone() {
        let mut plan = plan();
        plan.choose("theme", Source::Secondary);
        plan.choose("same", Source::Secondary);
        let patch = plan.patch();
        assert_eq!(patch.changes.get("theme"), Some(&json!("light")));
        assert_eq!(patch.undo.get("theme"), Some(&json!("dark")));
        assert!(!patch.changes.contains_key("same"));
        plan.choose("theme", Source::Primary);
        assert!(!plan.patch().changes.contains_key("theme"));
    }

    #[test]
    fn equal_metadata_needs_no_request() {
        let same = map(json!({"a": 1}));
        assert!(MergePlan::new(&same, &same).patch().is_empty());
        assert!(MergePlan::new(&same, &Map::new()).patch().is_empty());
    }
}
