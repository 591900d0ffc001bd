//! A bounded store of things that expire: codes, login transactions, sessions, opaque tokens.

use std::collections::HashMap;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};

use crate::clock::Timestamp;
use crate::random::sha256;

/// Entries by secret, each with an expiry.
///
/// Only the SHA-256 digest of a secret is kept: the duration of a look-up discloses nothing, and neither the inspector
/// nor a data file contains a usable secret. When the store is full, the entries that expire first are removed, so that
/// the memory of a long-running tenant is bounded.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Expiring<T> {
    capacity: usize,
    entries: HashMap<String, Entry<T>>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct Entry<T> {
    value: T,
    expires_at: Timestamp,
}

impl<T> Expiring<T> {
    /// An empty store for at most `capacity` entries.
    pub(crate) fn with_capacity(capacity: usize) -> Self {
        Self { capacity, entries: HashMap::new() }
    }

    /// Keeps `value` under `secret` until `expires_at`.
    pub(crate) fn insert(&mut self, secret: &str, value: T, now: Timestamp, expires_at: Timestamp) {
        if self.entries.len() >= self.capacity {
            self.make_room(now);
        }
        self.entries.insert(fingerprint(secret), Entry { value, expires_at });
    }

    /// The entry, if it has not expired.
    pub(crate) fn get(&self, secret: &str, now: Timestamp) -> Option<&T> {
        self.entries
            .get(&fingerprint(secret))
            .filter(|entry| now < entry.expires_at)
            .map(|entry| &entry.value)
    }

    /// The entry, to be changed, if it has not expired.
    pub(crate) fn get_mut(&mut self, secret: &str, now: Timestamp) -> Option<&mut T> {
        let entry = self.entries.get_mut(&fingerprint(secret))?;
        (now < entry.expires_at).then_some(&mut entry.value)
    }

    /// Removes the entry and returns it if it had not expired, as for a single-use secret.
    pub(crate) fn take(&mut self, secret: &str, now: Timestamp) -> Option<T> {
        let entry = self.entries.remove(&fingerprint(secret))?;
        (now < entry.expires_at).then_some(entry.value)
    }

    /// Changes the expiry of an entry.
    pub(crate) fn expire_at(&mut self, secret: &str, expires_at: Timestamp) {
        if let Some(entry) = self.entries.get_mut(&fingerprint(secret)) {
            entry.expires_at = expires_at;
        }
    }

    /// Removes every entry for which `keep` returns false.
    pub(crate) fn retain(&mut self, mut keep: impl FnMut(&T) -> bool) {
        self.entries.retain(|_, entry| keep(&entry.value));
    }

    /// The entries that have not expired, in no particular order.
    pub(crate) fn live(&self, now: Timestamp) -> impl Iterator<Item = &T> {
        self.entries.values().filter(move |entry| now < entry.expires_at).map(|entry| &entry.value)
    }

    /// Removes expired entries, or if there are none, the eighth of all entries that expires first.
    fn make_room(&mut self, now: Timestamp) {
        self.entries.retain(|_, entry| now < entry.expires_at);
        if self.entries.len() < self.capacity {
            return;
        }
        let mut ends: Vec<Timestamp> = self.entries.values().map(|entry| entry.expires_at).collect();
        ends.sort_unstable();
        let mut surplus = self.capacity / 8 + 1;
        let Some(last_to_go) = ends.get(surplus - 1).copied() else { return };
        self.entries.retain(|_, entry| {
            let goes = surplus > 0 && entry.expires_at <= last_to_go;
            if goes {
                surplus -= 1;
            }
            !goes
        });
    }
}

fn fingerprint(secret: &str) -> String {
    URL_SAFE_NO_PAD.encode(sha256(secret.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_millis(seconds * 1000)
    }

    #[test]
    fn a_secret_is_taken_once() {
        let mut store = Expiring::with_capacity(8);
        store.insert("code", 1, at(0), at(10));
        assert_eq!(store.take("code", at(9)), Some(1));
        assert_eq!(store.take("code", at(9)), None);
    }

    #[test]
    fn an_expired_entry_is_not_found() {
        let mut store = Expiring::with_capacity(8);
        store.insert("code", 1, at(0), at(10));
        assert_eq!(store.get("code", at(10)), None);
        assert_eq!(store.live(at(10)).count(), 0);
        assert_eq!(store.take("code", at(10)), None);
    }

    #[test]
    fn a_full_store_removes_the_entries_that_expire_first() {
        let mut store = Expiring::with_capacity(16);
        for number in 0..100_i64 {
            store.insert(&format!("secret {number}"), number, at(0), at(1000 + number));
            assert!(store.live(at(0)).count() <= 16);
        }
        assert_eq!(store.get("secret 99", at(0)), Some(&99));
        assert_eq!(store.get("secret 0", at(0)), None);
    }
}
