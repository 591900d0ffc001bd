//! The sentences of the settings page and of its unlink dialog.

use auth0_spa::DisplayText;
use auth0_spa::management::{ManagementError, Verifier};

use super::Text;
use super::failures::management;

/// The heading of the list of identities.
pub const LINKED_ACCOUNTS: Text = Text("linked_accounts");
/// Above the list, of several logins.
pub const ANY_OF_THESE: Text = Text("any_of_these");
/// Above the list, of one login.
pub const ONE_WAY: Text = Text("one_way");
/// The badge of the identity that was just linked.
pub const NEW: Text = Text("new");
/// What the primary account is.
pub const PRIMARY_MEANS: Text = Text("primary_means");
/// The badge of the primary identity.
pub const PRIMARY: Text = Text("primary");
/// The *Unlink* button.
pub const UNLINK: Text = Text("unlink");
/// The button that links what was unlinked.
pub const LINK_AGAIN: Text = Text("link_again");
/// The heading of the section that links another account.
pub const ADD_A_WAY: Text = Text("add_a_way");
/// What its buttons do.
pub const ADD_A_WAY_MEANS: Text = Text("add_a_way_means");
/// The row of the button without a provider.
pub const OTHER_LOGIN: Text = Text("other_login");
/// What that button is for.
pub const OTHER_LOGIN_MEANS: Text = Text("other_login_means");
/// In place of the link buttons, if the access token lacks the scope.
pub const MAY_NOT_LINK: Text = Text("may_not_link");
/// While the account is being read.
pub const LOADING_ACCOUNT: Text = Text("loading_account");
/// What unlinking means.
pub const UNLINK_MEANS: Text = Text("unlink_means");
/// While an identity is being unlinked.
pub const UNLINKING: Text = Text("unlinking");
/// While the app finds out whether an identity was unlinked.
pub const CHECKING_UNLINK: Text = Text("checking_unlink");

/// The button that links an account of one provider, or of any provider.
pub fn link_button(label: Option<&DisplayText>) -> String {
    match label {
        Some(label) => Text("link_button_label").with(&[("label", &label.brief())]),
        None => Text("link_button").get(),
    }
}

/// How many accounts of a provider are linked.
pub fn linked(count: usize) -> String {
    match count {
        0 => Text("none_linked").get(),
        1 => Text("one_linked").get(),
        _ => Text("some_linked").with(&[("count", &count.to_string())]),
    }
}

/// The title of the dialog that asks before unlinking. `login` is what to call the identity.
pub fn unlink_question(login: &str) -> String {
    Text("unlink_question").with(&[("login", login)])
}

/// The accessible name of an *Unlink* button.
pub fn unlink_button(label: &DisplayText, name: &str) -> String {
    Text("unlink_button").with(&[("label", &label.brief()), ("name", name)])
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
