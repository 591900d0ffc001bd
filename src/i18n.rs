//! Every sentence that a user reads: its key here, its wording in `locales/{language}.json`. Text only; which outcome becomes
//! which sentence is `notice`.
//!
//! Short, calm, exact. Nothing from a URL or a server is repeated; names of accounts are shown as text.

pub mod catalog;
pub mod common;
pub mod configuration;
pub mod confirm;
pub mod failures;
pub mod home;
pub mod metadata;
pub mod outcomes;
pub mod settings;
pub mod text;

pub use text::{END_OF_ISOLATE, ISOLATE, Piece, Text};

/// The languages that there are, by their codes, each with its own name. `index.html` names the codes too.
pub const LANGUAGES: [(&str, &str); 3] = [("en", "English"), ("de", "Deutsch"), ("he", "עברית")];
