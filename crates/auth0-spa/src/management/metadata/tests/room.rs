//! LF-37: what is shown is what is sent, whatever is chosen in whatever order.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;

/// Values whose sizes make room scarce, and some that cannot be written.
fn value() -> impl Strategy<Value = Value> {
    prop_oneof![
        2 => Just(json!(1)),
        1 => Just(Value::Null),
        1 => Just(json!({"dark.mode": 1})),
        4 => (1..8_u16).prop_map(|size| Value::from("x".repeat(usize::from(size) * 900).as_str())),
    ]
}

fn metadata() -> impl Strategy<Value = Map<String, Value>> {
    let key = proptest::sample::select(vec!["a", "b", "c", "d", "e", "f.g"]).prop_map(str::to_owned);
    proptest::collection::btree_map(key, value(), 0..6)
        .prop_map(|map: BTreeMap<_, _>| map.into_iter().collect())
}

fn presses() -> impl Strategy<Value = Vec<(usize, Source)>> {
    let source = prop_oneof![3 => Just(Source::Secondary), 1 => Just(Source::Primary)];
    proptest::collection::vec((0..6_usize, source), 0..12)
}

fn size(metadata: &Map<String, Value>) -> usize {
    metadata.iter().filter(|(_, value)| !value.is_null()).map(|(key, value)| entry_size(key, value)).sum()
}

/// The primary's metadata as Auth0 has it after a PATCH.
fn patched(primary: &Map<String, Value>, changes: &Map<String, Value>) -> Map<String, Value> {
    let mut after = primary.clone();
    after.extend(changes.clone());
    after
}

/// What a row says that the primary has of its key afterwards.
fn shown(outcome: &KeyOutcome) -> Option<&Value> {
    match outcome {
        KeyOutcome::Kept(value) | KeyOutcome::Copied(value) => Some(value),
        KeyOutcome::Conflict { primary, choice: Source::Primary, .. }
        | KeyOutcome::NoRoom { primary, .. } => Some(primary),
        KeyOutcome::Conflict { secondary, .. } => Some(secondary),
        KeyOutcome::Lost { primary, .. } => primary.as_ref(),
    }
}

fn assert_consistent(plan: &MergePlan, primary: &Map<String, Value>) {
    let merged = plan.merged();
    let MetadataPatch { changes, undo } = merged.patch();
    let after = patched(primary, &changes);
    for Row { key, outcome } in &merged.rows {
        assert_eq!(after.get(key).filter(|value| !value.is_null()), shown(outcome), "{key}: {outcome:?}");
    }
    assert!(size(&after) <= MAX_SIZE.max(size(primary)), "{} bytes", size(&after));
    assert!(changes.keys().eq(undo.keys()));
    let back = patched(&after, &undo);
    assert!(primary.iter().all(|(key, value)| back.get(key) == Some(value)), "the undo restores everything");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    /// Cases: LF-37.
    #[test]
    fn the_metadata_shown_is_the_metadata_sent(
        (primary, secondary, presses) in (metadata(), metadata(), presses()),
    ) {
        let mut plan = MergePlan::new(&primary, &secondary);
        assert_consistent(&plan, &primary);
        for (number, source) in presses {
            let rows = plan.merged().rows;
            let Some(Row { key, outcome }) = rows.get(number) else { continue };
            let before = plan.clone();
            let chosen = plan.choose(key, source);
            match outcome {
                KeyOutcome::Conflict { primary, secondary, .. } => {
                    prop_assert!(chosen, "what is offered can be chosen");
                    let conflict = KeyOutcome::Conflict {
                        primary: primary.clone(), secondary: secondary.clone(), choice: source,
                    };
                    prop_assert_eq!(self::outcome(&plan, key), conflict);
                }
                KeyOutcome::NoRoom { .. } => {
                    prop_assert_eq!(chosen, source == Source::Primary);
                    prop_assert_eq!(&plan, &before);
                }
                _ => {
                    prop_assert!(!chosen);
                    prop_assert_eq!(&plan, &before);
                }
            }
            assert_consistent(&plan, &primary);
        }
    }

    /// Cases: LF-37.
    #[test]
    fn choices_can_be_made_again_in_the_same_metadata(
        (primary, secondary, presses) in (metadata(), metadata(), presses()),
    ) {
        let mut plan = MergePlan::new(&primary, &secondary);
        for (number, source) in presses {
            if let Some(row) = plan.merged().rows.get(number) {
                plan.choose(&row.key, source);
            }
        }
        let mut again = MergePlan::new(&primary, &secondary);
        for choice in plan.choices() {
            prop_assert!(again.choose_again(&choice), "{}", choice.key);
        }
        prop_assert_eq!(again, plan);
    }
}

/// Cases: LF-37.
#[test]
fn a_conflict_that_other_choices_leave_no_room_for_is_shown_as_such() {
    let big = "x".repeat(6_000);
    let mut plan = merge(json!({"a": 1, "b": 2}), json!({"a": big, "b": big}));
    assert!(plan.choose("a", Source::Secondary));
    assert_eq!(outcome(&plan, "b"), KeyOutcome::NoRoom { primary: json!(2), secondary: json!(big) });
    assert!(!plan.choose("b", Source::Secondary), "and cannot be chosen");
    assert!(plan.merged().patch().changes.keys().eq(["a"]));
    assert!(plan.merged().lost().is_empty(), "it is not lost: the other choice can be taken back");
    assert!(plan.choose("a", Source::Primary));
    assert!(plan.choose("b", Source::Secondary));
    assert!(plan.merged().patch().changes.keys().eq(["b"]));
}
