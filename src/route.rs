//! Every path of the app, and nothing else that is a path.

use leptos_router::StaticSegment;

/// Home, and where the tenant sends people back to: the redirect URI is the bare origin.
pub const HOME: &str = "/";
/// The linked accounts.
pub const SETTINGS: &str = "/settings";
/// The word before two accounts are linked.
pub const CONFIRM: &str = "/settings/confirm";
/// The configuration, beside the page.
pub const CONFIG_FILE: &str = "/auth_config.json";

/// [`HOME`] for the router.
pub const HOME_SEGMENTS: StaticSegment<&str> = StaticSegment("");
/// [`SETTINGS`] for the router.
pub const SETTINGS_SEGMENTS: StaticSegment<&str> = StaticSegment("settings");
/// [`CONFIRM`] for the router.
pub const CONFIRM_SEGMENTS: (StaticSegment<&str>, StaticSegment<&str>) =
    (StaticSegment("settings"), StaticSegment("confirm"));
