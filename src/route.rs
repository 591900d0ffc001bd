//! The pages of the app and their paths. No other file spells a path.

/// The home page as hosts and bookmarks may spell it, by its file. The tenant never sends anybody there.
pub const HOME_FILE: &str = "/index.html";
/// The configuration, a file beside the page.
pub const CONFIG_FILE: &str = "/auth_config.json";

/// A page of the app.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Page {
    /// What the app is for, and *Log in*. The tenant sends users back to it: the redirect URI is the bare origin.
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
            "/settings" => Some(Self::Settings),
            "/settings/confirm" => Some(Self::Confirm),
            _ => None,
        }
    }

    /// The path of the page.
    pub const fn path(self) -> &'static str {
        match self {
            Self::Home => "/",
            Self::Settings => "/settings",
            Self::Confirm => "/settings/confirm",
        }
    }
}
