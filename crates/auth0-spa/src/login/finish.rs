//! Completes a login. The order of the steps matters for security.
//!
//! First the `state` is checked, then the record is consumed, then an `error` is accepted, then one token request, then
//! every check of the ID token, then that the configuration is still that of the record, then what other tabs did
//! meanwhile, then the session.

use futures_util::future::join;

use super::callback::{Callback, Outcome};
use super::id_token::{Claims, Expectations, UnverifiedIdToken};
use super::interrupted;
use super::jwks::{self, KeyError};
use super::outcome::{LoginError, LoginFailure, LoginOutcome, OtherAccount, Reauthenticated, SecondLogin};
use super::scopes::may_be_stored;
use super::single_use::{self, claim};
use super::token::{self, Tokens};
use super::transaction::{self, Intent, TakeError, Transaction};
use crate::clock::{Clock, LEEWAY};
use crate::config::{Application, AuthConfig};
use crate::http::HttpClient;
use crate::random::Random;
use crate::secret::AuthorizationCode;
use crate::session::{self, SessionError};
use crate::signature::SignatureVerifier;
use crate::storage::Storage;
use crate::tabs::{self, Fingerprint, SharedStorage, Snapshot};

/// All ports that a login needs.
pub trait Platform: Clock + Random + Storage + SharedStorage + HttpClient + SignatureVerifier {}

impl<P: Clock + Random + Storage + SharedStorage + HttpClient + SignatureVerifier> Platform for P {}

/// Finishes a login at the tenant where it was begun, while the `config` is still on its way. Clean the address first.
/// Restore the session of this tab afterwards: if another tab ended it, that abandons started logins. The `snapshot` was
/// taken when the page was loaded, because other tabs may have changed since.
///
/// The outcome is a [`LoginError`] if the login failed. The record is consumed (unless there was none, or it could not be
/// read), and no session was changed.
///
/// # Errors
///
/// That of the `config`. The record is consumed, no session was changed, and the next page reports the login as interrupted.
pub async fn finish<P: Platform, E>(
    platform: &P,
    config: impl Future<Output = Result<AuthConfig, E>>,
    redirect_uri: &str,
    snapshot: Snapshot,
    callback: Callback,
) -> Result<(AuthConfig, Result<LoginOutcome, LoginError>), E> {
    let transaction = match take(platform, redirect_uri, &callback) {
        Ok(transaction) => transaction,
        Err(error) => return Ok((config.await?, Err(LoginError { cause: error.into(), started: None }))),
    };
    let (outcome, config) = join(answer(platform, &transaction, callback.outcome), config).await;
    let config = config?;
    interrupted::was_interrupted(platform);
    let started = (transaction.intent.clone(), transaction.return_to.clone());
    let settled = match outcome {
        _ if config.application != transaction.application => Err(LoginFailure::ConfigurationChanged),
        Ok((claims, mut tokens)) => {
            tokens.in_memory |= !may_be_stored(&config, &tokens.scope);
            complete(platform, transaction, claims, tokens, snapshot)
        }
        Err(cause) => Err(cause),
    };
    Ok((config, settled.map_err(|cause| LoginError { cause, started: Some(started) })))
}

/// Consumes the record of this callback, in this tab and in every other.
fn take<P: Platform>(
    platform: &P,
    redirect_uri: &str,
    callback: &Callback,
) -> Result<Transaction, TakeError> {
    let (now, state) = (platform.now(), &callback.state);
    match transaction::take(platform, now, redirect_uri, callback) {
        Ok(transaction) => claim(platform.shared(), now, state).map(|()| transaction),
        // The record was removed with its session, or belongs to another tab.
        Err(TakeError::NotStartedHere) if single_use::is_claimed(platform.shared(), state)? => {
            Err(TakeError::AlreadyHandled)
        }
        Err(error) => Err(error),
    }
}

/// Checks that no other tab ended the session for which the login was started.
fn check_primary<P: Platform>(platform: &P, intent: &Intent) -> Result<(), SessionError> {
    match intent.session() {
        None => Ok(()),
        Some(session) => Ok(tabs::status(platform.shared(), &session.fingerprint()).check()?),
    }
}

/// What the tenant's response to the login comes to.
async fn answer<P: Platform>(
    platform: &P,
    transaction: &Transaction,
    outcome: Outcome,
) -> Result<(Claims, Tokens), LoginFailure> {
    let code = match outcome {
        Outcome::Error(error) => return Err(LoginFailure::Refused(error)),
        Outcome::Code(code) => code,
    };
    // If the session ended, no tokens are requested for its second login.
    check_primary(platform, &transaction.intent)?;
    interrupted::note(platform);
    exchange_and_validate(platform, transaction, &code).await
}

/// Requests tokens and keys in parallel, then checks the ID token.
async fn exchange_and_validate<P: Platform>(
    platform: &P,
    transaction: &Transaction,
    code: &AuthorizationCode,
) -> Result<(Claims, Tokens), LoginFailure> {
    let Application { domain, client_id, .. } = &transaction.application;
    let exchange = token::exchange(platform, transaction, code, platform.now());
    let (tokens, jwks) = join(exchange, jwks::fetch(platform, domain)).await;
    let (tokens, mut jwks) = (tokens?, jwks?);

    let unverified = UnverifiedIdToken::parse(&tokens.id_token)?;
    if jwks.select(unverified.key_id()) == Err(KeyError::Unknown) {
        // The tenant may have changed its keys between the two answers: asks once more, never in a loop.
        jwks = jwks::fetch(platform, domain).await?;
    }
    let signed = unverified.verify(&jwks, platform).await?;

    let issuer = transaction.application.issuer();
    let expected = Expectations {
        issuer: &issuer,
        client_id,
        nonce: &transaction.nonce(),
        begun_at: transaction.created_at,
        fresh: transaction.intent.session().is_some(),
        leeway: LEEWAY,
    };
    let claims = signed.claims(&expected, platform.now())?;
    Ok((claims, tokens))
}

fn complete<P: Platform>(
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
        Intent::Reauthenticate(waiting) => {
            if claims.issuer != waiting.session.issuer || claims.subject != waiting.subject {
                return Err(LoginFailure::WrongAccount);
            }
            if let Some(scope) = waiting.scopes.missing_from(&tokens.scope) {
                return Err(LoginFailure::NotGranted(scope));
            }
            let (waiting, begun_at) = (*waiting, transaction.created_at);
            Ok(LoginOutcome::Reauthenticated(Reauthenticated { claims, tokens, waiting, begun_at }))
        }
    }
}

#[cfg(test)]
mod tests;
