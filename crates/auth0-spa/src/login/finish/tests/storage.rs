//! Logins during which one call to storage fails: every call, in every way.

use super::*;
use crate::session::Restored;
use crate::storage::StorageError;
use crate::test_support::samples::{NOW, session as sample};
use crate::test_support::storage::{Fault, FaultyStorage};

const FAULTS: [Fault; 6] =
    [Fault::Blocked, Fault::Unreadable, Fault::Full, Fault::Ignoring, Fault::Truncating, Fault::Unremovable];

/// Which storage is to fail.
type Which = fn(&Page) -> &FaultyStorage;

const STORAGES: [(&str, Which); 2] = [("own", |page| &page.storage), ("shared", |page| &page.shared)];

/// Alice is logged in here, and no other tab knows it.
fn unmarked() -> Page {
    let page = Page::new();
    let session = sample("auth0|alice");
    // The sample drew the same id as the first draw of this page.
    crate::random::token(&page).unwrap();
    session::store(&page, &session).unwrap();
    page
}

/// Alice is logged in here.
fn alices() -> Page {
    let page = unmarked();
    tabs::announce_login(&page.shared, &page, sample("auth0|alice").fingerprint()).unwrap();
    page
}

/// Somebody logged out in another tab, and this one has not looked yet.
fn left_elsewhere() -> Page {
    let page = unmarked();
    tabs::announce_logout(&page.shared, &page).unwrap();
    page
}

/// The entries that outlive a login.
fn lasting(page: &Page) -> Vec<(String, String)> {
    let all = page.storage.contents().into_iter().chain(page.shared.contents());
    let passing = [".transaction.", ".handled.", ".login-under-way"];
    all.filter(|(key, _)| !passing.iter().any(|part| key.contains(part))).collect()
}

/// A login in which the call to `storage` after the first `n` fails. Returns whether there were that many calls.
fn log_in_with_a_fault(page: &Page, storage: &FaultyStorage, after: usize, fault: Fault) -> bool {
    let before = lasting(page);
    storage.fail_once(after, fault);
    let Ok(url) = begin(page, &config(), ORIGIN, ReturnTo::parse("/settings"), Intent::LogIn) else {
        assert_eq!(lasting(page), before);
        return true;
    };
    let query = url.split_once('?').unwrap().1;
    let left = Left(form_urlencoded::parse(query.as_bytes()).into_owned().collect());
    page.http.script([tokens(&alice(&left)), keys()]);
    let signed_in = come_back_with_code(page, &left);
    let used = !storage.take_unused_fault();

    let mut unread = false;
    match signed_in {
        Ok(LoginOutcome::Session { session, .. }) => {
            assert_eq!(tabs::status(&page.shared, &session.fingerprint()).check(), Ok(()));
            let restored = session::restore(page, &config(), NOW);
            assert_eq!(restored, Ok(Restored::Active(Box::new(session))));
        }
        Ok(other) => panic!("{other:?}"),
        Err(error) => {
            assert_eq!(lasting(page), before, "{error}");
            unread = error.cause == TakeError::Storage(StorageError::Blocked).into();
        }
    }
    let kept = format!("{:?} {:?}", page.storage.contents(), page.shared.contents());
    for name in ["state", "nonce"] {
        // A record that cannot be read is not consumed; it expires.
        assert!(unread || !kept.contains(left.value(name)), "{name} {kept}");
    }
    used
}

/// Cases: ST-16.
#[test]
fn a_login_changes_everything_or_nothing_whichever_storage_call_fails() {
    for page in [Page::new, unmarked, alices, left_elsewhere] {
        for (name, storage) in STORAGES {
            for fault in FAULTS {
                let mut calls = 0;
                loop {
                    let page = page();
                    // Captured: shown when a test fails.
                    println!("{fault:?} after {calls} calls to {name} storage");
                    if !log_in_with_a_fault(&page, storage(&page), calls, fault) {
                        break;
                    }
                    calls += 1;
                }
                assert!(calls > 5, "{name} storage is used");
            }
        }
    }
}
