//! The pages of the app and their paths. No other file spells a path.

/// The path of the home page. The tenant sends users back to it: the redirect URI is the bare origin.
pub const HOME: &str = "/";
/// The home page as hosts and bookmarks may spell it, by its file. The tenant never sends anybody there.
pub const HOME_FILE: &str = "/index.html";
/// The path of the settings page.
pub const SETTINGS: &str = "/settings";
/// The path of the confirm page.
pub const CONFIRM: &str = "/settings/confirm";
/// The configuration, a file beside the page.
pub const CONFIG_FILE: &str = "/auth_config.json";

/// A page of the app.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Page {
    /// What the app is for, and *Log in*.
    Home,
    /// The linked accounts.
    Settings,
    /// Both accounts side by side, before they are linked.
    Confirm,
}

impl Page {
    /// The page at a path, if there is one. A slash at the end makes no difference.
    pub fn at(path: &str) -> Option<Self> {
        match path.strip_suffix('/').unwrap_or(path) {
            "" => Some(Self::Home),
            SETTINGS => Some(Self::Settings),
            CONFIRM => Some(Self::Confirm),
            _ => None,
        }
    }

    /// The path of the page.
    pub const fn path(self) -> &'static str {
        match self {
            Self::Home => HOME,
            Self::Settings => SETTINGS,
            Self::Confirm => CONFIRM,
        }
    }
}
