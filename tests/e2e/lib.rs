//! The harness of the end-to-end tests: a browser, a web server for the release build, a tenant, and what a
//! user sees in between.
//!
//! Shared by the tests (`main.rs`), the program that takes pictures of every page (`shots/`) and the one that measures
//! (`bench.rs`). It knows
//! the app only from outside: accessible roles and names, addresses, requests on the wire. It must not depend on
//! `auth0-spa` or on the app, or a mistake there could hide.

pub mod browser;
pub mod evidence;
pub mod journey;
pub mod page_scripts;
pub mod pages;
pub mod performance;
pub mod requests;
pub mod site;
pub mod stage;
pub mod tenant;
pub mod wait;

pub use anyhow::Result;
pub use browser::Browser;
pub use browser::engine::{Ability, Engine};
pub use browser::locate::Name;
pub use browser::role::Role;
pub use stage::{Stage, story, story_with};
