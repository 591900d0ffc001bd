//! Every sentence that a person reads: its name here, its wording in `words/{language}.json`.
//!
//! Short, calm, exact. Nothing from a URL or a server is ever repeated here; names of accounts are shown as text.

pub mod catalog;
mod configuration;
mod failures;
mod linking;
mod notice;
pub mod screens;
mod sign_in;
mod text;

pub use configuration::config_problem;
pub use failures::{begin, management};
pub use linking::{
    account_not_loaded, called, checking, expires_soon, feedback, lost_metadata, obstacle, swap_refusal,
    unread, unverified,
};
pub use notice::notice;
pub use sign_in::session;
pub use text::{Piece, Text};

use auth0_spa::DisplayText;

/// The languages that there are, by their codes, each with its own name. `index.html` names the codes too.
pub const LANGUAGES: [(&str, &str); 2] = [("en", "English"), ("de", "Deutsch")];

/// The name of the app.
pub const APP: Text = Text("app");
/// The name of the settings page.
pub const SETTINGS: Text = Text("settings");
/// What the app is for, on the home page.
pub const INTRODUCTION: Text = Text("introduction");
/// The button that begins a login.
pub const LOG_IN: Text = Text("log_in");
/// The button that begins a login after one that ended.
pub const LOG_IN_AGAIN: Text = Text("log_in_again");
/// The button that ends the session.
pub const LOG_OUT: Text = Text("log_out");
/// The button of a second try.
pub const TRY_AGAIN: Text = Text("try_again");
/// The button that takes an outcome off the page.
pub const DISMISS: Text = Text("dismiss");
/// Opens what a developer wants to know of an error.
pub const DETAILS: Text = Text("details");
/// Opens the whole of a text that is too long for its place.
pub const SHOW_ALL: Text = Text("show_all");
/// The button that does nothing.
pub const CANCEL: Text = Text("cancel");

/// After a page that was left while it completed a login.
pub const LOGIN_INTERRUPTED: Text = Text("login_interrupted");
/// Home, asked for a page of the logged-in.
pub const LOG_IN_FIRST: Text = Text("log_in_first");
/// Home, after the session ended.
pub const SESSION_ENDED: Text = Text("session_ended");
/// Home, after a logout.
pub const LOGGED_OUT: Text = Text("logged_out");
/// Beside the buttons that need the network.
pub const OFFLINE: Text = Text("offline_now");
/// Home, after a logout that the tenant did not hear of.
pub const LOGGED_OUT_OFFLINE: Text = Text("logged_out_offline");

/// Home, after a logout in another tab.
pub const LOGGED_OUT_ELSEWHERE: Text = Text("logged_out_elsewhere");
/// Home, after another account logged in in another tab.
pub const OTHER_ACCOUNT_ELSEWHERE: Text = Text("other_account_elsewhere");
/// The button that goes to the login page for another account.
pub const SWITCH_ACCOUNT: Text = Text("switch_account");
/// A login of another account came back to a tab in which somebody is logged in.
pub const OTHER_ACCOUNT_IGNORED: Text = Text("other_account_ignored");

/// In the dialog that asks before unlinking.
pub const UNLINK_CONSEQUENCES: Text = Text("unlink_consequences");

/// In place of the buttons that link, when the login was not granted the right to.
pub const MAY_NOT_LINK: Text = Text("may_not_link");

/// Another account than before logged in.
pub fn other_account(label: Option<&DisplayText>) -> String {
    match label {
        Some(label) => Text("other_account").with(&[("label", &label.brief())]),
        None => Text("other_account_nameless").get(),
    }
}

/// The button that goes on with it.
pub fn continue_as(label: Option<&DisplayText>) -> String {
    match label {
        Some(label) => Text("continue_as").with(&[("label", &label.brief())]),
        None => Text("continue_as_nameless").get(),
    }
}

/// While the configuration loads and a login completes.
pub const STARTING: Text = Text("starting");
/// While the page is being left to log in.
pub const LEAVING_TO_LOG_IN: Text = Text("leaving_to_log_in");
/// While the page is being left to log out.
pub const LEAVING_TO_LOG_OUT: Text = Text("leaving_to_log_out");
/// While the account is being read.
pub const LOADING_ACCOUNT: Text = Text("loading_account");
/// While both accounts are being read.
pub const READING_ACCOUNTS: Text = Text("reading_accounts");
/// While the link is made.
pub const LINKING: Text = Text("linking");
/// While it is found out whether the link was made.
pub const CHECKING_LINK: Text = Text("checking_link");
/// While it is found out whether an identity was taken off.
pub const CHECKING_UNLINK: Text = Text("checking_unlink");
/// The button that finds it out once more.
pub const CHECK_AGAIN: Text = Text("check_again");
/// Back on the confirm page, because an account is not what it showed.
pub const CHANGED_MEANWHILE: Text = Text("changed_meanwhile");
/// The session's account became part of the other one while nobody saw the answer.
pub const ABSORBED: Text = Text("absorbed");
/// While an identity is taken off.
pub const UNLINKING: Text = Text("unlinking");

/// The browser does not go to another page.
pub const CANNOT_LEAVE: Text = Text("cannot_leave");
/// A press that finds that another tab changed what the page shows.
pub const CHANGED_ELSEWHERE: Text = Text("changed_elsewhere");
/// After Cancel, Escape or Back on the confirm page.
pub const LINK_CANCELLED: Text = Text("link_cancelled");
/// The link was made while the session ended.
pub const LINKED_AFTER_THE_END: Text = Text("linked_after_the_end");
/// An identity was taken off while the session ended.
pub const UNLINKED_AFTER_THE_END: Text = Text("unlinked_after_the_end");
/// The confirm page without a second login: a reload, or a bookmark.
pub const NOTHING_TO_CONFIRM: Text = Text("nothing_to_confirm");
/// The tab has no readable record of the session.
pub const SESSION_DAMAGED: Text = Text("session_damaged");
/// Another language was chosen, and its sentences did not arrive.
pub const LANGUAGE_NOT_LOADED: Text = Text("language_not_loaded");
/// Storage is blocked.
pub const STORAGE_BLOCKED: Text = Text("storage_blocked");
