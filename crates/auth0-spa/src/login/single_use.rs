//! Each callback is handled by one tab. A duplicated tab has a copy of the first one's storage, so a tab claims (locks)
//! the callback in the storage that all of them share.
//!
//! Two tabs that claim it at the same moment may both succeed; then the tenant decides, which accepts a code once
//! (RFC 6749 section 4.1.2).

use super::retention::{self, MAX_RECORDS};
use super::transaction::{LIFETIME, TakeError};
use crate::clock::{LEEWAY, UnixTime};
use crate::secret::State;
use crate::storage::{Storage, StorageError, set_checked};

const PREFIX: &str = "account-linking.handled.";

/// Claims the callback of `state` for this tab.
///
/// # Errors
///
/// [`TakeError::AlreadyHandled`] when another tab claimed it, [`TakeError::Storage`] when storage fails.
pub(super) fn claim(shared: &impl Storage, now: UnixTime, state: &State) -> Result<(), TakeError> {
    if is_claimed(shared, state)? {
        return Err(TakeError::AlreadyHandled);
    }
    tidy(shared, now, MAX_RECORDS - 1)?;
    set_checked(shared, &retention::key(PREFIX, state), &now.0.to_string())?;
    Ok(())
}

/// Whether a tab has handled this callback, in the last eleven minutes.
pub(super) fn is_claimed(shared: &impl Storage, state: &State) -> Result<bool, StorageError> {
    Ok(shared.get(&retention::key(PREFIX, state))?.is_some())
}

/// Removes claims on records that have expired.
pub(super) fn purge(shared: &impl Storage, now: UnixTime) -> Result<(), StorageError> {
    tidy(shared, now, MAX_RECORDS)
}

fn tidy(shared: &impl Storage, now: UnixTime, most: usize) -> Result<(), StorageError> {
    let time = |text: &str| text.parse().ok().map(UnixTime);
    retention::tidy(shared, PREFIX, now, LIFETIME + LEEWAY, most, time)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_support::memory::MemoryStorage;
    use crate::test_support::samples::NOW;

    /// Cases: TX-09.
    #[test]
    fn a_callback_is_claimed_once() {
        let shared = MemoryStorage::default();
        assert_eq!(claim(&shared, NOW, &State::new("S")), Ok(()));
        assert_eq!(claim(&shared, NOW, &State::new("S")), Err(TakeError::AlreadyHandled));
        assert_eq!(claim(&shared, NOW, &State::new("T")), Ok(()), "another login is another claim");
    }

    /// Cases: TX-18, TB-12.
    #[test]
    fn claims_are_kept_as_long_as_a_record_can_be_used_and_no_longer() {
        let shared = MemoryStorage::default();
        shared.set("theirs", "0").unwrap();
        claim(&shared, NOW, &State::new("S")).unwrap();
        claim(&shared, NOW.plus(LIFETIME + LEEWAY), &State::new("T")).unwrap();
        assert_eq!(claim(&shared, NOW, &State::new("S")), Err(TakeError::AlreadyHandled));
        claim(&shared, NOW.plus(LIFETIME + LEEWAY + 1), &State::new("U")).unwrap();
        let mut expected =
            vec![retention::key(PREFIX, &State::new("T")), retention::key(PREFIX, &State::new("U"))];
        expected.sort();
        expected.push("theirs".to_owned());
        assert_eq!(shared.contents().into_keys().collect::<Vec<_>>(), expected);
    }

    /// Cases: TX-18.
    #[test]
    fn claims_expire() {
        let shared = MemoryStorage::default();
        claim(&shared, NOW, &State::new("S")).unwrap();
        purge(&shared, NOW.plus(LIFETIME + LEEWAY)).unwrap();
        assert_eq!(is_claimed(&shared, &State::new("S")), Ok(true));
        purge(&shared, NOW.plus(LIFETIME + LEEWAY + 1)).unwrap();
        assert!(shared.contents().is_empty());
    }

    /// Cases: TX-31.
    #[test]
    fn the_newest_eight_claims_are_kept() {
        let shared = MemoryStorage::default();
        let state = |number| State::new(format!("S{number}"));
        for number in 0..20 {
            claim(&shared, NOW.plus(number), &state(number)).unwrap();
        }
        let kept: Vec<_> = (0..20).filter(|number| is_claimed(&shared, &state(*number)).unwrap()).collect();
        assert_eq!(kept, (12..20).collect::<Vec<_>>());
    }

    /// Cases: TX-32.
    #[test]
    fn a_claim_does_not_reveal_the_state() {
        let shared = MemoryStorage::default();
        claim(&shared, NOW, &State::new("the state")).unwrap();
        assert!(!format!("{:?}", shared.contents()).contains("the state"));
    }
}
