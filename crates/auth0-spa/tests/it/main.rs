//! The crate against the emulator, in one process: no socket, no browser, and doubles for clock and storage only.
//!
//! Each side implements Auth0's wire format independently; these tests compare the two.

#[cfg(test)]
mod browser;
#[cfg(test)]
mod corpus;
#[cfg(test)]
#[path = "../../fuzz/properties/callback.rs"]
mod fuzzed_callback;
#[cfg(test)]
#[path = "../../fuzz/properties/id_token.rs"]
mod fuzzed_id_token;
#[cfg(test)]
#[path = "../../fuzz/properties/json.rs"]
mod fuzzed_json;
#[cfg(test)]
#[path = "../../src/test_support/memory.rs"]
mod memory;
#[cfg(test)]
mod network;
#[cfg(test)]
mod page;
#[cfg(test)]
mod stories;
#[cfg(test)]
mod tenant;
#[cfg(test)]
#[path = "../../src/test_support/verifier.rs"]
mod verifier;
