//! What went wrong, in words: configuration, the start of a login, the calls.

use auth0_client::authentication::transaction::BeginError;
use auth0_client::config::{ConfigError, ConfigProblem};
use auth0_client::management::{LinkRejection, ManagementError};
use auth0_client::{StorageError, TransportError};

use super::STORAGE_BLOCKED;

/// What is wrong with the configuration, and the remedy.
pub fn config_problem(error: &ConfigError) -> (String, &'static str) {
    let remedy = match error {
        ConfigError::NotFound => {
            "Put a file named auth_config.json beside index.html, with the two fields below."
        }
        ConfigError::Unreachable => {
            "Check that the server is running and your connection is up, then reload."
        }
        ConfigError::NotJson { .. } => {
            "Look for a missing quotation mark, a missing comma, or a comma too many."
        }
        ConfigError::NotAnObject => "The file must begin with { and end with }, as in the example below.",
        ConfigError::Field { problem, .. } => match problem {
            ConfigProblem::NotADomain { .. } | ConfigProblem::WrongType { .. } => {
                "Correct the field in auth_config.json, then reload."
            }
            _ => {
                "You find the value in the Auth0 dashboard under Applications → your application → Settings."
            }
        },
    };
    (format!("{error}."), remedy)
}

/// Why a login was not started.
pub fn begin(error: &BeginError) -> &'static str {
    match error {
        BeginError::Random(_) => {
            "Your browser offers no secure random numbers, so logging in would not be safe. Update the browser."
        }
        BeginError::Storage(error) => storage(*error),
    }
}

/// Why storage did not do its work.
pub(super) fn storage(error: StorageError) -> &'static str {
    match error {
        StorageError::Blocked => STORAGE_BLOCKED,
        StorageError::Full => {
            "Your browser's storage for this page is full. Clear the site data of this address, then try again."
        }
        StorageError::NotKept => {
            "Your browser did not keep what logging in needs. Leave private mode or allow site data, then try again."
        }
    }
}

/// Why no answer came.
pub(super) fn transport(error: TransportError) -> &'static str {
    match error {
        TransportError::Offline => "You are offline. Connect to the internet and try again.",
        TransportError::TimedOut => "The login service did not answer in time. Wait a moment and try again.",
        TransportError::Failed => {
            "The login service could not be reached. Check your connection. If you run this app: check its domain, and \
             that this address is among the allowed origins of the application."
        }
        TransportError::TooLarge => {
            "The login service gave an answer that is far too large. Try again later."
        }
    }
}

/// Why a call of the Management API failed.
pub fn management(error: ManagementError) -> String {
    match error {
        ManagementError::Transport(error) => transport(error).to_owned(),
        ManagementError::TokenRejected => "Your session is no longer accepted. Log in again.".to_owned(),
        ManagementError::InsufficientScope => {
            "Your login was not granted the right to do this. Log in again, and accept what is asked for."
                .to_owned()
        }
        ManagementError::OtherSubject => "Your logged-in account has changed. Log in again.".to_owned(),
        ManagementError::UserNotFound => {
            "This account no longer exists. It may have been linked to another one. Log in again.".to_owned()
        }
        ManagementError::AlreadyExists => {
            "That account is linked already, here or to somebody else.".to_owned()
        }
        ManagementError::RateLimited { retry_after } => rate_limited(retry_after),
        ManagementError::Refused(reason) => refused(reason).to_owned(),
        ManagementError::MetadataRefused | ManagementError::MetadataAltered => {
            "The login service did not take the settings of the second account as they are. If you run this app: with \
             \"merge_metadata\": false in auth_config.json accounts are linked without them."
                .to_owned()
        }
        ManagementError::Server { .. } => {
            "The login service has a problem. Try again in a few minutes.".to_owned()
        }
        ManagementError::UnexpectedAnswer { .. } => {
            "The login service gave an answer that makes no sense. Try again later.".to_owned()
        }
        ManagementError::UnusableId => "This account has an id that cannot be used here.".to_owned(),
    }
}

/// Too many requests, with the time to wait when it is known.
pub(super) fn rate_limited(retry_after: Option<u32>) -> String {
    match retry_after {
        Some(seconds) => format!("Too many requests. Try again in {seconds} seconds."),
        None => "Too many requests. Wait a minute, then try again.".to_owned(),
    }
}

fn refused(reason: LinkRejection) -> &'static str {
    match reason {
        LinkRejection::SameIdentity => "Both logins are the same account.",
        LinkRejection::MainIdentity => "The primary account cannot be unlinked.",
        LinkRejection::InvalidToken => {
            "The second login is no longer accepted. Start again and log in once more."
        }
        LinkRejection::Misconfigured => {
            "The application is not set up for linking. If you run it: both logins must use the same domain and client, \
             and tokens signed with RS256."
        }
        LinkRejection::SecondaryNotFound => {
            "The second account no longer exists, or is linked to another one already."
        }
        LinkRejection::NotLinkable => "The login service does not allow these two accounts to be linked.",
        LinkRejection::Other => "The login service refused this.",
    }
}
