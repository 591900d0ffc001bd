//! Merging metadata: each key's fate, what is sent, and what cannot come along.

use super::*;
use serde_json::json;

mod obstacles;

fn map(value: Value) -> Map<String, Value> {
    serde_json::from_value(value).unwrap()
}

fn merge(primary: Value, secondary: Value) -> MergePlan {
    MergePlan::new(&map(primary), &map(secondary))
}

fn fate(plan: &MergePlan, key: &str) -> Fate {
    plan.rows().into_iter().find(|row| row.key == key).unwrap().fate
}

fn plan() -> MergePlan {
    merge(
        json!({"same": 1, "theme": "dark", "own": [1], "gone": null}),
        json!({"same": 1, "theme": "light", "new": {"a": {"b": 1}}, "gone": 3, "nothing": null}),
    )
}

#[test]
fn each_key_has_one_fate() {
    let fates: Vec<_> = plan().rows().into_iter().map(|row| (row.key, row.fate)).collect();
    let conflict =
        Fate::Conflict { primary: json!("dark"), secondary: json!("light"), choice: Source::Primary };
    assert_eq!(
        fates,
        [
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

#[test]
fn a_null_inside_a_value_is_part_of_it() {
    let address = json!({"street": "Main", "flat": null, "lines": [null, 1]});
    let plan = merge(json!({}), json!({"address": address}));
    assert_eq!(plan.patch().changes.get("address"), Some(&address));
}

#[test]
fn a_patch_is_in_metadata_that_holds_every_value_whole() {
    let patch = plan().patch();
    assert!(patch.is_in(&map(json!({"gone": 3, "new": {"a": {"b": 1}}, "other": true}))));
    for half in [json!({}), json!({"gone": 3}), json!({"gone": 3, "new": {"a": {}}})] {
        assert!(!patch.is_in(&map(half.clone())), "{half}");
    }
}
