//! Login and account linking at Auth0 for single-page apps, as decisions only.
//!
//! This crate owns every rule: what an authorization request holds, when a callback is believed, what makes an ID token
//! valid, who may be linked to whom, what each response of the Management API means. It performs no I/O and reads no
//! clock. Time ([`Clock`]), randomness ([`Random`]), HTTP ([`HttpClient`]), storage ([`Storage`], [`SharedStorage`])
//! and signatures ([`SignatureVerifier`]) are arguments, so the whole flow runs in a native test as it does in a
//! browser.
//!
//! Start with [`config::AuthConfig`] and [`startup`]; then [`login`], [`session`], [`logout`] and [`tabs`] (the other
//! tabs of the browser); then [`management`] (the API's calls) and [`linking`] (two accounts become one). The README
//! has an example.

pub mod clock;
pub mod config;
pub mod diagnostics;
mod display_text;
mod encoding;
pub mod http;
pub mod json;
pub mod linking;
pub mod login;
pub mod logout;
pub mod management;
mod origin;
pub mod random;
pub mod secret;
pub mod session;
pub mod signature;
pub mod startup;
pub mod storage;
pub mod tabs;
mod user_id;

#[cfg(test)]
extern crate self as auth0_spa;
#[cfg(test)]
mod test_support;

pub use clock::{Clock, UnixTime};
pub use display_text::DisplayText;
pub use http::{HttpClient, HttpRequest, HttpResponse, TransportError};
pub use origin::Origin;
pub use random::{Random, RandomError};
pub use signature::{RsaPublicKey, SignatureError, SignatureVerifier};
pub use storage::{Storage, StorageError};
pub use tabs::SharedStorage;
pub use user_id::UserId;

/// The examples of the README compile.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
