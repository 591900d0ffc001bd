//! `cargo xtask` as a person meets it: the program itself, with real processes round it.
#![cfg(unix)]

mod checks;
mod leash;
