//! The languages of the app: each has every sentence that the app asks for, with the same values in it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use crate::tidy::source::Source;
use crate::tidy::{TidyError, Violation};
use crate::workspace::Workspace;

/// The folder of `{language}.json`.
const FOLDER: &str = "words";

/// The language that the others are measured by.
const REFERENCE: &str = "en";

/// Sentences by their keys.
type Words = BTreeMap<String, String>;

/// Checks every language against English, and English against what the app and its page ask for.
///
/// # Errors
///
/// When the folder, a file of it or the page cannot be read.
pub(super) fn check(workspace: &Workspace, sources: &[Source]) -> Result<Vec<Violation>, TidyError> {
    let languages = read(workspace)?;
    let page = workspace.path("index.html");
    let page = fs::read_to_string(&page).map_err(|source| TidyError::Unreadable { path: page, source })?;
    let mut asked: BTreeSet<&str> = quoted_after(&page, "data-words=\"").collect();
    for source in sources.iter().filter(|source| source.is_in("src/")) {
        asked.extend(quoted_after(&source.text, "Text(\""));
    }
    let mut violations = complaints(&languages, &asked);
    let offered: BTreeSet<&str> =
        quoted_after(&page, "data-languages=\"").flat_map(str::split_whitespace).collect();
    if !offered.iter().copied().eq(languages.keys().map(String::as_str)) {
        violations.push(Violation {
            path: "index.html".to_owned(),
            line: 1,
            rule: format!("data-languages has to name the files in {FOLDER}/"),
        });
    }
    Ok(violations)
}

fn complaints(languages: &BTreeMap<String, Words>, asked: &BTreeSet<&str>) -> Vec<Violation> {
    let nothing = Words::new();
    let reference = languages.get(REFERENCE).unwrap_or(&nothing);
    let mut violations = Vec::new();
    let mut complain = |language: &str, rule: String| {
        violations.push(Violation { path: format!("{FOLDER}/{language}.json"), line: 1, rule });
    };
    for key in asked.iter().filter(|key| !reference.contains_key(**key)) {
        complain(REFERENCE, format!("`{key}` is asked for and missing"));
    }
    for key in reference.keys().filter(|key| !asked.contains(key.as_str())) {
        complain(REFERENCE, format!("nobody asks for `{key}`"));
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
        for key in words.keys().filter(|key| !reference.contains_key(*key)) {
            complain(language, format!("`{key}` is not in {REFERENCE}.json"));
        }
    }
    violations
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

fn read(workspace: &Workspace) -> Result<BTreeMap<String, Words>, TidyError> {
    let folder = workspace.path(FOLDER);
    let unreadable = |source| TidyError::Unreadable { path: folder.clone(), source };
    let mut languages = BTreeMap::new();
    for entry in fs::read_dir(&folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        let language = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let text = fs::read_to_string(&path)
            .map_err(|source| TidyError::Unreadable { path: path.clone(), source })?;
        let words = serde_json::from_str(&text).map_err(|source| TidyError::NotWords { path, source })?;
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

    fn rules(english: &[(&str, &str)], german: &[(&str, &str)], asked: &[&str]) -> Vec<String> {
        let languages = [("de".to_owned(), words(german)), ("en".to_owned(), words(english))];
        let asked = asked.iter().copied().collect();
        complaints(&languages.into(), &asked).into_iter().map(|violation| violation.to_string()).collect()
    }

    #[test]
    fn two_complete_languages_are_fine() {
        let english = [("a", "A {x}."), ("b", "{ and }")];
        let german = [("a", "{x} und {x}"), ("b", "{ und }")];
        assert_eq!(rules(&english, &german, &["a", "b"]), [""; 0]);
    }

    #[test]
    fn every_gap_is_named() {
        let found = rules(&[("a", "A {x}."), ("b", "B")], &[("a", "A {y}."), ("c", "C")], &["a", "d"]);
        assert_eq!(
            found,
            [
                "words/en.json:1: `d` is asked for and missing",
                "words/en.json:1: nobody asks for `b`",
                "words/de.json:1: `a` has other values in braces than in en.json",
                "words/de.json:1: `b` is missing",
                "words/de.json:1: `c` is not in en.json",
            ]
        );
    }

    #[test]
    fn keys_are_found_in_code_and_in_the_page() {
        let found: Vec<_> = quoted_after(r#"Text("a").with() + Text("b")"#, "Text(\"").collect();
        assert_eq!(found, ["a", "b"]);
    }
}
