//! The sentences for outcomes of linking and unlinking.

use auth0_spa::config::AuthConfig;
use auth0_spa::linking::{Expiry, LinkFailure, LinkRefusal, MetadataLeft, PendingRequest, UnlinkError};
use auth0_spa::management::{Identity, ManagementError, User, Verifier};

use crate::i18n::common::{label, login};
use crate::i18n::confirm::CHECKING_LINK;
use crate::i18n::failures::management;
use crate::i18n::settings::{CHECKING_UNLINK, unverified};
use crate::i18n::text::{Text, list_keys, sentences};

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
        LinkRefusal::LoginNeeded => Text("refusal_login_needed"),
        LinkRefusal::ConfirmationExpired(why) => expired(why),
    };
    text.get()
}

/// The accounts are linked. `joined` is how the one that joined logs in.
pub(super) fn linked(joined: Option<&Identity>, swapped: bool, config: &AuthConfig) -> String {
    let login = joined.map_or_else(|| Text("the_account").get(), |identity| login(identity, &[], config));
    let sentence = if swapped { Text("linked_swapped") } else { Text("linked") };
    sentence.with(&[("login", &login)])
}

/// The accounts are not linked, or it is unknown whether they are.
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
    Some(text.with(&[("keys", &list_keys(keys))]))
}

/// While the app finds out what became of a link or unlink.
pub fn checking(request: &PendingRequest) -> Text {
    if request.is_unlink() { CHECKING_UNLINK } else { CHECKING_LINK }
}

/// A link or unlink whose response was lost was carried out. `user` is the account as it is now.
pub(super) fn found_done(request: &PendingRequest, user: &User, config: &AuthConfig) -> String {
    let other = request.other();
    if request.is_unlink() {
        return unlinked(&label(config.label(other.provider())).brief());
    }
    let joined = user.identities.iter().find(|identity| identity.is_user(other));
    linked(joined, false, config)
}

/// It was not carried out, or not yet.
pub(super) fn found_not_done(request: &PendingRequest, is_known: bool, left: &MetadataLeft) -> String {
    let what = if is_known { not_done(request) } else { not_known(request) };
    sentences([Some(what.get()), metadata_left(left), None])
}

/// The account could not be read, so it is still unknown.
pub(super) fn not_found_out(request: &PendingRequest, error: ManagementError) -> String {
    sentences([Some(not_known(request).get()), Some(management(error)), None])
}

fn not_known(request: &PendingRequest) -> Text {
    if request.is_unlink() { Text("not_known_whether_unlinked") } else { Text("not_known_whether_linked") }
}

fn not_done(request: &PendingRequest) -> Text {
    if request.is_unlink() { Text("still_linked") } else { Text("not_linked") }
}

fn expired(why: Expiry) -> Text {
    match why {
        Expiry::Waited => Text("refusal_expired"),
        Expiry::FirstLogin => Text("refusal_expired_first"),
        Expiry::SecondLogin => Text("refusal_expired_second"),
    }
}

/// An identity was unlinked. `login` is what to call it.
pub(super) fn unlinked(login: &str) -> String {
    Text("unlinked").with(&[("login", login)])
}

/// An identity was not unlinked, or it is unknown whether it was.
pub(super) fn not_unlinked(error: UnlinkError) -> String {
    match error {
        UnlinkError::StillLinked(cause) => Text("not_unlinked").with(&[("why", &management(cause))]),
        UnlinkError::Unclear(_) => Text("not_known_whether_unlinked").get(),
    }
}
