//! User-initiated account linking for Auth0, in the browser.
//!
//! The app only shows and acts; `auth0-spa` decides. `ARCHITECTURE.md` tells what belongs where.

#![expect(clippy::needless_pass_by_value, reason = "a component owns its properties")]

pub mod account;
pub mod address;
pub mod app;
pub mod boot;
pub mod components;
pub mod dom;
pub mod drawn;
pub mod handles;
pub mod language;
pub mod layout;
pub mod linking;
pub mod notice;
pub mod outlet;
pub mod pages;
pub mod route;
pub mod session;
pub mod words;
