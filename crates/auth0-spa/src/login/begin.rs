//! The beginning of a login: first the record, then the navigation.

use super::authorize::authorize_url;
use super::return_to::ReturnTo;
use super::single_use;
use super::transaction::{self, Intent};
use crate::clock::Clock;
use crate::config::AuthConfig;
use crate::random::Random;
use crate::session::Session;
use crate::storage::{CreateError, Storage};
use crate::tabs::SharedStorage;

/// Begins a login: stores its record and returns the URL to navigate to. `redirect_uri` is the bare origin of the app.
///
/// ```
/// use auth0_spa::login::{self, return_to::ReturnTo, transaction::Intent};
/// use auth0_spa::config::AuthConfig;
/// # use auth0_spa::{Clock, Random, RandomError, SharedStorage, Storage, StorageError, UnixTime};
/// # #[derive(Default)]
/// # struct Page(std::cell::RefCell<std::collections::BTreeMap<String, String>>);
/// # impl Clock for Page {
/// #     fn now(&self) -> UnixTime { UnixTime(1_800_000_000) }
/// # }
/// # impl Random for Page {
/// #     fn fill(&self, bytes: &mut [u8]) -> Result<(), RandomError> { bytes.fill(7); Ok(()) }
/// # }
/// # impl Storage for Page {
/// #     fn get(&self, key: &str) -> Result<Option<String>, StorageError> { Ok(self.0.borrow().get(key).cloned()) }
/// #     fn set(&self, key: &str, value: &str) -> Result<(), StorageError> {
/// #         self.0.borrow_mut().insert(key.to_owned(), value.to_owned());
/// #         Ok(())
/// #     }
/// #     fn remove(&self, key: &str) -> Result<(), StorageError> { self.0.borrow_mut().remove(key); Ok(()) }
/// #     fn keys(&self) -> Result<Vec<String>, StorageError> { Ok(self.0.borrow().keys().cloned().collect()) }
/// # }
/// # impl SharedStorage for Page {
/// #     fn shared(&self) -> &impl Storage { self }
/// # }
/// # let page = Page::default();
/// let config = AuthConfig::parse(r#"{"domain": "acme.eu.auth0.com", "client_id": "aB3"}"#)?;
///
/// // `page` is the clock, the randomness and the storage of this tab.
/// let url = login::begin(&page, &config, "https://app.example", ReturnTo::parse("/settings"), Intent::LogIn)?;
/// assert!(url.starts_with("https://acme.eu.auth0.com/authorize?response_type=code&client_id=aB3&"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// [`CreateError`]: nothing was begun, and the page must not navigate.
pub fn begin<P: Clock + Random + Storage + SharedStorage>(
    platform: &P,
    config: &AuthConfig,
    redirect_uri: &str,
    return_to: ReturnTo,
    intent: Intent,
) -> Result<String, CreateError> {
    purge(platform);
    let transaction =
        transaction::create(platform, platform, config, platform.now(), redirect_uri, return_to, intent)?;
    Ok(authorize_url(&transaction))
}

/// Whether a change of this session waits for a login.
pub fn is_change_waiting<P: Clock + Storage>(platform: &P, session: &Session) -> bool {
    transaction::waiting(platform, &session.reference(), platform.now()).is_some()
}

/// The user cancelled the change that waits for a login, if one does. If that login comes nevertheless, nothing is carried
/// out.
pub fn cancel_waiting<P: Clock + Storage>(platform: &P) {
    // Storage that fails now cannot be read on return either.
    let _given_up = transaction::abandon_waiting(platform, platform.now());
}

/// Removes what is left of logins that ended long ago. Called at every start of the app too: a user who never
/// logs in again would keep the records forever.
pub fn purge<P: Clock + Storage + SharedStorage>(platform: &P) {
    let now = platform.now();
    // What cannot be removed does no harm; failing storage is reported by whatever needs it.
    let _own = transaction::purge(platform, now);
    let _shared = single_use::purge(platform.shared(), now);
}
