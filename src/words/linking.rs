//! Linking and unlinking, in words.

use auth0_client::linking::{LinkError, LinkRefusal, MetadataLeft, SwapRefusal};
use auth0_client::management::ManagementError;
use auth0_client::management::metadata::Obstacle;

use super::failures::management;
use crate::notice::{Notice, WayOn};

/// Why two accounts are not linked. *Try again* asks for the same `connection`.
pub fn refusal(refusal: LinkRefusal, connection: Option<String>) -> Notice {
    let link_again = WayOn::LinkAgain { connection };
    match refusal {
        LinkRefusal::NoSession => Notice::alert("Nothing was linked: your session has ended.").with(WayOn::LogInAgain),
        LinkRefusal::PrimaryChanged => {
            Notice::alert("Nothing was linked: another account has logged in here meanwhile. Start again from this page.")
        }
        LinkRefusal::SameAccount => Notice::alert(
            "Nothing was linked: you logged in to the account that you are using already, or to one that is linked to it. \
             Choose another account.",
        )
        .with(link_again),
        LinkRefusal::OtherConnection => {
            Notice::alert("Nothing was linked: you logged in with another provider than the button's. Try again.")
                .with(link_again)
        }
        LinkRefusal::AlreadyLinked => Notice::alert("That account is linked already."),
        LinkRefusal::PrimaryUnverified => Notice::alert(
            "Nothing was linked: the e-mail address of your account is not verified. Open the link in the message that \
             you got when you signed up, log in again, and link then.",
        )
        .with(WayOn::LogInAgain),
        LinkRefusal::SecondaryUnverified => Notice::alert(
            "Nothing was linked: the e-mail address of the second account is not verified. Verify it first, then try again.",
        )
        .with(link_again),
        LinkRefusal::ConfirmationExpired => {
            Notice::alert("Nothing was linked: the page waited for more than five minutes. Start again.").with(link_again)
        }
    }
}

/// The accounts are one. `joined` is what to show of the one that joined.
pub fn linked(joined: Option<&str>, swapped: bool) -> String {
    let joined = joined.unwrap_or("The account");
    if swapped {
        format!(
            "{joined} is now linked. The account you logged in to second is your primary account from now on, here and at the \
             login service."
        )
    } else {
        format!(
            "{joined} is now linked. You can log in with either account. The login service last logged this browser in as \
             {joined}; that opens this account from now on."
        )
    }
}

/// The accounts are not one, or nobody knows.
pub fn not_linked(error: &LinkError) -> String {
    let what = if error.certain {
        "The accounts were not linked."
    } else {
        "It is not known whether the accounts were linked: the answer did not arrive. Reload this page to see."
    };
    let metadata = match error.metadata {
        MetadataLeft::Untouched => "",
        MetadataLeft::Merged if error.certain => {
            " Settings of the second account were copied already and stay."
        }
        MetadataLeft::Merged => " Settings of the second account were copied.",
    };
    format!("{what} {}{metadata}", management(error.cause))
}

/// The two accounts could not be read.
pub fn unread(error: ManagementError) -> String {
    format!("The two accounts could not be read, so there is nothing to confirm yet. {}", management(error))
}

/// Why there is no button that makes the secondary the primary.
pub fn swap_refusal(refusal: SwapRefusal) -> &'static str {
    match refusal {
        SwapRefusal::NotGranted => {
            "This account cannot become the primary one: its login was not granted the rights that linking needs."
        }
        SwapRefusal::LoginTooOld => {
            "This account cannot become the primary one: your first login is too old. Log out, log in and start again."
        }
    }
}

/// Why a value of the secondary account cannot be kept.
pub fn obstacle(why: &Obstacle) -> String {
    match why {
        Obstacle::Name(name) => {
            format!("cannot be copied: Auth0 takes no name with a dot or a dollar sign ({name})")
        }
        Obstacle::Size => "cannot be copied: there is no room for it (Auth0's limit is 10 KB)".to_owned(),
        Obstacle::NoWayBack => {
            "cannot be copied: the primary account's value could not be put back if linking failed".to_owned()
        }
    }
}

/// Values of the secondary account that linking will lose, by their keys; never empty.
pub fn lost_metadata(keys: &[String]) -> String {
    let keys = keys.join(", ");
    format!("Linking will lose what the secondary account has here, because it cannot be copied: {keys}.")
}

/// An identity was taken off.
pub fn unlinked(label: &str) -> String {
    format!("The {label} account is unlinked. It is an account of its own again.")
}

/// An identity was not taken off.
pub fn not_unlinked(error: ManagementError) -> String {
    format!("The account was not unlinked. {}", management(error))
}
