//! Pieces that pages are made of. They know core types and `i18n`, but neither contexts nor routes.

pub mod account_card;
pub mod button;
pub mod details;
pub mod heading;
pub mod identity_list;
pub mod language_switch;
pub mod link;
pub mod metadata_table;
pub mod offline;
pub mod profile;
pub mod provider_mark;
pub mod question;
pub mod theme_switch;
pub mod unlink_dialog;
pub mod untrusted_text;
pub mod waiting;
