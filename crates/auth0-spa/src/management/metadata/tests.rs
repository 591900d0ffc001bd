//! Merging metadata: what happens to each key, what is sent, and what cannot be copied.

use super::*;
use crate::json;
use crate::management::metadata::limits::entry_size;
use crate::test_support::json::json;

mod obstacles;
mod room;

fn map(value: Value) -> Map<String, Value> {
    let Value::Object(members) = value else { panic!("{value}") };
    members
}

fn merge(primary: Value, secondary: Value) -> MergePlan {
    MergePlan::new(&map(primary), &map(secondary))
}

fn outcome(plan: &MergePlan, key: &str) -> KeyOutcome {
    plan.merged().rows.into_iter().find(|row| row.key == key).unwrap().outcome
}

fn plan() -> MergePlan {
    merge(
        json!({"same": 1, "theme": "dark", "own": [1], "gone": null}),
        json!({"same": 1, "theme": "light", "new": {"a": {"b": 1}}, "gone": 3, "nothing": null}),
    )
}

#[test]
fn each_key_gets_the_outcome_of_its_two_values() {
    let outcomes: Vec<_> = plan().merged().rows.into_iter().map(|row| (row.key, row.outcome)).collect();
    let conflict =
        KeyOutcome::Conflict { primary: json!("dark"), secondary: json!("light"), choice: Source::Primary };
    assert_eq!(
        outcomes,
        [
            ("gone".to_owned(), KeyOutcome::Copied(json!(3))),
            ("new".to_owned(), KeyOutcome::Copied(json!({"a": {"b": 1}}))),
            ("own".to_owned(), KeyOutcome::Kept(json!([1]))),
            ("same".to_owned(), KeyOutcome::Kept(json!(1))),
            ("theme".to_owned(), conflict),
        ]
    );
}

#[test]
fn the_primary_wins_and_only_what_changes_is_sent() {
    let patch = plan().merged().patch();
    assert_eq!(Value::Object(patch.changes), json!({"gone": 3, "new": {"a": {"b": 1}}}));
    assert_eq!(Value::Object(patch.undo), json!({"gone": null, "new": null}));
}

#[test]
fn a_choice_is_sent_and_can_be_undone() {
    let mut plan = plan();
    plan.choose("theme", Source::Secondary);
    plan.choose("same", Source::Secondary);
    let patch = plan.merged().patch();
    assert_eq!(patch.changes.get("theme"), Some(&json!("light")));
    assert_eq!(patch.undo.get("theme"), Some(&json!("dark")));
    assert!(!patch.changes.contains_key("same"));
    plan.choose("theme", Source::Primary);
    assert!(!plan.merged().patch().changes.contains_key("theme"));
}

#[test]
fn equal_metadata_needs_no_request() {
    let same = map(json!({"a": 1}));
    assert!(MergePlan::new(&same, &same).merged().patch().is_empty());
    assert!(MergePlan::new(&same, &Map::new()).merged().patch().is_empty());
}

#[test]
fn a_null_inside_a_value_is_part_of_it() {
    let address = json!({"street": "Main", "flat": null, "lines": [null, 1]});
    let plan = merge(json!({}), json!({"address": address}));
    assert_eq!(plan.merged().patch().changes.get("address"), Some(&address));
}

#[test]
fn metadata_contains_a_patch_if_it_has_every_value() {
    let patch = plan().merged().patch();
    assert!(patch.is_in(&map(json!({"gone": 3, "new": {"a": {"b": 1}}, "other": true}))));
    for half in [json!({}), json!({"gone": 3}), json!({"gone": 3, "new": {"a": {}}})] {
        assert!(!patch.is_in(&map(half.clone())), "{half}");
    }
}

/// Numbers of both accounts, as a tenant writes them.
fn numbers(primary: &str, secondary: &str) -> MergePlan {
    let map = |value: &str| Map::from([("n".to_owned(), json::read(value).unwrap())]);
    MergePlan::new(&map(primary), &map(secondary))
}

/// Cases: JS-01.
#[test]
fn copied_numbers_are_equal_digit_for_digit() {
    for number in
        ["48.137154321987654", "1000000000000000000000000000000", "12345678901234567890", "-0", "1e3"]
    {
        let mut plan = numbers("null", number);
        assert_eq!(
            json::write(&Value::Object(plan.merged().patch().changes)),
            format!(r#"{{"n":{number}}}"#)
        );
        plan = numbers(number, "1.50");
        plan.choose("n", Source::Secondary);
        let MetadataPatch { changes, undo } = plan.merged().patch();
        assert_eq!(json::write(&Value::Object(changes)), r#"{"n":1.50}"#);
        assert_eq!(json::write(&Value::Object(undo)), format!(r#"{{"n":{number}}}"#));
    }
}

/// Cases: JS-02.
#[test]
fn only_numbers_of_different_value_are_a_conflict_or_a_change() {
    assert_eq!(outcome(&numbers("1.0", "1"), "n"), KeyOutcome::Kept(json::read("1.0").unwrap()));
    for (mine, theirs) in
        [("9007199254740993", "9007199254740992"), ("0.1", "0.1000000000000000055"), ("1", "-1")]
    {
        assert!(
            matches!(outcome(&numbers(mine, theirs), "n"), KeyOutcome::Conflict { .. }),
            "{mine} {theirs}"
        );
    }
    let patch = numbers("null", "9007199254740993").merged().patch();
    for (kept, same) in
        [("9007199254740993", true), ("9007199254740993.0", true), ("9007199254740992", false)]
    {
        let kept = Map::from([("n".to_owned(), json::read(kept).unwrap())]);
        assert_eq!(patch.is_in(&kept), same, "{kept:?}");
    }
}

#[test]
fn the_size_of_a_number_is_the_length_of_its_spelling() {
    let merged = r#"{"n":1000000000000000000000000000000.50}"#;
    let Value::Object(members) = json::read(merged).unwrap() else { panic!("{merged}") };
    assert_eq!(members.iter().map(|(key, value)| entry_size(key, value)).sum::<usize>() + 1, merged.len());
}
