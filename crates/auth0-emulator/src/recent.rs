//! The last things of a kind, for the inspector.

use std::collections::VecDeque;

/// Most things that are kept.
const KEPT: usize = 100;

/// The last things of a kind, the newest first.
#[derive(Debug)]
pub(crate) struct Recent<T>(VecDeque<T>);

impl<T> Recent<T> {
    /// Adds one, and drops the oldest if there are too many.
    pub(crate) fn add(&mut self, thing: T) {
        self.0.push_front(thing);
        self.0.truncate(KEPT);
    }

    /// All of them, the newest first.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &T> {
        self.0.iter()
    }
}

impl<T> Default for Recent<T> {
    fn default() -> Self {
        Self(VecDeque::new())
    }
}
