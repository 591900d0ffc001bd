//! The sentences of the settings page and of its unlink dialog.

use auth0_spa::DisplayText;
use auth0_spa::management::{ManagementError, Verifier};

use super::Text;
use super::failures::management;

/// The heading of the list of identities.
pub const LINKED_ACCOUNTS: Text = Text("linked_accounts");
/// What the list shows.
pub const LINKED_ACCOUNTS_MEAN: Text = Text("linked_accounts_mean");
/// Under a list with one entry.
pub const ONLY_ONE: Text = Text("only_one");
/// The badge of the primary identity.
pub const PRIMARY: Text = Text("primary");
/// The *Unlink* button.
pub const UNLINK: Text = Text("unlink");
/// The heading of the section that links another account.
pub const LINK_ANOTHER: Text = Text("link_another");
/// What its buttons do.
pub const LINK_ANOTHER_MEANS: Text = Text("link_another_means");
/// In place of the link buttons, if the access token lacks the scope.
pub const MAY_NOT_LINK: Text = Text("may_not_link");
/// While the account is being read.
pub const LOADING_ACCOUNT: Text = Text("loading_account");
/// The title of the dialog that asks before unlinking.
pub const UNLINK_QUESTION: Text = Text("unlink_question");
/// What unlinking means for logging in.
pub const UNLINK_LOGIN: Text = Text("unlink_login");
/// What unlinking means for the account.
pub const UNLINK_CONSEQUENCES: Text = Text("unlink_consequences");
/// While an identity is being unlinked.
pub const UNLINKING: Text = Text("unlinking");
/// While the app finds out whether an identity was unlinked.
pub const CHECKING_UNLINK: Text = Text("checking_unlink");

/// The button that links an account of one provider, or of any.
pub fn link_button(label: Option<&DisplayText>) -> String {
    match label {
        Some(label) => Text("link_button_label").with(&[("label", &label.brief())]),
        None => Text("link_button").get(),
    }
}

/// The accessible name of an *Unlink* button.
pub fn unlink_button(label: &DisplayText, name: &DisplayText) -> String {
    Text("unlink_button").with(&[("label", &label.brief()), ("name", &name.brief())])
}

/// Why the session's account cannot be linked, and who can change that.
pub fn unverified(verifier: Verifier) -> Text {
    match verifier {
        Verifier::User => Text("unverified"),
        Verifier::Company => Text("unverified_company"),
    }
}

/// The list of the linked accounts could not be read.
pub fn account_not_loaded(error: ManagementError) -> String {
    Text("account_not_loaded").with(&[("why", &management(error))])
}
