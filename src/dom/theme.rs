//! The colours that the person chose: an attribute of the document, which the style sheet obeys, and a record that
//! outlives the tab.
//!
//! `style/before-paint.js` reads the record before the first paint; nothing else does.

/// Where the record stands in `localStorage`, and the attribute's name.
const KEY: &str = "theme";
const ATTRIBUTE: &str = "data-theme";

/// Which colours to use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Theme {
    /// Those of the device.
    System,
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

/// What holds now.
pub fn current() -> Theme {
    match root().and_then(|root| root.get_attribute(ATTRIBUTE)).as_deref() {
        Some("light") => Theme::Light,
        Some("dark") => Theme::Dark,
        _ => Theme::System,
    }
}

/// Chooses, now and for the next time. Where storage is blocked, only now.
pub fn choose(theme: Theme) {
    let word = match theme {
        Theme::System => None,
        Theme::Light => Some("light"),
        Theme::Dark => Some("dark"),
    };
    if let Some(root) = root() {
        // Neither name nor value can be refused.
        let _done = match word {
            Some(word) => root.set_attribute(ATTRIBUTE, word),
            None => root.remove_attribute(ATTRIBUTE),
        };
    }
    let storage = web_sys::window().and_then(|window| window.local_storage().ok().flatten());
    if let Some(storage) = storage {
        // A full storage forgets the choice with the tab.
        let _kept = match word {
            Some(word) => storage.set_item(KEY, word),
            None => storage.remove_item(KEY),
        };
    }
}

fn root() -> Option<web_sys::Element> {
    super::document()?.document_element()
}
