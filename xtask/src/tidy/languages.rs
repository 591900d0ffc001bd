//! The languages of the app: each has every sentence that the app uses, with the same values in it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use anyhow::{Context, Result};

use crate::tidy::source::Source;
use crate::workspace::Workspace;

/// The folder of `{language}.json`.
const FOLDER: &str = "locales";

/// The language that the others are compared with.
const REFERENCE: &str = "en";

/// The key of a note to translators, which no sentence has.
const NOTE: &str = "_";

/// The key of a language's own direction.
const DIRECTION: &str = "direction";

/// Sentences by their keys.
type Words = BTreeMap<String, String>;

/// Checks every language against English, and English against what the app and its page use.
pub(super) fn check(workspace: &Workspace, sources: &[Source]) -> Result<Vec<String>> {
    let languages = read(workspace)?;
    let page = fs::read_to_string(workspace.path("index.html"))?;
    let mut used: BTreeSet<&str> = quoted_after(&page, "data-text=\"").collect();
    for source in sources.iter().filter(|source| source.is_in("src/")) {
        used.extend(quoted_after(&source.text, "Text(\""));
        used.extend(quoted_after(&source.text, "sentence(\""));
    }
    let mut violations = complaints(&languages, &used);
    let offered: BTreeSet<&str> =
        quoted_after(&page, "data-languages=\"").flat_map(str::split_whitespace).collect();
    if !offered.into_iter().eq(languages.keys().map(|language| format!("{FOLDER}/{language}"))) {
        violations.push(format!("index.html:2: data-languages has to name the files in {FOLDER}/"));
    }
    Ok(violations)
}

fn complaints(languages: &BTreeMap<String, Words>, used: &BTreeSet<&str>) -> Vec<String> {
    let nothing = Words::new();
    let reference = languages.get(REFERENCE).unwrap_or(&nothing);
    let mut violations = Vec::new();
    let mut complain =
        |language: &str, rule: String| violations.push(format!("{FOLDER}/{language}.json:1: {rule}"));
    for key in used.iter().filter(|key| !reference.contains_key(**key)) {
        complain(REFERENCE, format!("`{key}` is used and missing"));
    }
    for key in reference.keys().filter(|key| !used.contains(key.as_str())) {
        complain(REFERENCE, format!("`{key}` is not used"));
    }
    for (language, words) in languages.iter().filter(|(language, _)| *language != REFERENCE) {
        for (key, sentence) in reference {
            match words.get(key) {
                None => complain(language, format!("`{key}` is missing")),
                Some(other) if values(other) != values(sentence) => {
                    complain(
                        language,
                        format!("`{key}` has other values in braces than in {REFERENCE}.json"),
                    );
                }
                Some(_) => {}
            }
        }
        if words.get(DIRECTION).is_some_and(|direction| direction == "rtl") {
            for (key, _) in words.iter().filter(|(_, sentence)| points_backwards(sentence)) {
                complain(language, format!("`{key}` has an arrow that is not ← between two U+200F"));
            }
        }
        for key in words.keys().filter(|key| *key != NOTE && !reference.contains_key(*key)) {
            complain(language, format!("`{key}` is not in {REFERENCE}.json"));
        }
    }
    violations
}

/// Whether an arrow points from the second to the first of what it stands between, in a sentence that runs from right to
/// left. Names in Latin letters on both sides of it run from left to right together with it (UAX #9, N1), unless marks separate
/// them.
fn points_backwards(sentence: &str) -> bool {
    sentence.replace("\u{200f}←\u{200f}", "").contains(['←', '→'])
}

/// The names in braces; a sentence may say one twice in one language and once in another.
fn values(sentence: &str) -> BTreeSet<&str> {
    let name = |part: &'_ str| part.bytes().all(|byte| byte.is_ascii_lowercase());
    sentence
        .split('{')
        .skip(1)
        .filter_map(|part| part.split_once('}'))
        .map(|(name, _)| name)
        .filter(|part| name(part))
        .collect()
}

fn quoted_after<'a>(text: &'a str, mark: &'a str) -> impl Iterator<Item = &'a str> {
    text.split(mark).skip(1).filter_map(|rest| rest.split_once('"')).map(|(quoted, _)| quoted)
}

fn read(workspace: &Workspace) -> Result<BTreeMap<String, Words>> {
    let mut languages = BTreeMap::new();
    for entry in fs::read_dir(workspace.path(FOLDER))? {
        let path = entry?.path();
        let language = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let words = serde_json::from_str(&fs::read_to_string(&path)?)
            .with_context(|| format!("{} is no list of sentences", path.display()))?;
        languages.insert(language, words);
    }
    Ok(languages)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(pairs: &[(&str, &str)]) -> Words {
        pairs.iter().map(|(key, sentence)| ((*key).to_owned(), (*sentence).to_owned())).collect()
    }

    fn rules(english: &[(&str, &str)], german: &[(&str, &str)], used: &[&str]) -> Vec<String> {
        let languages = [("de".to_owned(), words(german)), ("en".to_owned(), words(english))];
        complaints(&languages.into(), &used.iter().copied().collect())
    }

    #[test]
    fn two_complete_languages_pass() {
        let english = [("a", "A {x}."), ("b", "{ and }")];
        let german = [("a", "{x} und {x}"), ("b", "{ und }")];
        assert_eq!(rules(&english, &german, &["a", "b"]), [""; 0]);
    }

    #[test]
    fn missing_unused_and_differing_sentences_are_reported() {
        let found = rules(&[("a", "A {x}."), ("b", "B")], &[("a", "A {y}."), ("c", "C")], &["a", "d"]);
        assert_eq!(
            found,
            [
                "locales/en.json:1: `d` is used and missing",
                "locales/en.json:1: `b` is not used",
                "locales/de.json:1: `a` has other values in braces than in en.json",
                "locales/de.json:1: `b` is missing",
                "locales/de.json:1: `c` is not in en.json",
            ]
        );
    }

    #[test]
    fn an_arrow_from_right_to_left_needs_marks_around_it() {
        let english = [("direction", "ltr"), ("a", "APIs → Settings")];
        let rules = |arrow: &str| {
            let sentence = format!("תחת APIs {arrow} Settings");
            rules(&english, &[("direction", "rtl"), ("a", &sentence)], &["direction", "a"])
        };
        assert_eq!(rules("\u{200f}←\u{200f}"), [""; 0]);
        for arrow in ["←", "→", "\u{200f}→\u{200f}"] {
            assert_eq!(
                rules(arrow),
                ["locales/de.json:1: `a` has an arrow that is not ← between two U+200F"]
            );
        }
    }

    #[test]
    fn keys_are_found_in_code_and_in_the_page() {
        let found: Vec<_> = quoted_after(r#"Text("a").with() + Text("b")"#, "Text(\"").collect();
        assert_eq!(found, ["a", "b"]);
    }
}
