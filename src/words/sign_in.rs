//! A login that did not end in a session, in words.

use auth0_spa::diagnostics;
use auth0_spa::login::callback::{CallbackError, RefusalReason};
use auth0_spa::login::id_token::{IdTokenError, MAX_LENGTH};
use auth0_spa::login::jwks::JwksError;
use auth0_spa::login::token::TokenError;
use auth0_spa::login::transaction::{Intent, TakeError};
use auth0_spa::login::{LoginError, LoginFailure};
use auth0_spa::session::SessionError;
use auth0_spa::tabs::Overtaken;

use super::Text;
use super::failures::{rate_limited, storage, transport};
use super::notice::alert;
use crate::notice::{Tone, WayOn, Wording};

/// An authorization response in bad form. What it says is not repeated: anybody can write such an address.
pub(super) fn callback(error: CallbackError) -> Text {
    match error {
        CallbackError::TokenInUrl => Text("callback_token"),
        CallbackError::OtherIssuer => Text("callback_other_issuer"),
        _ => Text("callback_incomplete"),
    }
}

/// A login that came back wrong, with a way on.
pub(super) fn sign_in(error: &LoginError) -> Wording {
    let refused = match &error.cause {
        LoginFailure::Refused(refusal) => Some(refusal.reason),
        _ => None,
    };
    // Cancelling is not a failure.
    let tone = if refused == Some(RefusalReason::Cancelled) { Tone::Note } else { Tone::Alert };
    let text = failure(&error.cause);
    let overtaken = matches!(error.cause, LoginFailure::Session(SessionError::Overtaken(_)));
    let (text, way_on) = match &error.started {
        Some((Intent::Link { connection, .. }, _)) => {
            let text = Text("nothing_linked_because").with(&[("why", &text)]);
            let again = WayOn::LinkAgain { connection: connection.clone() };
            (text, Some(if overtaken { WayOn::LogInAgain } else { again }))
        }
        Some((Intent::LogIn | Intent::SwitchAccount, _)) => (text, Some(WayOn::LogInAgain)),
        None => (text, None),
    };
    // Whoever runs the app has to change something first.
    let helpless = matches!(refused, Some(RefusalReason::UnknownAudience | RefusalReason::Misconfigured));
    let way_on = way_on.filter(|_| !helpless);
    // What the person did in another tab is not to be investigated.
    let details = (!overtaken).then(|| diagnostics::of_login(&error.cause));
    Wording { tone, way_on, details, ..alert(text) }
}

fn failure(failure: &LoginFailure) -> String {
    let text = match failure {
        LoginFailure::Transaction(error) => transaction(*error),
        LoginFailure::Refused(refusal) => response(refusal.reason),
        LoginFailure::Token(TokenError::RateLimited { retry_after }) => return rate_limited(*retry_after),
        LoginFailure::Token(error) => token(*error),
        LoginFailure::Keys(JwksError::Transport(error)) => transport(*error),
        LoginFailure::Keys(_) => Text("keys_missing"),
        LoginFailure::IdToken(IdTokenError::Clock { ahead }) => return clock(*ahead),
        LoginFailure::IdToken(IdTokenError::TooLong) => return too_long(),
        LoginFailure::IdToken(error) => id_token(*error),
        LoginFailure::Session(error) => session(*error),
    };
    text.get()
}

fn response(reason: RefusalReason) -> Text {
    match reason {
        RefusalReason::Cancelled => Text("login_cancelled"),
        RefusalReason::Denied => Text("login_denied"),
        RefusalReason::CancelledOrDenied => Text("login_cancelled_or_denied"),
        RefusalReason::UnknownAudience => Text("audience_unknown"),
        RefusalReason::InteractionRequired => Text("login_interaction"),
        RefusalReason::Unavailable => Text("service_problem"),
        RefusalReason::Misconfigured => Text("login_misconfigured"),
        RefusalReason::Other => Text("login_refused"),
    }
}

/// A login that did not become a session.
pub fn session(error: SessionError) -> Text {
    match error {
        SessionError::Storage(error) => storage(error),
        SessionError::Random(_) => Text("no_randomness"),
        SessionError::Overtaken(Overtaken::LoggedOut) => Text("overtaken_by_logout"),
        SessionError::Overtaken(Overtaken::OtherAccount) => Text("overtaken_by_login"),
    }
}

fn transaction(error: TakeError) -> Text {
    match error {
        TakeError::NotStartedHere => Text("not_started_here"),
        TakeError::AlreadyHandled => Text("already_handled"),
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
