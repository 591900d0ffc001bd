//! One tab handles a callback. A duplicated tab has a copy of everything that the first one remembers, so the tabs agree
//! on a place that all of them see.
//!
//! Two tabs that ask in the same moment may both be told yes; then the tenant, which takes a code once (RFC 6749 section
//! 4.1.2), decides between them.

use super::transaction::{LEEWAY, LIFETIME, TakeError};
use crate::clock::UnixTime;
use crate::secret::State;
use crate::storage::{Storage, StorageError, set_checked};

const PREFIX: &str = "account-linking.handled.";

/// Claims the callback of `state` for this tab.
///
/// # Errors
///
/// [`TakeError::AlreadyHandled`] when another tab has it, [`TakeError::Storage`] when the tabs cannot be asked.
pub(super) fn claim(shared: &impl Storage, now: UnixTime, state: &State) -> Result<(), TakeError> {
    let key = format!("{PREFIX}{}", state.secret());
    if shared.get(&key)?.is_some() {
        return Err(TakeError::AlreadyHandled);
    }
    purge(shared, now)?;
    set_checked(shared, &key, &now.0.to_string())?;
    Ok(())
}

/// Forgets claims on records that have ended by now.
fn purge(shared: &impl Storage, now: UnixTime) -> Result<(), StorageError> {
    for key in shared.keys()?.into_iter().filter(|key| key.starts_with(PREFIX)) {
        let claimed_at = shared.get(&key)?.and_then(|text| text.parse().ok());
        let stale =
            claimed_at.is_none_or(|at| !(-LEEWAY..=LIFETIME + LEEWAY).contains(&now.since(UnixTime(at))));
        if stale {
            shared.remove(&key)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_support::memory::MemoryStorage;
    use crate::test_support::samples::NOW;

    #[test]
    fn tx_09_tb_a_callback_is_claimed_once() {
        let shared = MemoryStorage::default();
        assert_eq!(claim(&shared, NOW, &State::new("S")), Ok(()));
        assert_eq!(claim(&shared, NOW, &State::new("S")), Err(TakeError::AlreadyHandled));
        assert_eq!(claim(&shared, NOW, &State::new("T")), Ok(()), "another login is another claim");
    }

    #[test]
    fn tx_18_tb_12_claims_are_kept_as_long_as_a_record_can_be_used_and_no_longer() {
        let shared = MemoryStorage::default();
        shared.set("theirs", "0").unwrap();
        claim(&shared, NOW, &State::new("S")).unwrap();
        claim(&shared, NOW.plus(LIFETIME + LEEWAY), &State::new("T")).unwrap();
        assert_eq!(claim(&shared, NOW, &State::new("S")), Err(TakeError::AlreadyHandled));
        claim(&shared, NOW.plus(LIFETIME + LEEWAY + 1), &State::new("U")).unwrap();
        let keys: Vec<_> = shared.contents().into_keys().collect();
        assert_eq!(keys, ["account-linking.handled.T", "account-linking.handled.U", "theirs"]);
    }
}
