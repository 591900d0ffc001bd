//! A login from the click to its end, in the order that makes it safe.
//!
//! Owns the order: the record first, then the navigation; on return `state`, then the record is spent, then an
//! `error` is believed, then one token request, then every check, then a look at the other tabs, then the session. Draws
//! nothing, navigates nowhere.

mod outcome;

use futures_util::future::join;

pub use self::outcome::{OtherAccount, SecondLogin, SignInError, SignInFailure, SignedIn};
use super::authorize::{authorize_url, scope};
use super::callback::{Callback, Outcome};
use super::id_token::{Claims, Expectations, UnverifiedIdToken};
use super::jwks::{self, KeyError};
use super::return_to::ReturnTo;
use super::single_use::{self, claim};
use super::token::{self, Tokens};
use super::transaction::{self, BeginError, Intent, LEEWAY, TakeError, Transaction};
use crate::clock::Clock;
use crate::config::AuthConfig;
use crate::http::HttpClient;
use crate::random::Random;
use crate::session::{self, SessionError};
use crate::signature::SignatureVerifier;
use crate::storage::Storage;
use crate::tabs::{self, Fingerprint, Landing, SharedStorage};

/// Everything a login needs of its surroundings.
pub trait Platform: Clock + Random + Storage + SharedStorage + HttpClient + SignatureVerifier {}

impl<P: Clock + Random + Storage + SharedStorage + HttpClient + SignatureVerifier> Platform for P {}

/// Starts a login and says where to navigate. `redirect_uri` is the bare origin of the app.
///
/// ```
/// use auth0_spa::login::{return_to::ReturnTo, sign_in, transaction::Intent};
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
/// let url = sign_in::start(&page, &config, "https://app.example", ReturnTo::parse("/settings"), Intent::LogIn)?;
/// assert!(url.starts_with("https://acme.eu.auth0.com/authorize?response_type=code&client_id=aB3&"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// [`BeginError`]: nothing was started, the page must not navigate.
pub fn start<P: Clock + Random + Storage + SharedStorage>(
    platform: &P,
    config: &AuthConfig,
    redirect_uri: &str,
    return_to: ReturnTo,
    intent: Intent,
) -> Result<String, BeginError> {
    tidy(platform);
    let transaction =
        transaction::begin(platform, platform, platform.now(), redirect_uri, return_to, intent)?;
    Ok(authorize_url(config, &transaction))
}

/// Forgets what is left of logins that ended long ago. At the start of every page, too: the last login of a browser has no
/// next one that would do it.
pub fn tidy<P: Clock + Storage + SharedStorage>(platform: &P) {
    let now = platform.now();
    // What cannot be removed harms nobody; storage that fails is told by whatever needs it.
    let _own = transaction::purge(platform, now);
    let _shared = single_use::purge(platform.shared(), now);
}

/// Finishes a login. The address was cleaned before. The session of this tab is restored after it and not before: one that
/// was ended elsewhere takes the started logins along. `landing` is of when the page was loaded: the person may have gone on
/// elsewhere while it waited for its configuration.
///
/// # Errors
///
/// [`SignInError`]. The record is spent (unless there was none, or it could not be read), no session was changed.
pub async fn finish<P: Platform>(
    platform: &P,
    config: &AuthConfig,
    redirect_uri: &str,
    landing: Landing,
    callback: Callback,
) -> Result<SignedIn, SignInError> {
    let transaction = take(platform, redirect_uri, &callback)
        .map_err(|error| SignInError { cause: error.into(), started: None })?;
    let outcome = match callback.outcome {
        Outcome::Error(error) => Err(SignInFailure::Refused(error)),
        Outcome::Code(code) => {
            // A second login for a session that is over needs no tokens.
            match check_primary(platform, &transaction.intent) {
                Ok(()) => {
                    session::note_login(platform);
                    let proven = prove(platform, config, &transaction, &code).await;
                    session::take_login_note(platform);
                    proven
                }
                Err(overtaken) => Err(overtaken.into()),
            }
        }
    };
    let started = (transaction.intent.clone(), transaction.return_to.clone());
    let settled = match outcome {
        Ok((claims, tokens)) => settle(platform, transaction, claims, tokens, landing),
        Err(cause) => Err(cause),
    };
    settled.map_err(|cause| SignInError { cause, started: Some(started) })
}

