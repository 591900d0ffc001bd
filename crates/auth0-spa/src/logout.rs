//! Logging out: first in this and every other tab, then at the tenant's `/v2/logout` (Auth0 Authentication API,
//! "Logout").

use crate::clock::Clock;
use crate::config::AuthConfig;
use crate::encoding::form;
use crate::linking::PendingRequest;
use crate::random::Random;
use crate::session;
use crate::storage::{Storage, StorageError, take};
use crate::tabs::{self, SharedStorage};

const LOGGED_OUT_KEY: &str = "account-linking.logged-out";

/// Removes all traces of the session, notifies the other tabs, and returns the URL that ends the tenant's session and
/// comes back to `return_to`, an Allowed Logout URL of the client. Storage that fails does not keep the user logged in
/// at the tenant.
pub fn begin<P: Clock + Random + Storage + SharedStorage>(
    platform: &P,
    config: &AuthConfig,
    return_to: &str,
) -> String {
    // Without the note, the page that the tenant returns to does not report the logout.
    let _noted = forget(platform).and_then(|()| platform.set(LOGGED_OUT_KEY, "1"));
    logout_url(config, return_to)
}

/// Forgets everything of the session and tells the other tabs: the session itself, every login that was begun, and a
/// link or unlink whose outcome is unknown. Goes on after a failure.
///
/// # Errors
///
/// [`StorageError`] when some of the session may remain in storage.
pub fn forget<P: Clock + Random + Storage + SharedStorage>(platform: &P) -> Result<(), StorageError> {
    // This tab logs out even if the other tabs cannot be notified.
    let _told = tabs::announce_logout(platform.shared(), platform);
    PendingRequest::forget(platform);
    session::forget(platform, platform.now())
}

/// Whether the tenant has just returned from a logout: `true` once.
pub(crate) fn take_note(storage: &impl Storage) -> bool {
    take(storage, LOGGED_OUT_KEY)
}

/// The URL that ends the tenant's session and comes back to `return_to`, an Allowed Logout URL of the client.
fn logout_url(config: &AuthConfig, return_to: &str) -> String {
    let query = form(&[("client_id", config.application.client_id.as_str()), ("returnTo", return_to)]);
    config.application.domain.url(&format!("/v2/logout?{query}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::login;
    use crate::login::return_to::ReturnTo;
    use crate::login::transaction::Intent;
    use crate::tabs::Status;
    use crate::test_support::platform::Page;
    use crate::test_support::samples::{ORIGIN, config, session};
    use crate::test_support::storage::{Fault, FaultyStorage};

    /// A page where Alice is logged in, has begun another login, and a link whose outcome is unknown.
    fn logged_in() -> Page {
        let page = Page::new();
        session::store(&page, &session("auth0|alice")).unwrap();
        login::begin(&page, &config(), ORIGIN, ReturnTo::parse("/"), Intent::LogIn).unwrap();
        page.storage.put("account-linking.under-way", "{}");
        page
    }

    /// Cases: LO-01.
    #[test]
    fn a_logout_leaves_no_session_no_login_and_no_pending_request_and_ends_the_session_in_every_tab() {
        let page = logged_in();
        begin(&page, &config(), ORIGIN);
        let left = page.storage.contents();
        assert!(left.keys().all(|key| key == LOGGED_OUT_KEY || key.contains("transaction")), "{left:?}");
        assert!(left.values().all(|text| !text.contains("code_verifier")), "{left:?}");
        assert_eq!(tabs::status(&page.shared, &session("auth0|alice").fingerprint()), Status::LoggedOut);
    }

    /// Cases: LO-07.
    #[test]
    fn a_logout_reaches_the_tenant_even_if_storage_fails() {
        for fault in [Fault::Blocked, Fault::Unremovable, Fault::Full] {
            let page = logged_in();
            page.storage.fail(fault);
            page.shared.fail(fault);
            assert!(begin(&page, &config(), ORIGIN).starts_with("https://acme.eu.auth0.com/v2/logout?"));
        }
    }

    /// Cases: LO-11.
    #[test]
    fn a_logout_is_reported_once() {
        let page = logged_in();
        assert!(!take_note(&page));
        begin(&page, &config(), ORIGIN);
        assert!(take_note(&page));
        assert!(!take_note(&page), "not again after a reload");
    }

    /// Cases: LO-11.
    #[test]
    fn a_note_that_cannot_be_read_or_removed_is_not_reported() {
        for fault in [Fault::Blocked, Fault::Unreadable, Fault::Unremovable] {
            let storage = FaultyStorage::default();
            storage.put(LOGGED_OUT_KEY, "1");
            storage.fail(fault);
            assert!(!take_note(&storage), "{fault:?}");
        }
    }

    /// Cases: LO-02, LO-04.
    #[test]
    fn the_logout_url_names_the_client_and_where_to_return() {
        let mut config = AuthConfig::parse(r#"{"domain": "a.auth0.com", "client_id": "abc"}"#).unwrap();
        config.application.client_id = "c&d".to_owned();
        assert_eq!(
            logout_url(&config, "http://localhost:3000"),
            "https://a.auth0.com/v2/logout?client_id=c%26d&returnTo=http%3A%2F%2Flocalhost%3A3000"
        );
    }
}
