//! The identifiers in a JavaScript text, and replacing them.

use std::collections::BTreeMap;

/// Every run of characters that could be an identifier, in strings and comments too.
pub(crate) fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|letter| !is_word(letter)).filter(|word| !word.is_empty())
}

/// The text with each whole word that is in `names` replaced.
pub(crate) fn replace(text: &str, names: &BTreeMap<String, String>) -> String {
    let mut replaced = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(is_word) {
        let (before, from_word) = rest.split_at(start);
        let end = from_word.find(|letter| !is_word(letter)).unwrap_or(from_word.len());
        let (word, after) = from_word.split_at(end);
        replaced.push_str(before);
        replaced.push_str(names.get(word).map_or(word, String::as_str));
        rest = after;
    }
    replaced.push_str(rest);
    replaced
}

/// The `number`th short name: `_0`, `_1` … `_z`, `_10`. `wasm-bindgen` names nothing like that.
pub(crate) fn short(number: usize) -> String {
    const DIGITS: &[u8] = b"0123456789abcdefghijklmnopqrstuvwxyz";
    let mut digits = Vec::new();
    let mut left = number;
    loop {
        digits.extend(DIGITS.get(left % DIGITS.len()).copied().map(char::from));
        left /= DIGITS.len();
        if left == 0 {
            break;
        }
    }
    digits.push('_');
    digits.iter().rev().collect()
}

fn is_word(letter: char) -> bool {
    letter.is_alphanumeric() || matches!(letter, '_' | '$')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_words_are_replaced() {
        let names = [("init".to_owned(), "_0".to_owned()), ("ä$".to_owned(), "_1".to_owned())].into();
        let check = |text: &str, expected: &str| assert_eq!(replace(text, &names), expected);
        check("init(); wasm.init; init_2; __init", "_0(); wasm._0; init_2; __init");
        check("\"init\":ä$", "\"_0\":_1");
        check("→ init", "→ _0");
        check("", "");
        check("nothing of it", "nothing of it");
    }

    #[test]
    fn short_names_are_words_and_all_different() {
        assert_eq!([0, 9, 10, 35, 36, 71, 1296].map(short), ["_0", "_9", "_a", "_z", "_10", "_1z", "_100"]);
    }
}
