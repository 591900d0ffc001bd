//! The browser for [`auth0_spa`]: a clock, randomness, HTTP, storage and signatures, taken from the page.
//!
//! `auth0-spa` decides and performs no I/O; what it needs from the outside are its traits. [`Browser`] implements them
//! with the Web APIs, so a page in any wasm framework (or none) can log in:
//!
//! | trait | by |
//! | --- | --- |
//! | [`Clock`](auth0_spa::Clock) | `Date.now()` |
//! | [`Random`](auth0_spa::Random) | `crypto.getRandomValues()` |
//! | [`HttpClient`](auth0_spa::HttpClient) | `fetch()`, with a timeout, without redirects, cookies or cache |
//! | [`Storage`](auth0_spa::Storage) | `sessionStorage` |
//! | [`SharedStorage`](auth0_spa::SharedStorage) | `localStorage` |
//! | [`SignatureVerifier`](auth0_spa::SignatureVerifier) | `crypto.subtle.verify()`, RS256 |
//! | [`Timer`](auth0_spa::management::rate_limit::Timer) | `setTimeout()` |
//!
//! Besides the traits: the page's address ([`location`]), what happens around the page ([`events`]), and waiting until
//! a prerendered page is shown ([`until_visible`]). JavaScript values and exceptions become plain Rust values here;
//! nothing is decided.
//!
//! The functions work only in a browser window. The crate compiles for other targets, so that a workspace can be
//! checked natively.

mod clock;
pub mod events;
mod http;
pub mod location;
mod preconnect;
mod prerender;
mod random;
mod signature;
mod storage;
mod timer;

pub use clock::iso_8601;
pub use preconnect::preconnect;
pub use prerender::until_visible;

/// The browser that runs this page. Implements every trait of `auth0-spa` that reaches outside.
#[derive(Debug, Clone, Copy, Default)]
pub struct Browser;

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
