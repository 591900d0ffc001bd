//! Values that cannot be copied: none is ever sent, and the reason for each is known before linking.

use super::*;

/// A text that takes this many bytes of JSON, quotation marks included.
fn text(size: usize) -> Value {
    Value::from("x".repeat(size - 2).as_str())
}

/// The secondary's value of the key is lost for this reason, and no choice sends it.
#[track_caller]
fn assert_lost(mut plan: MergePlan, key: &str, expected: &Obstacle) {
    let KeyOutcome::Lost { why, .. } = outcome(&plan, key) else { panic!("{:?}", plan.merged().rows) };
    assert_eq!(why, *expected);
    assert!(plan.merged().lost().iter().any(|lost| lost == key));
    plan.choose(key, Source::Secondary);
    let MetadataPatch { changes, undo } = plan.merged().patch();
    assert!(!changes.contains_key(key) && !undo.contains_key(key));
}

#[test]
fn a_name_that_auth0_refuses_is_found_at_any_depth() {
    for (key, value, name) in [
        ("a.b", json!(1), "a.b"),
        ("$set", json!(1), "$set"),
        ("a", json!({"b": {"c.d": 1}}), "c.d"),
        ("a", json!([1, {"b": [{"$in": 1}]}]), "$in"),
    ] {
        let refused = Obstacle::Name(name.to_owned());
        assert_lost(merge(json!({}), json!({key: value})), key, &refused);
        assert_lost(merge(json!({key: "mine"}), json!({key: value})), key, &refused);
    }
}

#[test]
fn a_value_with_a_dot_is_copied() {
    let plan = merge(json!({}), json!({"site": ["https://a.example", {"price": "$1.50"}]}));
    assert_eq!(plan.merged().lost(), Vec::<String>::new());
}

#[test]
fn an_equal_value_is_kept_whatever_its_name() {
    let plan = merge(json!({"a.b": 1, "c.d": 2}), json!({"a.b": 1}));
    assert!(plan.merged().lost().is_empty() && plan.merged().patch().is_empty());
}

#[test]
fn a_value_that_could_not_be_restored_is_not_replaced() {
    let plan = merge(json!({"a": {"old.name": 1}}), json!({"a": 2}));
    assert_lost(plan, "a", &Obstacle::NotRestorable);
}

#[test]
fn merged_metadata_has_exactly_the_size_that_was_counted() {
    let merged = json!({"a": text(10), "ü\"": {"b": [1, null]}, "c": 1.5});
    let counted: usize = map(merged.clone()).iter().map(|(key, value)| entry_size(key, value)).sum();
    // The braces, less the comma after the last one.
    assert_eq!(counted + 1, merged.to_string().len());
}

#[test]
fn values_are_copied_in_order_as_long_as_there_is_room() {
    // `"p":…,` takes 6 bytes besides the value.
    let plan = merge(
        json!({"p": text(MAX_SIZE - 6 - 100)}),
        json!({"a": text(64), "b": text(40), "c": text(24), "d": 1}),
    );
    assert_eq!(plan.merged().lost(), ["b", "d"]);
    assert_lost(plan.clone(), "b", &Obstacle::Size);
    assert_eq!(plan.merged().patch().changes.len(), 2);
}

#[test]
fn a_chosen_value_takes_the_room_of_copied_ones() {
    let mut plan = merge(
        json!({"p": text(MAX_SIZE - 12 - 200), "theme": text(2)}),
        json!({"joins": text(100), "theme": text(160)}),
    );
    assert!(plan.merged().lost().is_empty());
    plan.choose("theme", Source::Secondary);
    assert_eq!(plan.merged().lost(), ["joins"]);
    plan.choose("theme", Source::Primary);
    assert!(plan.merged().lost().is_empty());
}

#[test]
fn a_conflict_without_room_cannot_be_chosen_but_a_smaller_value_always_can() {
    let full = json!({"p": text(2 * MAX_SIZE), "theme": text(20)});
    assert_lost(merge(full.clone(), json!({"theme": text(30)})), "theme", &Obstacle::Size);
    let mut plan = merge(full, json!({"theme": text(10)}));
    plan.choose("theme", Source::Secondary);
    assert_eq!(plan.merged().patch().changes.len(), 1);
}

#[test]
fn no_order_of_choices_makes_the_metadata_too_large() {
    // Choosing the small value of `a` seems to make room for the large value of `b`; then `a` is taken back.
    let mut plan = merge(
        json!({"p": text(MAX_SIZE - 200), "a": text(90), "b": text(10)}),
        json!({"a": text(10), "b": text(90)}),
    );
    for (key, source) in [("a", Source::Secondary), ("b", Source::Secondary), ("a", Source::Primary)] {
        plan.choose(key, source);
        let MetadataPatch { changes, .. } = plan.merged().patch();
        let size = |key: &str, old: usize| {
            changes.get(key).map_or(old, |value| value.to_string().len()) + key.len() + 4
        };
        assert!(size("p", MAX_SIZE - 200) + size("a", 90) + size("b", 10) <= MAX_SIZE, "{changes:?}");
    }
}
