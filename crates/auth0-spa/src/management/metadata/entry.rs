//! A key of either account, or of both, and what happens to it.
//!
//! The room is counted so that no order of choices can make the result too large, and every choice that is offered
//! can be made and undone: of a key that was decided for the secondary the larger of its two values counts. Copied
//! values take the room that is left, and give way when a choice needs it.

use super::limits::{MAX_SIZE, Obstacle, entry_size, forbidden_name};
use super::{KeyOutcome, Source};
use crate::json::Value;

/// A key with its values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) key: String,
    pub(super) primary: Option<Value>,
    pub(super) secondary: Option<Value>,
    pub(super) choice: Source,
}

/// The bytes of all keys together, without copied values.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sizes {
    /// Of the primary's own values.
    primary: usize,
    /// Of the values that are kept with the current choices.
    pub(super) kept: usize,
    /// Of the most that the keys can take with the current choices, also if any of them is undone.
    reserved: usize,
}

impl Sizes {
    pub(super) fn of(entries: &[Entry]) -> Self {
        let sum = |size: fn(&Entry) -> usize| entries.iter().map(size).sum();
        Self { primary: sum(Entry::own), kept: sum(Entry::kept), reserved: sum(Entry::reserved) }
    }
}

impl Entry {
    /// What happens to the key if `taken` bytes are kept or copied already. `None` if neither account has it.
    pub(super) fn outcome(&self, sizes: Sizes, taken: usize) -> Option<KeyOutcome> {
        Some(match (self.primary.clone(), self.secondary.clone()) {
            (None, None) => return None,
            (Some(primary), None) => KeyOutcome::Kept(primary),
            (Some(primary), Some(secondary)) if primary == secondary => KeyOutcome::Kept(primary),
            (None, Some(secondary)) => match self.obstacle(&secondary, taken) {
                Some(why) => KeyOutcome::Lost { primary: None, secondary, why },
                None => KeyOutcome::Copied(secondary),
            },
            (Some(primary), Some(secondary)) => match self.obstacle(&secondary, sizes.primary) {
                Some(why) => KeyOutcome::Lost { primary: Some(primary), secondary, why },
                None if self.choice == Source::Primary && !self.has_room(&secondary, sizes.reserved) => {
                    KeyOutcome::NoRoom { primary, secondary }
                }
                None => KeyOutcome::Conflict { primary, secondary, choice: self.choice },
            },
        })
    }

    /// Why the secondary's value cannot be written, where `taken` bytes are taken already, the primary's value
    /// included.
    fn obstacle(&self, secondary: &Value, taken: usize) -> Option<Obstacle> {
        if let Some(name) = forbidden_name(&self.key, secondary) {
            return Some(Obstacle::Name(name.to_owned()));
        }
        if self.primary.as_ref().is_some_and(|primary| forbidden_name(&self.key, primary).is_some()) {
            return Some(Obstacle::NotRestorable);
        }
        (!self.has_room(secondary, taken)).then_some(Obstacle::Size)
    }

    /// Whether the secondary's value can take the place of the primary's. A smaller one always can.
    fn has_room(&self, secondary: &Value, taken: usize) -> bool {
        let (own, size) = (self.own(), entry_size(&self.key, secondary));
        size <= own || taken - own + size <= MAX_SIZE
    }

    /// The bytes of the primary's value.
    fn own(&self) -> usize {
        self.size(self.primary.as_ref())
    }

    /// The bytes of the value that is kept; 0 for a copied one.
    fn kept(&self) -> usize {
        self.chosen().map_or_else(|| self.own(), |secondary| self.size(Some(secondary)))
    }

    /// The bytes of the larger value, if the secondary's is chosen: the choice can be taken back.
    fn reserved(&self) -> usize {
        self.own().max(self.kept())
    }

    fn chosen(&self) -> Option<&Value> {
        self.secondary.as_ref().filter(|_| self.choice == Source::Secondary)
    }

    fn size(&self, value: Option<&Value>) -> usize {
        value.map_or(0, |value| entry_size(&self.key, value))
    }
}
