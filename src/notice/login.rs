//! Logins that failed.

use auth0_spa::diagnostics;
use auth0_spa::login::callback::{CallbackError, Refusal, RefusalReason};
use auth0_spa::login::id_token::{IdTokenError, MAX_LENGTH};
use auth0_spa::login::jwks::JwksError;
use auth0_spa::login::token::TokenError;
use auth0_spa::login::transaction::{Intent, TakeError};
use auth0_spa::login::{LoginError, LoginFailure};
use auth0_spa::session::SessionError;

use super::message::{Message, Recovery, Tone, alert};
use crate::i18n::failures::{rate_limited, session, storage, transport};
use crate::i18n::{Text, outcomes};

/// The authorization response was malformed. Its text is not repeated: anybody can craft such an address.
pub(super) fn callback(error: CallbackError) -> Text {
    match error {
        CallbackError::TokenInUrl => Text("callback_token"),
        _ => Text("callback_incomplete"),
    }
}

/// A login failed.
pub(super) fn failed(error: &LoginError) -> Message {
    let refused = match &error.cause {
        LoginFailure::Refused(refusal) => Some(refusal.reason),
        _ => None,
    };
    // Cancelling is not a failure.
    let tone = if refused == Some(RefusalReason::Cancelled) { Tone::Note } else { Tone::Alert };
    let text = failure(&error.cause);
    let overtaken = matches!(error.cause, LoginFailure::Session(SessionError::Overtaken(_)));
    let (text, recovery) = match &error.started {
        Some((Intent::Link { connection, .. }, _)) => {
            let text = Text("nothing_linked_because").with(&[("why", &text)]);
            let again = Recovery::LinkAgain { connection: connection.clone() };
            (text, Some(if overtaken { Recovery::LogInAgain } else { again }))
        }
        // A link that was to be confirmed is on the page again, if it still can be. A dialog is not: what stands behind it
        // would not be announced.
        Some((Intent::Reauthenticate(waiting), _)) => {
            let why = match error.cause {
                LoginFailure::IdToken(IdTokenError::NotFresh) => Text("reauthentication_not_fresh").get(),
                _ => text,
            };
            let text = Text("nothing_changed_because").with(&[("why", &why)]);
            let again = waiting.unlinks().map(Recovery::UnlinkAgain);
            (text, if overtaken { Some(Recovery::LogInAgain) } else { again })
        }
        Some((Intent::LogIn | Intent::SwitchAccount, _)) => (text, Some(Recovery::LogInAgain)),
        None => (text, None),
    };
    // Only whoever runs the app can change that.
    let helpless = matches!(refused, Some(RefusalReason::UnknownAudience | RefusalReason::Misconfigured));
    let recovery = recovery.filter(|_| !helpless);
    // What the user did in another tab is not an error.
    let details = (!overtaken).then(|| diagnostics::of_login(&error.cause));
    Message { tone, recovery, details, ..alert(text) }
}

fn failure(failure: &LoginFailure) -> String {
    let text = match failure {
        LoginFailure::Transaction(error) => transaction(*error),
        LoginFailure::Refused(refusal) => response(refusal),
        LoginFailure::Token(TokenError::RateLimited { retry_after }) => return rate_limited(*retry_after),
        LoginFailure::Token(error) => token(*error),
        LoginFailure::Keys(JwksError::Transport(error)) => transport(*error),
        LoginFailure::Keys(_) => Text("keys_missing"),
        LoginFailure::IdToken(IdTokenError::Clock { ahead }) => return clock(*ahead),
        LoginFailure::IdToken(IdTokenError::TooLong) => return too_long(),
        LoginFailure::IdToken(error) => id_token(*error),
        LoginFailure::ConfigurationChanged => Text("configuration_changed"),
        LoginFailure::WrongAccount => Text("wrong_account"),
        LoginFailure::NotGranted(scope) => return Text("scope_not_granted").with(&[("scope", scope)]),
        LoginFailure::Session(error) => session(*error),
    };
    text.get()
}

fn response(refusal: &Refusal) -> Text {
    match refusal.reason {
        RefusalReason::Cancelled => Text("login_cancelled"),
        // The reason is the tenant's own text, so it is in the details.
        RefusalReason::Denied if refusal.description.is_some() => Text("login_denied_with_reason"),
        RefusalReason::Denied => Text("login_denied"),
        RefusalReason::CancelledOrDenied => Text("login_cancelled_or_denied"),
        RefusalReason::UnknownAudience => Text("audience_unknown"),
        RefusalReason::InteractionRequired => outcomes::LOGIN_NEEDED,
        RefusalReason::Unavailable => Text("service_problem"),
        RefusalReason::Misconfigured => Text("login_misconfigured"),
        RefusalReason::Other => Text("login_refused"),
    }
}

fn transaction(error: TakeError) -> Text {
    match error {
        TakeError::NotStartedHere => Text("not_started_here"),
        TakeError::AlreadyHandled => Text("already_handled"),
        TakeError::OtherIssuer => Text("callback_other_issuer"),
        TakeError::Expired => Text("login_too_slow"),
        TakeError::SessionEnded => Text("login_after_the_end"),
        TakeError::Damaged => Text("login_damaged"),
        TakeError::Storage(error) => storage(error),
    }
}

fn token(error: TokenError) -> Text {
    match error {
        TokenError::Transport(error) => transport(error),
        TokenError::CodeRefused => Text("code_refused"),
        TokenError::Denied => Text("login_denied"),
        TokenError::SecondFactorRequired => Text("second_factor"),
        TokenError::Misconfigured => Text("client_misconfigured"),
        TokenError::RateLimited { .. } | TokenError::Server { .. } => Text("service_problem"),
        TokenError::UnexpectedAnswer => Text("answer_senseless"),
    }
}

/// A clock that is `ahead` seconds ahead, or behind.
fn clock(ahead: i64) -> String {
    let seconds = ahead.unsigned_abs();
    let time = match seconds {
        0..7200 => format!("{} min", seconds.div_ceil(60)),
        7200..172_800 => format!("{} h", seconds / 3600),
        _ => format!("{} d", seconds / 86_400),
    };
    let sentence = if ahead > 0 { Text("clock_ahead") } else { Text("clock_behind") };
    sentence.with(&[("time", &time)])
}

/// An ID token that is longer than any that is read.
fn too_long() -> String {
    Text("login_too_long").with(&[("limit", &(MAX_LENGTH / 1024).to_string())])
}

fn id_token(error: IdTokenError) -> Text {
    match error {
        IdTokenError::NotYetValid => Text("login_wrong_time"),
        IdTokenError::NotFresh => Text("login_not_fresh"),
        IdTokenError::CannotVerify(_) => Text("cannot_verify"),
        _ => Text("login_unverified"),
    }
}
