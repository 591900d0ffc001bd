//! The outcome of the last thing that was done, in words.

use auth0_spa::config::AuthConfig;
use auth0_spa::diagnostics::{self, Call};
use auth0_spa::linking::{Finding, LinkRefusal, MetadataLeft, PendingRequest, UnlinkError};
use auth0_spa::management::{ManagementError, Remedy, Verifier};

use super::{ABSORBED, linking, screens, sign_in};
use crate::notice::{Notice, Tone, WayOn, Wording};

/// What happened, what to do next, and what to press for it.
pub fn notice(notice: &Notice, config: &AuthConfig) -> Wording {
    match notice {
        Notice::Said(tone, text) => Wording { tone: *tone, ..alert(text.get()) },
        Notice::BadCallback(error) => Wording {
            details: Some(diagnostics::of_callback(*error)),
            ..alert(sign_in::callback(*error).get())
        },
        Notice::NotSignedIn(error) => sign_in::sign_in(error),
        Notice::LinkRefused { refusal, connection } => Wording {
            way_on: after_refusal(*refusal, WayOn::LinkAgain { connection: connection.clone() }),
            ..alert(linking::refusal(*refusal))
        },
        Notice::Linked { joined, swapped } => well(linking::linked(joined.as_ref(), *swapped)),
        Notice::NotLinked { failure, unclear, swapped, connection, late } => {
            let is_open = *unclear || matches!(failure.metadata, MetadataLeft::Unknown(_));
            let again = WayOn::LinkAgain { connection: connection.clone() };
            let way_on =
                if is_open { Some(WayOn::CheckAgain) } else { after_failure(failure.cause, again, *swapped) };
            Wording {
                way_on: way_on.filter(|_| !late),
                details: Some(diagnostics::of_link(failure)),
                ..alert(linking::not_linked(failure, *unclear))
            }
        }
        Notice::Unlinked(identity) => well(linking::unlinked(&screens::label(identity.label(config)))),
        Notice::NotUnlinked { identity, error, late } => {
            let (cause, way_on) = match error {
                UnlinkError::Unclear(cause) => (*cause, Some(WayOn::CheckAgain)),
                UnlinkError::StillLinked(cause) => {
                    (*cause, after_failure(*cause, WayOn::UnlinkAgain(identity.clone()), false))
                }
            };
            Wording {
                way_on: way_on.filter(|_| !late),
                details: Some(diagnostics::of_call(Call::Unlink, cause)),
                ..alert(linking::not_unlinked(*error))
            }
        }
        Notice::Found { note, found } => self::found(note, found, config),
    }
}

/// What became of a link or unlink whose answer was missing.
fn found(note: &PendingRequest, found: &Result<Finding, ManagementError>, config: &AuthConfig) -> Wording {
    let finding = match found {
        Ok(finding) => finding,
        Err(error) => {
            return Wording {
                way_on: after_failure(*error, WayOn::CheckAgain, false),
                details: Some(diagnostics::of_call(Call::Read, *error)),
                ..alert(linking::not_found_out(note, *error))
            };
        }
    };
    let wording = match finding {
        Finding::Done(user) => well(linking::found_done(note, user, config)),
        Finding::Absorbed => well(ABSORBED.get()),
        Finding::NotDone(left) => alert(linking::found_not_done(note, true, left)),
        Finding::Unclear(left) => alert(linking::found_not_done(note, false, left)),
    };
    Wording { way_on: finding.is_open().then_some(WayOn::CheckAgain), ..wording }
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
        LinkRefusal::NoSession => Some(WayOn::LogInAgain),
        // Somebody else has to act, or what to do is on the page.
        LinkRefusal::PrimaryChanged
        | LinkRefusal::AlreadyLinked
        | LinkRefusal::PrimaryUnverified(_)
        | LinkRefusal::SecondaryUnverified(Verifier::Company) => None,
        LinkRefusal::SameAccount
        | LinkRefusal::OtherConnection
        | LinkRefusal::SecondaryUnverified(Verifier::User)
        | LinkRefusal::ConfirmationExpired(_) => Some(again),
    }
}

/// What helps after a call that failed. `of_second`: it was made with the second login's token.
fn after_failure(error: ManagementError, again: WayOn, of_second: bool) -> Option<WayOn> {
    match error.remedy() {
        Remedy::Retry => Some(again),
        Remedy::NewLogin if of_second => Some(again),
        // The session is over then, and the page has *Log in* already.
        Remedy::NewLogin if error == ManagementError::TokenRejected => None,
        Remedy::NewLogin => Some(WayOn::LogInAgain),
        Remedy::None => None,
    }
}
