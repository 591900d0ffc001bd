//! What `cargo xtask bench` compares: the app with its peer, the same app in React with Auth0's own library.
//!
//! Pure: `bench.rs` takes the figures, here is what they are called, what is aimed at, and how they are laid out.

mod figures;
mod table;

pub use figures::{Figures, Metric, Profile};
pub use table::table;
