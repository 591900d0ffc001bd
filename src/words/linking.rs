//! Linking and unlinking, in words.

use auth0_spa::DisplayText;
use auth0_spa::config::AuthConfig;
use auth0_spa::linking::{
    Confirmation, Expiry, Feedback, LinkFailure, LinkRefusal, MetadataLeft, PendingRequest, ProvenAccount,
    SwapRefusal, UnlinkError,
};
use auth0_spa::management::metadata::Obstacle;
use auth0_spa::management::{ManagementError, User, Verifier};

use super::failures::management;
use super::text::isolated;
use super::{Text, screens};

/// Why two accounts are not linked.
pub(super) fn refusal(refusal: LinkRefusal) -> String {
    let text = match refusal {
        LinkRefusal::NoSession => Text("refusal_no_session"),
        LinkRefusal::PrimaryChanged => Text("refusal_primary_changed"),
        LinkRefusal::SameAccount => Text("refusal_same_account"),
        LinkRefusal::OtherConnection => Text("refusal_other_connection"),
        LinkRefusal::AlreadyLinked => Text("refusal_already_linked"),
        LinkRefusal::PrimaryUnverified(verifier) => {
            return Text("nothing_linked_because").with(&[("why", &unverified(verifier).get())]);
        }
        LinkRefusal::SecondaryUnverified(Verifier::User) => Text("refusal_secondary_unverified"),
        LinkRefusal::SecondaryUnverified(Verifier::Company) => Text("refusal_secondary_company"),
        LinkRefusal::ConfirmationExpired(why) => expired(why),
    };
    text.get()
}

/// Why the session's account cannot be linked, and who can change that.
pub fn unverified(verifier: Verifier) -> Text {
    match verifier {
        Verifier::User => Text("unverified"),
        Verifier::Company => Text("unverified_company"),
    }
}

/// The accounts are one. `joined` is what to show of the one that joined.
pub(super) fn linked(joined: Option<&DisplayText>, swapped: bool) -> String {
    let joined = joined.map_or_else(|| Text("the_account").get(), DisplayText::brief);
    let sentence = if swapped { Text("linked_swapped") } else { Text("linked") };
    sentence.with(&[("joined", &joined)])
}

/// The accounts are not one, or nobody knows.
pub(super) fn not_linked(failure: &LinkFailure, unclear: bool) -> String {
    let metadata = metadata_left(&failure.metadata);
    if unclear {
        sentences([Some(Text("not_known_whether_linked").get()), metadata, None])
    } else {
        sentences([Some(Text("not_linked").get()), Some(management(failure.cause)), metadata])
    }
}

/// What an attempt to link left in the metadata.
fn metadata_left(left: &MetadataLeft) -> Option<String> {
    let (text, keys) = match left {
        MetadataLeft::Nothing => return None,
        MetadataLeft::Copied(keys) => (Text("metadata_copied_and_stays"), keys),
        MetadataLeft::Unknown(keys) => (Text("metadata_unknown"), keys),
    };
    Some(text.with(&[("keys", &listed(keys))]))
}

/// Keys of metadata in a row.
fn listed(keys: &[String]) -> String {
    keys.iter().map(|key| isolated(&DisplayText::always(key).brief())).collect::<Vec<_>>().join(", ")
}

