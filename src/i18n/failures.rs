//! The sentences for the core's errors: storage, transport, the Management API, a session that could not start.

use auth0_spa::management::{LinkRejection, ManagementError};
use auth0_spa::session::SessionError;
use auth0_spa::storage::CreateError;
use auth0_spa::tabs::Overtaken;
use auth0_spa::{StorageError, TransportError};

use super::Text;
use super::outcomes::STORAGE_BLOCKED;

/// Why a login was not started.
pub fn begin(error: &CreateError) -> Text {
    match error {
        CreateError::Random(_) => Text("no_randomness"),
        CreateError::Storage(error) => storage(*error),
    }
}

/// Why storage failed.
pub fn storage(error: StorageError) -> Text {
    match error {
        StorageError::Blocked => STORAGE_BLOCKED,
        StorageError::Full => Text("storage_full"),
        StorageError::NotKept => Text("storage_not_kept"),
    }
}

/// Why there was no response.
pub fn transport(error: TransportError) -> Text {
    match error {
        TransportError::Offline => Text("offline"),
        TransportError::TimedOut => Text("timed_out"),
        TransportError::Failed => Text("unreachable"),
        TransportError::TooLarge => Text("answer_too_large"),
    }
}

/// Why a call of the Management API failed.
pub fn management(error: ManagementError) -> String {
    match error {
        ManagementError::Transport(error) => transport(error).get(),
        ManagementError::TokenRejected => Text("token_rejected").get(),
        ManagementError::InsufficientScope(_) => Text("scope_missing").get(),
        ManagementError::OtherSubject => Text("subject_changed").get(),
        ManagementError::UserNotFound => Text("user_gone").get(),
        ManagementError::AlreadyExists => Text("already_exists").get(),
        ManagementError::RateLimited { retry_after } => rate_limited(retry_after),
        ManagementError::Refused(reason) => refused(reason).get(),
        ManagementError::MetadataRefused | ManagementError::MetadataAltered => Text("metadata_refused").get(),
        ManagementError::Server { .. } => Text("service_problem").get(),
        ManagementError::UnexpectedAnswer { .. } => Text("answer_senseless").get(),
        ManagementError::UnusableId => Text("id_unusable").get(),
    }
}

/// Too many requests, with the time to wait when it is known.
pub fn rate_limited(retry_after: Option<u32>) -> String {
    match retry_after {
        Some(seconds) => Text("rate_limited_seconds").with(&[("seconds", &seconds.to_string())]),
        None => Text("rate_limited").get(),
    }
}

fn refused(reason: LinkRejection) -> Text {
    match reason {
        LinkRejection::SameIdentity => Text("same_identity"),
        LinkRejection::MainIdentity => Text("main_identity"),
        LinkRejection::InvalidToken => Text("second_token_rejected"),
        LinkRejection::Misconfigured => Text("linking_misconfigured"),
        LinkRejection::SecondaryNotFound => Text("secondary_gone"),
        LinkRejection::NotLinkable => Text("not_linkable"),
        LinkRejection::Other => Text("refused"),
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
