//! Looks for inputs that break what `properties/id_token.rs` says.

#![no_main]

#[path = "../properties/id_token.rs"]
mod property;

libfuzzer_sys::fuzz_target!(|data: &[u8]| property::check(data));