fn sentences(sentences: [Option<String>; 3]) -> String {
    sentences.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// While it is found out what became of a link or unlink.
pub fn checking(note: &PendingRequest) -> Text {
    if note.is_unlink() { super::CHECKING_UNLINK } else { super::CHECKING_LINK }
}

/// A link or unlink whose answer was missing was carried out. `user`: the account as it is now.
pub(super) fn found_done(note: &PendingRequest, user: &User, config: &AuthConfig) -> String {
    let other = note.other();
    if note.is_unlink() {
        return unlinked(&screens::label(config.label(other.provider())));
    }
    let joined = user.identities.iter().find(|identity| identity.is_user(other));
    linked(joined.and_then(|identity| identity.profile.label()).as_ref(), false)
}

/// It was not carried out, or not yet.
pub(super) fn found_not_done(note: &PendingRequest, is_known: bool, left: &MetadataLeft) -> String {
    let what = if is_known { not_done(note) } else { not_known(note) };
    sentences([Some(what.get()), metadata_left(left), None])
}

/// The account could not be read to find it out.
pub(super) fn not_found_out(note: &PendingRequest, error: ManagementError) -> String {
    sentences([Some(not_known(note).get()), Some(management(error)), None])
}

fn not_known(note: &PendingRequest) -> Text {
    if note.is_unlink() { Text("not_known_whether_unlinked") } else { Text("not_known_whether_linked") }
}

fn not_done(note: &PendingRequest) -> Text {
    if note.is_unlink() { Text("still_linked") } else { Text("not_linked") }
}

/// The list of the linked accounts could not be read.
pub fn account_not_loaded(error: ManagementError) -> String {
    Text("account_not_loaded").with(&[("why", &management(error))])
}

/// The two accounts could not be read. A session whose token is not accepted is over, and has no such page.
pub fn unread(error: ManagementError) -> String {
    Text("unread").with(&[("why", &of_second(error))])
}

/// Why a call failed that may have been made with the second login's token.
fn of_second(error: ManagementError) -> String {
    match error {
        ManagementError::TokenRejected => Text("second_token_rejected").get(),
        other => management(other),
    }
}

fn expired(why: Expiry) -> Text {
    match why {
        Expiry::Waited => Text("refusal_expired"),
        Expiry::FirstLogin => Text("refusal_expired_first"),
        Expiry::SecondLogin => Text("refusal_expired_second"),
    }
}

/// The last minute of the confirm page.
pub fn expires_soon(why: Expiry) -> Text {
    match why {
        Expiry::Waited => Text("expires_soon"),
        Expiry::FirstLogin => Text("expires_soon_first"),
        Expiry::SecondLogin => Text("expires_soon_second"),
    }
}

/// What to call the account that stays and the one that joins: with the way to log in where they would be called alike,
/// as they are where somebody has one address at two providers.
pub fn called(confirmation: &Confirmation, config: &AuthConfig) -> [Option<DisplayText>; 2] {
    let accounts = [confirmation.primary(), confirmation.secondary()];
    let [stays, joins] = accounts.map(|account| account.user.profile.label());
    if stays != joins {
        return [stays, joins];
    }
    let label = stays.map_or_else(|| screens::NO_NAME.get(), |label| label.brief());
    let with_login = |account: &ProvenAccount| {
        let login = screens::label(account.user.identities.first()?.label(config));
        DisplayText::new(&[&label, " (", &login.brief(), ")"].concat())
    };
    accounts.map(with_login)
}

/// What came of the last step on the confirm page. `primary` is what to call the account that stays.
pub fn feedback(feedback: &Feedback, primary: Option<&DisplayText>) -> String {
    let keys = |sentence: Text, keys: &[String]| {
        (!keys.is_empty()).then(|| sentence.with(&[("keys", &listed(keys))]))
    };
    let [first, second] = match feedback {
        Feedback::Swapped { choices_lost } => {
            let primary = primary.map_or_else(|| Text("the_account").get(), DisplayText::brief);
            let swapped = Text("swapped").with(&[("primary", &primary)]);
            [Some(swapped), choices_lost.then(|| Text("choices_start_anew").get())]
        }
        Feedback::NotSwapped(refusal) => [Some(swap_refusal(*refusal).get()), None],
        Feedback::RoomChanged { no_room, room_again } => {
            [keys(Text("crowded_keys"), no_room), keys(Text("freed_keys"), room_again)]
        }
        Feedback::DecisionsLost { swap, choices } => {
            [swap.map(|refusal| swap_refusal(refusal).get()), keys(Text("choices_lost"), choices)]
        }
        Feedback::Outdated => [Some(Text("not_shown").get()), None],
    };
    sentences([first, second, None])
}

/// Why there is no button that makes the secondary the primary.
pub fn swap_refusal(refusal: SwapRefusal) -> Text {
    match refusal {
        SwapRefusal::NotGranted => Text("swap_not_granted"),
        SwapRefusal::LoginTooOld => Text("swap_too_old"),
    }
}

/// Why a value of the secondary account cannot be kept.
pub fn obstacle(why: &Obstacle) -> String {
    match why {
        Obstacle::Name(name) => Text("obstacle_name").with(&[("name", &DisplayText::always(name).brief())]),
        Obstacle::Size => Text("obstacle_size").get(),
        Obstacle::NotRestorable => Text("obstacle_no_way_back").get(),
    }
}

/// Values of the secondary account that linking will lose, by their keys; never empty.
pub fn lost_metadata(keys: &[String]) -> String {
    Text("lost_metadata").with(&[("keys", &listed(keys))])
}

/// An identity was taken off.
pub(super) fn unlinked(label: &DisplayText) -> String {
    Text("unlinked").with(&[("label", &label.brief())])
}

/// An identity was not taken off, or nobody knows.
pub(super) fn not_unlinked(error: UnlinkError) -> String {
    match error {
        UnlinkError::StillLinked(cause) => Text("not_unlinked").with(&[("why", &management(cause))]),
        UnlinkError::Unclear(_) => Text("not_known_whether_unlinked").get(),
    }
}
