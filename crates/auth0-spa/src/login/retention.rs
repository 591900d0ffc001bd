//! The records of logins in storage are bounded, in age and in number.

use crate::clock::{LEEWAY, UnixTime};
use crate::encoding::digest;
use crate::secret::State;
use crate::storage::{Storage, StorageError};

/// How many records of one kind are kept: the newest. More unfinished logins are not expected.
pub(super) const MAX_RECORDS: usize = 8;

/// The key of the record of a `state`: a hash, so that the keys do not reveal it.
pub(super) fn key(prefix: &str, state: &State) -> String {
    format!("{prefix}{}", digest(state.secret()))
}

/// Removes every record under `prefix` that is older than `lifetime` seconds, dated in the future, or without a time;
/// of the others all but the newest `most`. `time` reads the time of a record.
pub(super) fn tidy(
    storage: &impl Storage,
    prefix: &str,
    now: UnixTime,
    lifetime: i64,
    most: usize,
    time: fn(&str) -> Option<UnixTime>,
) -> Result<(), StorageError> {
    let mut kept: Vec<(UnixTime, String)> = Vec::new();
    for key in storage.keys()?.into_iter().filter(|key| key.starts_with(prefix)) {
        let text = storage.get(&key)?.unwrap_or_default();
        match time(&text) {
            Some(at) if (-LEEWAY..=lifetime).contains(&now.since(at)) => kept.push((at, key)),
            _ => storage.remove(&key)?,
        }
    }
    while kept.len() > most {
        let oldest = kept.iter().enumerate().min_by_key(|(_, (at, _))| *at).map(|(index, _)| index);
        let (_, key) = kept.swap_remove(oldest.unwrap_or_default());
        storage.remove(&key)?;
    }
    Ok(())
}
