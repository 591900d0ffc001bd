//! Every sentence that a person reads, in one place. English.
//!
//! Short, calm, exact. Nothing from a URL or a server is ever repeated here; names of accounts are shown as text.

mod failures;
mod linking;
pub mod screens;
mod sign_in;

pub use failures::{begin, config_problem, management};
pub use linking::{
    linked, lost_metadata, not_linked, not_unlinked, obstacle, refusal, swap_refusal, unlinked, unread,
};
pub use sign_in::{callback, session, sign_in};

/// The name of the app.
pub const APP: &str = "Account linking";
/// The name of the settings page.
pub const SETTINGS: &str = "Settings";
/// What the app is for, on the home page.
pub const INTRODUCTION: &str = "Use one account, however you log in. Link your password, Google, Facebook and other logins, and manage them here.";
/// The button that begins a login.
pub const LOG_IN: &str = "Log in";
/// The button that begins a login after one that ended.
pub const LOG_IN_AGAIN: &str = "Log in again";
/// The button that ends the session.
pub const LOG_OUT: &str = "Log out";
/// The button of a second try.
pub const TRY_AGAIN: &str = "Try again";
/// The button that does nothing.
pub const CANCEL: &str = "Cancel";

/// After a page that was left while it completed a login.
pub const LOGIN_INTERRUPTED: &str =
    "A login was interrupted when its page was left or reloaded. Start again from here.";
/// Home, asked for a page of the logged-in.
pub const LOG_IN_FIRST: &str = "Log in to see this page. You will come back to it afterwards.";
/// Home, after the session ended.
pub const SESSION_ENDED: &str = "Your session has ended. Log in again to go on where you were.";
/// Home, after a logout.
pub const LOGGED_OUT: &str = "You are logged out.";
/// Home, after a logout that the tenant did not hear of.
pub const LOGGED_OUT_OFFLINE: &str = "You are offline, so the login service still remembers you: somebody else at this \
    browser could log in as you. Log in and out once more when you are online, or close the browser.";

/// Home, after a logout in another tab.
pub const LOGGED_OUT_ELSEWHERE: &str = "You were logged out in another tab.";
/// Home, after another account logged in in another tab.
pub const OTHER_ACCOUNT_ELSEWHERE: &str = "Another account has logged in in another tab, so this tab was logged out. Log in to go on with that account.";
/// The button that goes to the login page for another account.
pub const SWITCH_ACCOUNT: &str = "Log in with another account";
/// A login of another account came back to a tab in which somebody is logged in.
pub const OTHER_ACCOUNT_IGNORED: &str = "A login of another account came back and was not used: you are still logged in as before. To change accounts, log out first.";

/// In the dialog that asks before unlinking.
pub const UNLINK_CONSEQUENCES: &str = "It becomes an account of its own again, without the settings (metadata) that it had before. You stay logged in here now, even if you logged in with it.";

/// In place of the buttons that link, when the login was not granted the right to.
pub const MAY_NOT_LINK: &str = "Linking is not possible with this login: it was not granted the right to change linked accounts. Log out and log in again. If you run this app: allow it update:current_user_identities.";

/// Another account than before logged in.
pub fn other_account(label: Option<&str>) -> String {
    let who = label.unwrap_or("another account");
    format!(
        "The login service logged you in as {who}. That is not the account that was used here before. Go on with it only if you mean to."
    )
}

/// The button that goes on with it.
pub fn continue_as(label: Option<&str>) -> String {
    format!("Continue as {}", label.unwrap_or("this account"))
}

/// While the configuration loads and a login completes.
pub const STARTING: &str = "Getting things ready…";
/// While the page is being left to log in.
pub const LEAVING_TO_LOG_IN: &str = "Taking you to the login page…";
/// While the page is being left to log out.
pub const LEAVING_TO_LOG_OUT: &str = "Logging you out…";
/// While the account is being read.
pub const LOADING_ACCOUNT: &str = "Loading your linked accounts…";
/// While both accounts are being read.
pub const READING_ACCOUNTS: &str = "Reading both accounts…";
/// While the link is made.
pub const LINKING: &str = "Linking the accounts…";
/// While an identity is taken off.
pub const UNLINKING: &str = "Unlinking the account…";

/// The browser does not go to another page.
pub const CANNOT_LEAVE: &str = "Your browser did not open the login page. Reload this page and try again.";
/// After Cancel, Escape or Back on the confirm page.
pub const LINK_CANCELLED: &str = "Nothing was linked, and the second login has been forgotten here. The login service may still have this browser logged in as the second account; log out to end that too.";
/// The link was made while the session ended.
pub const LINKED_AFTER_THE_END: &str = "The accounts were linked just before you were logged out.";
/// The confirm page without a second login: a reload, or a bookmark.
pub const NOTHING_TO_CONFIRM: &str = "There is nothing to confirm any more: the second login is forgotten when the page is reloaded. Start again below.";
/// The tab has no readable record of the session.
pub const SESSION_DAMAGED: &str = "Your session could not be restored. Log in again to go on.";
/// Storage is blocked.
pub const STORAGE_BLOCKED: &str = "Your browser blocks storage for this page, and logging in needs it. Allow site data \
    (cookies) for this address in the browser's settings, then reload.";
