//! Linking and unlinking, in words.

use auth0_client::linking::{LinkError, LinkRefusal, MetadataLeft, SwapRefusal};
use auth0_client::management::ManagementError;
use auth0_client::management::metadata::Obstacle;

use super::Text;
use super::failures::management;

/// Why two accounts are not linked.
pub(super) fn refusal(refusal: LinkRefusal) -> Text {
    match refusal {
        LinkRefusal::NoSession => Text("refusal_no_session"),
        LinkRefusal::PrimaryChanged => Text("refusal_primary_changed"),
        LinkRefusal::SameAccount => Text("refusal_same_account"),
        LinkRefusal::OtherConnection => Text("refusal_other_connection"),
        LinkRefusal::AlreadyLinked => Text("refusal_already_linked"),
        LinkRefusal::PrimaryUnverified => Text("refusal_primary_unverified"),
        LinkRefusal::SecondaryUnverified => Text("refusal_secondary_unverified"),
        LinkRefusal::ConfirmationExpired => Text("refusal_expired"),
    }
}

/// The accounts are one. `joined` is what to show of the one that joined.
pub(super) fn linked(joined: Option<&str>, swapped: bool) -> String {
    let nameless = Text("the_account").get();
    let sentence = if swapped { Text("linked_swapped") } else { Text("linked") };
    sentence.with(&[("joined", joined.unwrap_or(&nameless))])
}

/// The accounts are not one, or nobody knows. `swapped`: the calls were made with the second login's token.
pub(super) fn not_linked(error: &LinkError, swapped: bool) -> String {
    let what = if error.certain { Text("not_linked") } else { Text("not_known_whether_linked") };
    let metadata = match error.metadata {
        MetadataLeft::Untouched => None,
        MetadataLeft::Merged if error.certain => Some(Text("metadata_copied_and_stays")),
        MetadataLeft::Merged => Some(Text("metadata_copied")),
    };
    let why = if swapped { of_second(error.cause) } else { management(error.cause) };
    let sentences = [Some(what.get()), Some(why), metadata.map(Text::get)];
    sentences.into_iter().flatten().collect::<Vec<_>>().join(" ")
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
        Obstacle::Name(name) => Text("obstacle_name").with(&[("name", name)]),
        Obstacle::Size => Text("obstacle_size").get(),
        Obstacle::NoWayBack => Text("obstacle_no_way_back").get(),
    }
}

/// Values of the secondary account that linking will lose, by their keys; never empty.
pub fn lost_metadata(keys: &[String]) -> String {
    Text("lost_metadata").with(&[("keys", &keys.join(", "))])
}

/// An identity was taken off.
pub(super) fn unlinked(label: &str) -> String {
    Text("unlinked").with(&[("label", label)])
}

/// An identity was not taken off.
pub(super) fn not_unlinked(error: ManagementError) -> String {
    Text("not_unlinked").with(&[("why", &management(error))])
}
