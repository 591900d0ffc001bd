//! The outcome of the last thing that was done, in words.

use auth0_client::config::AuthConfig;
use auth0_client::details::{self, Call};
use auth0_client::linking::LinkRefusal;
use auth0_client::management::{ManagementError, Remedy};

use super::{linking, screens, sign_in};
use crate::notice::{Notice, Tone, WayOn, Wording};

/// What happened, what to do next, and what to press for it.
pub fn notice(notice: &Notice, config: &AuthConfig) -> Wording {
    match notice {
        Notice::Said(tone, text) => Wording { tone: *tone, ..alert(text.get()) },
        Notice::BadCallback(error) => {
            Wording { details: Some(details::of_callback(*error)), ..alert(sign_in::callback(*error).get()) }
        }
        Notice::NotSignedIn(error) => sign_in::sign_in(error),
        Notice::LinkRefused { refusal, connection } => Wording {
            way_on: after_refusal(*refusal, WayOn::LinkAgain { connection: connection.clone() }),
            ..alert(linking::refusal(*refusal).get())
        },
        Notice::Linked { joined, swapped } => well(linking::linked(joined.as_deref(), *swapped)),
        Notice::NotLinked { error, swapped, connection, late } => Wording {
            way_on: after_failure(error.cause, WayOn::LinkAgain { connection: connection.clone() }, *swapped)
                .filter(|_| error.certain && !late),
            details: Some(details::of_link(error)),
            ..alert(linking::not_linked(error, *swapped))
        },
        Notice::Unlinked(identity) => well(linking::unlinked(&screens::label(identity.label(config)))),
        Notice::NotUnlinked { identity, error, late } => Wording {
            way_on: after_failure(*error, WayOn::UnlinkAgain(identity.clone()), false).filter(|_| !late),
            details: Some(details::of_call(Call::Unlink, *error)),
            ..alert(linking::not_unlinked(*error))
        },
    }
}

/// It did not go well.
pub(super) fn alert(text: String) -> Wording {
    Wording { tone: Tone::Alert, text, way_on: None, details: None }
}

fn well(text: String) -> Wording {
    Wording { tone: Tone::Status, ..alert(text) }
}

/// What helps after a refusal.
fn after_refusal(refusal: LinkRefusal, again: WayOn) -> Option<WayOn> {
    match refusal {
        LinkRefusal::NoSession | LinkRefusal::PrimaryUnverified => Some(WayOn::LogInAgain),
        LinkRefusal::PrimaryChanged | LinkRefusal::AlreadyLinked => None,
        LinkRefusal::SameAccount
        | LinkRefusal::OtherConnection
        | LinkRefusal::SecondaryUnverified
        | LinkRefusal::ConfirmationExpired => Some(again),
    }
}

/// What helps after a call that failed. `of_second`: it was made with the second login's token.
fn after_failure(error: ManagementError, again: WayOn, of_second: bool) -> Option<WayOn> {
    match error.remedy() {
        Remedy::Again => Some(again),
        Remedy::NewLogin if of_second => Some(again),
        // The session is over then, and the page has *Log in* already.
        Remedy::NewLogin if error == ManagementError::TokenRejected => None,
        Remedy::NewLogin => Some(WayOn::LogInAgain),
        Remedy::Elsewhere => None,
    }
}
