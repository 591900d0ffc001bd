//! User-initiated account linking for Auth0, in the browser.
//!
//! The app shows and acts; `auth0-spa` decides. `ARCHITECTURE.md` says what belongs where.

#![expect(clippy::needless_pass_by_value, reason = "a component owns its properties")]

pub mod app;
pub mod boot;
pub mod built_view;
pub mod components;
pub mod contexts;
pub mod dom;
pub mod i18n;
pub mod layout;
pub mod notice;
pub mod pages;
pub mod route;
