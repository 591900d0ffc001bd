//! The one door: `cargo xtask <command>`.

fn main() {}
