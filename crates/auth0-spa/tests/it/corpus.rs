//! The corpus of each fuzz target: seeds, and inputs that once broke something.

use std::fs;
use std::path::Path;

use crate::{fuzzed_callback, fuzzed_id_token, fuzzed_json};

/// Tries every file of a corpus.
fn replay(target: &str, check: fn(&[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(target);
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    assert!(files.len() > 10, "a corpus to try");
    for file in files {
        println!("{}", file.display());
        check(&fs::read(file).unwrap());
    }
}

/// Cases: CB-38.
#[test]
fn no_known_address_breaks_the_callback_parser() {
    replay("callback", fuzzed_callback::check);
}

/// Cases: ID-56.
#[test]
fn no_known_token_breaks_the_validator() {
    replay("id_token", fuzzed_id_token::check);
}

/// Cases: JS-08.
#[test]
fn the_json_readers_agree_on_every_known_text() {
    replay("json", fuzzed_json::check);
}
