//! `cargo xtask test` from outside, with stand-ins for cargo and rustc.
#![cfg(unix)]

mod checks;
mod stage;
mod supervisor;