/// Spends the record of this callback, here and for every tab.
fn take<P: Platform>(
    platform: &P,
    redirect_uri: &str,
    callback: &Callback,
) -> Result<Transaction, TakeError> {
    let (now, state) = (platform.now(), &callback.state);
    match transaction::take(platform, now, redirect_uri, state) {
        Ok(transaction) => claim(platform.shared(), now, state).map(|()| transaction),
        // The record went with its session, or is another tab's.
        Err(TakeError::NotStartedHere) if single_use::is_claimed(platform.shared(), state)? => {
            Err(TakeError::AlreadyHandled)
        }
        Err(error) => Err(error),
    }
}

/// Whether the session that a second login was started from is still the browser's, as far as other tabs know.
fn check_primary<P: Platform>(platform: &P, intent: &Intent) -> Result<(), SessionError> {
    match intent {
        Intent::LogIn | Intent::SwitchAccount => Ok(()),
        Intent::Link { primary, .. } => {
            Ok(tabs::standing(platform.shared(), &primary.fingerprint()).check()?)
        }
    }
}

/// Token and keys at once, then the checks.
async fn prove<P: Platform>(
    platform: &P,
    config: &AuthConfig,
    transaction: &Transaction,
    code: &crate::secret::AuthorizationCode,
) -> Result<(Claims, Tokens), SignInFailure> {
    let exchange = token::exchange(platform, config, transaction, code, scope(config), platform.now());
    let (tokens, jwks) = join(exchange, jwks::fetch(platform, config)).await;
    let (tokens, mut jwks) = (tokens?, jwks?);

    let unverified = UnverifiedIdToken::parse(&tokens.id_token)?;
    if jwks.select(unverified.key_id()) == Err(KeyError::Unknown) {
        // The tenant may have changed its keys between the two answers; asked once more, never in a loop.
        jwks = jwks::fetch(platform, config).await?;
    }
    let signed = unverified.verify(&jwks, platform).await?;

    let issuer = config.issuer();
    let expected = Expectations {
        issuer: &issuer,
        client_id: &config.client_id,
        nonce: &transaction.nonce,
        begun_at: transaction.created_at,
        fresh: matches!(transaction.intent, Intent::Link { .. }),
        leeway: LEEWAY,
    };
    let claims = signed.claims(&expected, platform.now())?;
    Ok((claims, tokens))
}

fn settle<P: Platform>(
    platform: &P,
    transaction: Transaction,
    claims: Claims,
    tokens: Tokens,
    landing: Landing,
) -> Result<SignedIn, SignInFailure> {
    check_primary(platform, &transaction.intent)?;
    match transaction.intent {
        Intent::LogIn | Intent::SwitchAccount => {
            let expected = tabs::account(platform.shared(), || session::account(platform, &claims.issuer));
            if expected.is_some_and(|account| account != Fingerprint::of(&claims.issuer, &claims.subject)) {
                let other = OtherAccount { claims, tokens, landing };
                other.check(platform.shared()).map_err(SessionError::from)?;
                return Ok(SignedIn::OtherAccount(other));
            }
            let session = session::begin(platform, claims, tokens, &landing)?;
            Ok(SignedIn::Session { session, return_to: transaction.return_to })
        }
        Intent::Link { primary, connection } => {
            let landed_at = platform.now();
            Ok(SignedIn::SecondLogin(SecondLogin { claims, tokens, primary, connection, landed_at }))
        }
    }
}

#[cfg(test)]
mod tests;
