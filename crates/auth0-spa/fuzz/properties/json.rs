//! The JSON reader: any text, and what another reader says of it.

use auth0_spa::json::{Fault, Value, read, write};

/// Reads a text, and writes down what was read.
///
/// # Panics
///
/// When the two readers disagree, a number changes, or a member gets lost.
pub(crate) fn check(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let theirs = serde_json::from_str::<serde_json::Value>(text);
    let value = match read(text) {
        Ok(value) => value,
        Err(error) => {
            // The other reader takes the last of two members.
            assert!(error.fault != Fault::Syntax || theirs.is_err(), "refused: {text}");
            return;
        }
    };
    let written = write(&value);
    assert_eq!(read(&written).as_ref(), Ok(&value), "comes back: {text}");
    let (before, after) = (tokens(text), tokens(&written));
    assert_eq!(before, after, "every number and every member: {text}");
    assert_eq!(before.1, members(&value), "no member is named twice: {text}");
    match theirs {
        Ok(theirs) => {
            assert_eq!(Ok(theirs), serde_json::from_str(&written).map_err(drop), "the same: {text}");
        }
        // The other reader has limits of its own.
        Err(error) => {
            let error = error.to_string();
            assert!(
                ["out of range", "recursion"].iter().any(|limit| error.contains(limit)),
                "{error}: {text}"
            );
        }
    }
}

/// The numbers of a text in their alphabetical order, and how many members it names: read a second way.
fn tokens(text: &str) -> (Vec<&str>, usize) {
    let (mut outside, mut rest) = (Vec::new(), text);
    while let Some((before, inside)) = rest.split_once('"') {
        outside.push(before);
        let mut escaped = false;
        let end = inside.find(|character| {
            let ends = character == '"' && !escaped;
            escaped = character == '\\' && !escaped;
            ends
        });
        rest = &inside[end.map_or(inside.len(), |end| end + 1)..];
    }
    outside.push(rest);
    let members = outside.iter().map(|part| part.matches(':').count()).sum();
    let is_number = |word: &&str| word.starts_with(|first: char| first == '-' || first.is_ascii_digit());
    let words = outside.iter().flat_map(|part| {
        part.split(|character: char| !(character.is_ascii_alphanumeric() || "+-.".contains(character)))
    });
    let mut numbers: Vec<_> = words.filter(is_number).collect();
    numbers.sort_unstable();
    (numbers, members)
}

fn members(value: &Value) -> usize {
    match value {
        Value::Object(members) => members.len() + members.values().map(self::members).sum::<usize>(),
        Value::Array(items) => items.iter().map(members).sum(),
        _ => 0,
    }
}
