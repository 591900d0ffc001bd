//! A note in storage while a login is being finished, so that the next page can report one that was interrupted.

use crate::storage::{Storage, take};

const KEY: &str = "account-linking.login-under-way";

/// A login is being finished.
pub(super) fn note(storage: &impl Storage) {
    // Only a message depends on it.
    let _stored = storage.set(KEY, "1");
}

/// Removes the note: `true` if a login was being finished when the page was left.
pub(crate) fn was_interrupted(storage: &impl Storage) -> bool {
    take(storage, KEY)
}
