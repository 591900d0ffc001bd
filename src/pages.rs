//! One screen a file: each is a `match` over a core enum. Pages do not know each other.

pub mod confirm;
pub mod home;
pub mod not_configured;
pub mod not_found;
pub mod settings;
pub mod starting;
