//! The names that the app shares with `index.html`, `style/before-paint.js` and `src/start.js`. `tests/web/shared_names.rs`
//! checks them against those files.

/// The id of what `index.html` shows until the app has started.
pub const SHELL: &str = "shell";
/// The id of the message for an app that has stopped.
pub const CRASHED: &str = "crashed";
/// The id of the message for a file that did not load.
pub const UNLOADED: &str = "unloaded";
/// The attribute that `start.js` sets on *Log in* when the button is pressed before the app has started, as a selector.
pub const PRESSED: &str = "[data-pressed]";

/// The global variable in which `before-paint.js` leaves the sentences of the page's language, by their keys.
pub const SENTENCES: &str = "accountLinkingSentences";
/// The attribute of the document with the files of all languages.
pub const LANGUAGES: &str = "data-languages";
/// The user's choice of language in `localStorage`.
pub const LANGUAGE_KEY: &str = "language";

/// The user's choice of colours in `localStorage`: `light` or `dark`.
pub const THEME_KEY: &str = "theme";
/// The attribute of the document with the same value.
pub const THEME: &str = "data-theme";
