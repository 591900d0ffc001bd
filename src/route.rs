//! Every path of the app, and nothing else that is a path.

/// Home, and where the tenant sends people back to: the redirect URI is the bare origin.
pub const HOME: &str = "/";
/// Home, as hosts and bookmarks may spell it: the file that is the page. The tenant never sends anybody there.
pub const HOME_FILE: &str = "/index.html";
/// The linked accounts.
pub const SETTINGS: &str = "/settings";
/// The word before two accounts are linked.
pub const CONFIRM: &str = "/settings/confirm";
/// The configuration, beside the page.
pub const CONFIG_FILE: &str = "/auth_config.json";

/// The pages, by their paths.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Page {
    /// [`HOME`].
    Home,
    /// [`SETTINGS`].
    Settings,
    /// [`CONFIRM`].
    Confirm,
    /// Any other path.
    NotFound,
}

impl Page {
    /// The page at a path. A slash at its end makes no difference.
    pub fn at(path: &str) -> Self {
        match path.strip_suffix('/').unwrap_or(path) {
            "" => Self::Home,
            SETTINGS => Self::Settings,
            CONFIRM => Self::Confirm,
            _ => Self::NotFound,
        }
    }
}
