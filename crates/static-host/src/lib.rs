//! How the release build is served: response headers, caching, and the answer to unknown paths.
//!
//! `cargo xtask preview` and the end-to-end tests serve with it; `cargo xtask deploy` generates configuration for other hosts
//! from it. It knows the layout of the build and its configuration, and nothing else of the app.

pub mod caching;
pub mod policy;
pub mod security;
#[cfg(feature = "serve")]
pub mod serve;
pub mod tenant;

pub use caching::Caching;
pub use security::{Header, Scheme, SecurityHeaders};
pub use tenant::TenantOrigin;
