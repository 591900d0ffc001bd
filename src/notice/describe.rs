//! Which sentence, tone and recovery each outcome gets.

use auth0_spa::config::AuthConfig;
use auth0_spa::diagnostics::{self, Call};
use auth0_spa::linking::{Finding, LinkRefusal, MetadataLeft, PendingRequest, UnlinkError};
use auth0_spa::management::{ManagementError, Remedy, Verifier};
use auth0_spa::startup::Event;

use super::message::{Message, Recovery, Tone, alert, well};
use super::outcome::Notice;
use super::{linking, login};
use crate::i18n::{common, outcomes};

/// What to show for an outcome: what happened, what to do next, and the button for it.
pub fn message(notice: &Notice, config: &AuthConfig) -> Message {
    match notice {
        Notice::Said(tone, text) => Message { tone: *tone, ..alert(text.get()) },
        Notice::LoginNeeded => Message {
            tone: Tone::Note,
            recovery: Some(Recovery::LogInAgain),
            ..alert(outcomes::LOGIN_NEEDED.get())
        },
        Notice::AtStart(event) => at_start(event),
        Notice::LinkRefused { refusal, connection } => link_refused(*refusal, connection.clone()),
        Notice::Linked { joined, swapped } => well(linking::linked(joined.as_ref(), *swapped, config)),
        Notice::NotLinked { failure, unclear, swapped, connection, late } => {
            let is_open = *unclear || matches!(failure.metadata, MetadataLeft::Unknown(_));
            let again = Recovery::LinkAgain { connection: connection.clone() };
            let recovery = if is_open {
                Some(Recovery::CheckAgain)
            } else {
                after_failure(failure.cause, again, *swapped)
            };
            Message {
                recovery: recovery.filter(|_| !late),
                details: Some(diagnostics::of_link(failure)),
                ..alert(linking::not_linked(failure, *unclear))
            }
        }
        Notice::Unlinked(identity) => Message {
            recovery: Some(Recovery::Relink { connection: Some(identity.connection.clone()) }),
            ..well(linking::unlinked(&common::login(identity, &[], config)))
        },
        Notice::NotUnlinked { identity, error, late } => {
            let (cause, recovery) = match error {
                UnlinkError::Unclear(cause) => (*cause, Some(Recovery::CheckAgain)),
                UnlinkError::StillLinked(cause) => {
                    (*cause, after_failure(*cause, Recovery::UnlinkAgain(identity.clone()), false))
                }
            };
            Message {
                recovery: recovery.filter(|_| !late),
                details: Some(diagnostics::of_call(Call::Unlink, cause)),
                ..alert(linking::not_unlinked(*error))
            }
        }
        Notice::Found { request, found } => self::found(request, found, config),
    }
}

/// What happened before or while the page was opened.
fn at_start(event: &Event) -> Message {
    let text = match event {
        Event::StorageBlocked => outcomes::STORAGE_BLOCKED,
        Event::SessionDamaged => outcomes::SESSION_DAMAGED,
        Event::LoginInterrupted => outcomes::LOGIN_INTERRUPTED,
        Event::OtherAccountIgnored => outcomes::OTHER_ACCOUNT_IGNORED,
        Event::NothingToConfirm => outcomes::NOTHING_TO_CONFIRM,
        Event::ConfirmAgain => outcomes::CONFIRM_AGAIN,
        Event::CallbackRefused(error) => {
            let details = Some(diagnostics::of_callback(*error));
            return Message { details, ..alert(login::callback(*error).get()) };
        }
        Event::LoginFailed(error) => return login::failed(error),
        Event::LinkRefused { refusal, connection } => return link_refused(*refusal, connection.clone()),
    };
    alert(text.get())
}

fn link_refused(refusal: LinkRefusal, connection: Option<String>) -> Message {
    let again = Recovery::LinkAgain { connection };
    Message { recovery: after_refusal(refusal, again), ..alert(linking::refusal(refusal)) }
}

/// The outcome of a link or unlink whose response was lost.
fn found(request: &PendingRequest, found: &Result<Finding, ManagementError>, config: &AuthConfig) -> Message {
    let finding = match found {
        Ok(finding) => finding,
        Err(error) => {
            return Message {
                recovery: after_failure(*error, Recovery::CheckAgain, false),
                details: Some(diagnostics::of_call(Call::Read, *error)),
                ..alert(linking::not_found_out(request, *error))
            };
        }
    };
    let message = match finding {
        Finding::Done(user) => well(linking::found_done(request, user, config)),
        Finding::Absorbed => well(outcomes::ABSORBED.get()),
        Finding::NotDone(left) => alert(linking::found_not_done(request, true, left)),
        Finding::Unclear(left) => alert(linking::found_not_done(request, false, left)),
    };
    Message { recovery: finding.is_open().then_some(Recovery::CheckAgain), ..message }
}

/// The recovery from a refused link.
fn after_refusal(refusal: LinkRefusal, again: Recovery) -> Option<Recovery> {
    match refusal {
        LinkRefusal::NoSession => Some(Recovery::LogInAgain),
        // The user cannot act, or the page says how.
        LinkRefusal::PrimaryChanged
        | LinkRefusal::AlreadyLinked
        | LinkRefusal::PrimaryUnverified(_)
        | LinkRefusal::SecondaryUnverified(Verifier::Company) => None,
        LinkRefusal::SameAccount
        | LinkRefusal::OtherConnection
        | LinkRefusal::SecondaryUnverified(Verifier::User)
        | LinkRefusal::LoginNeeded
        | LinkRefusal::ConfirmationExpired(_) => Some(again),
    }
}

/// The recovery from a failed call. `of_second`: it was made with the second login's token.
fn after_failure(error: ManagementError, again: Recovery, of_second: bool) -> Option<Recovery> {
    match error.remedy() {
        Remedy::Retry => Some(again),
        Remedy::NewLogin if of_second => Some(again),
        // The session has ended, and the home page has *Log in*.
        Remedy::NewLogin if error == ManagementError::TokenRejected => None,
        Remedy::NewLogin => Some(Recovery::LogInAgain),
        Remedy::None => None,
    }
}
