//! How the release build is to be served: the response headers, what may be cached, and what an unknown path gets.
//!
//! Written down here once. `cargo xtask preview` and the end-to-end tests serve with it; `cargo xtask deploy` writes
//! from it what other hosts read. It knows the build's layout and its configuration, and nothing else of the app.

pub mod caching;
pub mod policy;
pub mod security;
#[cfg(feature = "serve")]
pub mod serve;
pub mod tenant;

pub use caching::Caching;
pub use security::{Header, Scheme, SecurityHeaders};
pub use tenant::TenantOrigin;
