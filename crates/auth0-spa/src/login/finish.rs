//! The end of a login, in the order that makes it safe.
//!
//! First the `state`, then the record is used up, then an `error` is believed, then one token request, then every check of
//! the ID token, then what other tabs did meanwhile, then the session.

use futures_util::future::join;

use super::authorize::scope;
use super::callback::{Callback, Outcome};
use super::id_token::{Claims, Expectations, UnverifiedIdToken};
use super::interrupted;
use super::jwks::{self, KeyError};
use super::outcome::{LoginError, LoginFailure, LoginOutcome, OtherAccount, SecondLogin};
use super::single_use::{self, claim};
use super::token::{self, Tokens};
use super::transaction::{self, Intent, TakeError, Transaction};
use crate::clock::{Clock, LEEWAY};
use crate::config::AuthConfig;
use crate::http::HttpClient;
use crate::random::Random;
use crate::session::{self, SessionError};
use crate::signature::SignatureVerifier;
use crate::storage::Storage;
use crate::tabs::{self, Fingerprint, SharedStorage, Snapshot};

/// Everything a login needs of its surroundings.
pub trait Platform: Clock + Random + Storage + SharedStorage + HttpClient + SignatureVerifier {}

impl<P: Clock + Random + Storage + SharedStorage + HttpClient + SignatureVerifier> Platform for P {}

/// Finishes a login. The address was cleaned before. The session of this tab is restored after it and not before: one that
/// was ended elsewhere takes the started logins along. `snapshot` is of when the page was loaded: the person may have gone on
/// elsewhere while it waited for its configuration.
///
/// # Errors
///
/// [`LoginError`]. The record is spent (unless there was none, or it could not be read), no session was changed.
pub async fn finish<P: Platform>(
    platform: &P,
    config: &AuthConfig,
    redirect_uri: &str,
    snapshot: Snapshot,
    callback: Callback,
) -> Result<LoginOutcome, LoginError> {
    let transaction = take(platform, redirect_uri, &callback)
        .map_err(|error| LoginError { cause: error.into(), started: None })?;
    let outcome = match callback.outcome {
        Outcome::Error(error) => Err(LoginFailure::Refused(error)),
        Outcome::Code(code) => {
            // A second login for a session that is over needs no tokens.
            match check_primary(platform, &transaction.intent) {
                Ok(()) => {
                    interrupted::note(platform);
                    let proven = prove(platform, config, &transaction, &code).await;
                    interrupted::was_interrupted(platform);
                    proven
                }
                Err(overtaken) => Err(overtaken.into()),
            }
        }
    };
    let started = (transaction.intent.clone(), transaction.return_to.clone());
    let settled = match outcome {
        Ok((claims, tokens)) => settle(platform, transaction, claims, tokens, snapshot),
        Err(cause) => Err(cause),
    };
    settled.map_err(|cause| LoginError { cause, started: Some(started) })
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
        Intent::Link { primary, .. } => Ok(tabs::status(platform.shared(), &primary.fingerprint()).check()?),
    }
}

/// Token and keys at once, then the checks.
async fn prove<P: Platform>(
    platform: &P,
    config: &AuthConfig,
    transaction: &Transaction,
    code: &crate::secret::AuthorizationCode,
) -> Result<(Claims, Tokens), LoginFailure> {
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
    snapshot: Snapshot,
) -> Result<LoginOutcome, LoginFailure> {
    check_primary(platform, &transaction.intent)?;
    match transaction.intent {
        Intent::LogIn | Intent::SwitchAccount => {
            let expected = tabs::account(platform.shared(), || session::account(platform, &claims.issuer));
            if expected.is_some_and(|account| account != Fingerprint::of(&claims.issuer, &claims.subject)) {
                let other = OtherAccount { claims, tokens, snapshot };
                other.check(platform.shared()).map_err(SessionError::from)?;
                return Ok(LoginOutcome::OtherAccount(other));
            }
            let session = session::establish(platform, claims, tokens, &snapshot)?;
            Ok(LoginOutcome::Session { session, return_to: transaction.return_to })
        }
        Intent::Link { primary, connection } => {
            let returned_at = platform.now();
            Ok(LoginOutcome::SecondLogin(SecondLogin { claims, tokens, primary, connection, returned_at }))
        }
    }
}

#[cfg(test)]
mod tests;
