//! The browser, as the ports of `auth0-spa` see it. The only user of web-sys, gloo and wasm-bindgen.
//!
//! Turns JavaScript values and exceptions into plain Rust values; decides nothing.

pub mod activation;
pub mod clock;
pub mod dom;
pub mod effect;
pub mod focus;
mod http;
pub mod language;
pub mod location;
pub mod panic;
mod random;
mod signature;
mod storage;
pub mod tabs;
pub mod theme;
pub mod timer;

/// This browser: clock, randomness, storage, HTTP and signatures of the page.
#[derive(Debug, Clone, Copy, Default)]
pub struct Browser;
