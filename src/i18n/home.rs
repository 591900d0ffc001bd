//! The sentences of the home page.

use auth0_spa::DisplayText;

use super::Text;

/// What the app is for.
pub const INTRODUCTION: Text = Text("introduction");
/// The three promises, each a headline and a sentence.
pub const PROMISES: [(Text, Text); 3] = [
    (Text("promise_decide"), Text("promise_decide_means")),
    (Text("promise_undo"), Text("promise_undo_means")),
    (Text("promise_passwords"), Text("promise_passwords_means")),
];
/// The link to the settings page, for a user who is logged in.
pub const SEE_ACCOUNTS: Text = Text("see_accounts");
/// To a user who opened a page that needs a login.
pub const LOG_IN_FIRST: Text = Text("log_in_first");
/// After the session ended.
pub const SESSION_ENDED: Text = Text("session_ended");
/// After a logout.
pub const LOGGED_OUT: Text = Text("logged_out");
/// After a logout while offline, which the tenant does not know about.
pub const LOGGED_OUT_OFFLINE: Text = Text("logged_out_offline");
/// After a logout in another tab.
pub const LOGGED_OUT_ELSEWHERE: Text = Text("logged_out_elsewhere");
/// After another account logged in in another tab.
pub const OTHER_ACCOUNT_ELSEWHERE: Text = Text("other_account_elsewhere");
/// The button that logs in with another account.
pub const SWITCH_ACCOUNT: Text = Text("switch_account");

/// Another account than before logged in.
pub fn other_account(label: Option<&DisplayText>) -> String {
    match label {
        Some(label) => Text("other_account").with(&[("label", &label.brief())]),
        None => Text("other_account_nameless").get(),
    }
}

/// The button that accepts it.
pub fn continue_as(label: Option<&DisplayText>) -> String {
    match label {
        Some(label) => Text("continue_as").with(&[("label", &label.brief())]),
        None => Text("continue_as_nameless").get(),
    }
}
