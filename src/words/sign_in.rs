//! A login that did not end in a session, in words.

use auth0_client::authentication::callback::{CallbackError, ResponseError};
use auth0_client::authentication::id_token::IdTokenError;
use auth0_client::authentication::jwks::JwksError;
use auth0_client::authentication::sign_in::{SignInError, SignInFailure};
use auth0_client::authentication::token::TokenError;
use auth0_client::authentication::transaction::{Intent, TakeError};
use auth0_client::session::SessionError;

use super::failures::{rate_limited, storage, transport};
use crate::notice::{Notice, WayOn};

/// An authorization response in bad form. What it says is not repeated: anybody can write such an address.
pub fn callback(error: CallbackError) -> Notice {
    Notice::alert(match error {
        CallbackError::TokenInUrl => {
            "This address carried a login that this app never asks for, so it was ignored."
        }
        CallbackError::OtherIssuer => "This login came from another login service, so it was ignored.",
        _ => "This address carried an incomplete login, so it was ignored. Start again from here.",
    })
}

/// A login that came back wrong, with a way on.
pub fn sign_in(error: &SignInError) -> Notice {
    let text = failure(&error.cause);
    match &error.started {
        // Cancelling is not a failure.
        Some((Intent::Link { connection, .. }, _)) => {
            let way_on = WayOn::LinkAgain { connection: connection.clone() };
            if error.cause == SignInFailure::Refused(ResponseError::AccessDenied) {
                return Notice::alert(
                    "Nothing was linked: the second login was cancelled or not allowed. You are still logged in.",
                )
                .with(way_on);
            }
            Notice::alert(format!("Nothing was linked. {text}")).with(way_on)
        }
        Some((Intent::LogIn | Intent::SwitchAccount, _)) => Notice::alert(text).with(WayOn::LogInAgain),
        None => Notice::alert(text),
    }
}

fn failure(failure: &SignInFailure) -> String {
    let text = match failure {
        SignInFailure::Transaction(error) => transaction(*error),
        SignInFailure::Refused(ResponseError::AccessDenied) => "The login was cancelled or not allowed.",
        SignInFailure::Refused(ResponseError::InteractionRequired) => {
            "The login service needs you to log in again."
        }
        SignInFailure::Refused(ResponseError::Unavailable) => {
            "The login service has a problem. Try again in a few minutes."
        }
        SignInFailure::Refused(ResponseError::Misconfigured) => {
            "The application is not set up for this login. If you run it: the tenant's log names what is wrong."
        }
        SignInFailure::Refused(ResponseError::Other) => {
            "The login service refused the login. If you run this app: the tenant's log says why."
        }
        SignInFailure::Token(TokenError::RateLimited { retry_after }) => return rate_limited(*retry_after),
        SignInFailure::Token(error) => token(*error),
        SignInFailure::Keys(JwksError::Transport(error)) => transport(*error),
        SignInFailure::Keys(_) => {
            "The login could not be verified, because the login service's keys are missing. Try again."
        }
        SignInFailure::IdToken(IdTokenError::Clock { ahead }) => return clock(*ahead),
        SignInFailure::IdToken(error) => id_token(*error),
        SignInFailure::Session(error) => session(*error),
    };
    text.to_owned()
}

/// A login that could not be kept.
pub fn session(error: SessionError) -> &'static str {
    match error {
        SessionError::Storage(error) => storage(error),
        SessionError::Random(_) => {
            "Your browser offers no secure random numbers, so logging in would not be safe. Update the browser."
        }
    }
}

fn transaction(error: TakeError) -> &'static str {
    match error {
        TakeError::NotStartedHere => {
            "This login was not started in this tab, so it was ignored. If you did not start it, somebody else may have."
        }
        TakeError::AlreadyHandled => "This login has been handled already.",
        TakeError::Expired => "This login took more than ten minutes, so it was dropped. Start again.",
        TakeError::Damaged => "What this tab remembered of the login is damaged. Start again.",
        TakeError::Storage(error) => storage(error),
    }
}

fn token(error: TokenError) -> &'static str {
    match error {
        TokenError::Transport(error) => transport(error),
        TokenError::CodeRefused => "The login has expired or was used before. Start again.",
        TokenError::Denied => "The login service does not let this account in here.",
        TokenError::SecondFactorRequired => {
            "This account needs a second factor that this app cannot ask for. Log in with another account."
        }
        TokenError::Misconfigured => {
            "The application is not set up for this login. If you run it: check its client id and its allowed addresses."
        }
        TokenError::RateLimited { .. } | TokenError::Server { .. } => {
            "The login service has a problem. Try again in a few minutes."
        }
        TokenError::UnexpectedAnswer => {
            "The login service gave an answer that makes no sense. Try again later."
        }
    }
}

/// A clock that is `ahead` seconds ahead, or behind.
fn clock(ahead: i64) -> String {
    let seconds = ahead.unsigned_abs();
    let (count, unit) = match seconds {
        0..7200 => (seconds.div_ceil(60), "minute"),
        7200..172_800 => (seconds / 3600, "hour"),
        _ => (seconds / 86_400, "day"),
    };
    let plural = if count == 1 { "" } else { "s" };
    let way = if ahead > 0 { "ahead" } else { "behind" };
    format!(
        "The clock of this device is {count} {unit}{plural} {way}. Set its date and time right, then try again."
    )
}

fn id_token(error: IdTokenError) -> &'static str {
    match error {
        IdTokenError::Expired | IdTokenError::NotYetValid => {
            "The login is not valid at this time. Check that the date and time of this device are right."
        }
        IdTokenError::NotFresh => {
            "You were not asked to log in afresh, so it is not certain that the second account is yours."
        }
        IdTokenError::CannotVerify(_) => {
            "This page cannot verify logins: it must be opened over https, or on localhost."
        }
        _ => "The login could not be verified, so it was dropped.",
    }
}
