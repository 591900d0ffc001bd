//! What the user has set in the browser before the story begins.

/// The browser's own settings. Unlike [media features](super::Browser::set_media) every engine can have them.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Preferences {
    /// The default font's size in CSS pixels.
    pub font_size: u32,
    /// Whether the system is dark.
    pub dark: bool,
}

impl Default for Preferences {
    fn default() -> Self {
        Self { font_size: 16, dark: false }
    }
}
