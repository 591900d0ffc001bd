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

/// All ports that a login needs.
pub trait Platform: Clock + Random + Storage + SharedStorage + HttpClient + SignatureVerifier {}

impl<P: Clock + Random + Storage + SharedStorage + HttpClient + SignatureVerifier> Platform for P {}

/// Finishes a login. The address has been cleaned before. Restore the session of this tab afterwards: one that
/// another tab ended takes the logins with it that were begun. The `snapshot` is of the moment when the page was
/// loaded, because other tabs may have changed since.
///
/// # Errors
///
/// [`LoginError`]. The record is used up (unless there was none, or it could not be read), and no session was changed.
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
            // A second login for an ended session needs no tokens.
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

/// Uses up the record of this callback, in this tab and in every other.
fn take<P: Platform>(
    platform: &P,
    redirect_uri: &str,
    callback: &Callback,
) -> Result<Transaction, TakeError> {
    let (now, state) = (platform.now(), &callback.state);
    match transaction::take(platform, now, redirect_uri, state) {
        Ok(transaction) => claim(platform.shared(), now, state).map(|()| transaction),
        // The record was removed with its session, or belongs to another tab.
        Err(TakeError::NotStartedHere) if single_use::is_claimed(platform.shared(), state)? => {
            Err(TakeError::AlreadyHandled)
        }
        Err(error) => Err(error),
    }
}

/// Whether other tabs have left the session alone that a second login was begun for.
fn check_primary<P: Platform>(platform: &P, intent: &Intent) -> Result<(), SessionError> {
    match intent {
        Intent::LogIn | Intent::SwitchAccount => Ok(()),
        Intent::Link { primary, .. } => Ok(tabs::status(platform.shared(), &primary.fingerprint()).check()?),
    }
}

/// Requests tokens and keys at once, then checks the ID token.
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
        // The tenant may have changed its keys between the two answers: asks once more, never in a loop.
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
