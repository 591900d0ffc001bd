//! A login from the click to its end, in the order that makes it safe.
//!
//! Owns the order: the record first, then the navigation; on return `state`, then the record is spent, then an
//! `error` is believed, then one token request, then every check, then the session. Draws nothing, navigates nowhere.

mod outcome;

use futures_util::future::join;

pub use self::outcome::{OtherAccount, SecondLogin, SignInError, SignInFailure, SignedIn};
use super::authorize::{authorize_url, scope};
use super::callback::{Callback, Outcome};
use super::claim::claim;
use super::id_token::{Claims, Expectations, UnverifiedIdToken};
use super::jwks::{self, KeyError};
use super::return_to::ReturnTo;
use super::token::{self, Tokens};
use super::transaction::{self, BeginError, Intent, LEEWAY, Transaction};
use crate::clock::Clock;
use crate::config::AuthConfig;
use crate::http::HttpClient;
use crate::random::Random;
use crate::session;
use crate::signature::SignatureVerifier;
use crate::storage::Storage;
use crate::tabs::{self, Fingerprint, SharedStorage};

/// Everything a login needs of its surroundings.
pub trait Platform: Clock + Random + Storage + SharedStorage + HttpClient + SignatureVerifier {}

impl<P: Clock + Random + Storage + SharedStorage + HttpClient + SignatureVerifier> Platform for P {}

/// Starts a login and says where to navigate. `redirect_uri` is the bare origin of the app.
///
/// ```
/// use auth0_client::authentication::{return_to::ReturnTo, sign_in, transaction::Intent};
/// use auth0_client::config::AuthConfig;
/// # use auth0_client::{Clock, Random, RandomError, Storage, StorageError, UnixTime};
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
pub fn start<P: Clock + Random + Storage>(
    platform: &P,
    config: &AuthConfig,
    redirect_uri: &str,
    return_to: ReturnTo,
    intent: Intent,
) -> Result<String, BeginError> {
    let transaction =
        transaction::begin(platform, platform, platform.now(), redirect_uri, return_to, intent)?;
    Ok(authorize_url(config, &transaction))
}

/// Finishes a login. The address was cleaned before.
///
/// # Errors
///
/// [`SignInError`]. The record is spent (unless there was none), no session was changed.
pub async fn finish<P: Platform>(
    platform: &P,
    config: &AuthConfig,
    redirect_uri: &str,
    callback: Callback,
) -> Result<SignedIn, SignInError> {
    let transaction = transaction::take(platform, platform.now(), redirect_uri, &callback.state)
        .map_err(|error| SignInError { cause: error.into(), started: None })?;
    claim(platform.shared(), platform.now(), &transaction.state)
        .map_err(|error| SignInError { cause: error.into(), started: None })?;
    let outcome = match callback.outcome {
        Outcome::Error(error) => Err(SignInFailure::Refused(error)),
        Outcome::Code(code) => {
            session::note_login(platform);
            let proven = prove(platform, config, &transaction, &code).await;
            session::take_login_note(platform);
            proven
        }
    };
    let started = (transaction.intent.clone(), transaction.return_to.clone());
    let settled = match outcome {
        Ok((claims, tokens)) => settle(platform, transaction, claims, tokens),
        Err(cause) => Err(cause),
    };
    settled.map_err(|cause| SignInError { cause, started: Some(started) })
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
) -> Result<SignedIn, SignInFailure> {
    match transaction.intent {
        Intent::LogIn | Intent::SwitchAccount => {
            let expected =
                session::account(platform, &claims.issuer).or_else(|| tabs::account(platform.shared()));
            if expected.is_some_and(|account| account != Fingerprint::of(&claims.issuer, &claims.subject)) {
                return Ok(SignedIn::OtherAccount(OtherAccount { claims, tokens }));
            }
            let session = session::begin(platform, claims, tokens)?;
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
