//! Looks for inputs that break what `properties/callback.rs` says.

#![no_main]

#[path = "../properties/callback.rs"]
mod property;

libfuzzer_sys::fuzz_target!(|data: &[u8]| property::check(data));
