//! The theme that the user chose: an attribute of the document for the style sheet, and a record for the next visit,
//! which `style/before-paint.js` reads before the first paint.

use super::shared::{THEME, THEME_KEY};

/// The colour theme.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Theme {
    /// Those of the device.
    System,
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

/// The theme of the page.
pub fn current() -> Theme {
    match root().and_then(|root| root.get_attribute(THEME)).as_deref() {
        Some("light") => Theme::Light,
        Some("dark") => Theme::Dark,
        _ => Theme::System,
    }
}

/// Changes the theme and stores the choice. Where storage is blocked, it lasts as long as the page.
pub fn choose(theme: Theme) {
    let value = match theme {
        Theme::System => None,
        Theme::Light => Some("light"),
        Theme::Dark => Some("dark"),
    };
    if let Some(root) = root() {
        // Cannot fail: the name and the value are valid.
        let _done = match value {
            Some(value) => root.set_attribute(THEME, value),
            None => root.remove_attribute(THEME),
        };
    }
    let storage = web_sys::window().and_then(|window| window.local_storage().ok().flatten());
    if let Some(storage) = storage {
        // If it cannot be stored, the choice lasts as long as the page.
        let _stored = match value {
            Some(value) => storage.set_item(THEME_KEY, value),
            None => storage.remove_item(THEME_KEY),
        };
    }
}

fn root() -> Option<web_sys::Element> {
    super::document()?.document_element()
}
