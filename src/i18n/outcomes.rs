//! Outcomes that one sentence reports.

use super::Text;

/// The page was left or reloaded while it completed a login.
pub const LOGIN_INTERRUPTED: Text = Text("login_interrupted");
/// A login returned another account than the one that is logged in in this tab.
pub const OTHER_ACCOUNT_IGNORED: Text = Text("other_account_ignored");
/// The tab's record of the session is unreadable.
pub const SESSION_DAMAGED: Text = Text("session_damaged");
/// Storage is blocked.
pub const STORAGE_BLOCKED: Text = Text("storage_blocked");
/// The browser refused to leave the page.
pub const CANNOT_LEAVE: Text = Text("cannot_leave");
/// The sentences of another language did not load.
pub const LANGUAGE_NOT_LOADED: Text = Text("language_not_loaded");
/// Another tab changed the account.
pub const CHANGED_ELSEWHERE: Text = Text("changed_elsewhere");
/// An account is no longer what the confirm page showed.
pub const CHANGED_MEANWHILE: Text = Text("changed_meanwhile");
/// The confirm page was opened without a second login: a reload or a bookmark.
pub const NOTHING_TO_CONFIRM: Text = Text("nothing_to_confirm");
/// The account has to log in before it goes on.
pub const LOGIN_NEEDED: Text = Text("login_interaction");
/// The login for which a link waited took long.
pub const CONFIRM_AGAIN: Text = Text("confirm_again");
/// The user left the confirm page: *Cancel*, Escape or *Back*.
pub const LINK_CANCELLED: Text = Text("link_cancelled");
/// The accounts were linked while the session ended.
pub const LINKED_AFTER_THE_END: Text = Text("linked_after_the_end");
/// An identity was unlinked while the session ended.
pub const UNLINKED_AFTER_THE_END: Text = Text("unlinked_after_the_end");
/// The session's account became a part of the other one, and the answer was lost.
pub const ABSORBED: Text = Text("absorbed");
