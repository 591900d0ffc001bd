//! Keyword replacement as the Deploy CLI does it: `##KEY##` becomes the value, `@@KEY@@` with or without quotes around it
//! becomes its JSON.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

/// What the Deploy CLI puts around a keyword.
const MARKS: [&str; 2] = ["##", "@@"];

/// The text with every keyword replaced that has a value. The others stay, since what the emulator does not use, such as a
/// provider's secret, needs none; a bare `@@KEY@@` gets quotes, without which it is not YAML.
pub(super) fn replaced(text: &str, keywords: &BTreeMap<String, Value>) -> String {
    let mut text = text.to_owned();
    for (key, value) in keywords {
        let json = value.to_string();
        for mark in [format!("'@@{key}@@'"), format!("\"@@{key}@@\""), format!("@@{key}@@")] {
            text = text.replace(&mark, &json);
        }
        text = text.replace(&format!("##{key}##"), value.as_str().unwrap_or(&json));
    }
    for key in unset(&text) {
        for before in [": ", "- ", "[", ", "] {
            text = text.replace(&format!("{before}@@{key}@@"), &format!("{before}\"@@{key}@@\""));
        }
    }
    text
}

/// The keywords in a text, outside of comments.
pub(super) fn unset(text: &str) -> BTreeSet<String> {
    let is_comment = |line: &&str| line.starts_with('#') && !line.starts_with("##");
    let lines = text.lines().map(str::trim_start).filter(|line| !is_comment(line));
    lines.flat_map(|line| MARKS.iter().flat_map(move |mark| between(line, mark))).map(str::to_owned).collect()
}

fn between<'a>(line: &'a str, mark: &str) -> Vec<&'a str> {
    let pieces: Vec<&str> = line.split(mark).collect();
    let inner = pieces.len().saturating_sub(2);
    pieces.into_iter().skip(1).take(inner).filter(|key| is_key(key)).collect()
}

fn is_key(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || "_-.".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn literal_and_json_keywords_are_replaced() {
        let keywords = BTreeMap::from([
            ("NAME".to_owned(), json!("pear")),
            ("LIST".to_owned(), json!(["a", "b"])),
            ("N".to_owned(), json!(7)),
            ("APP-URL.2".to_owned(), json!("https://app")),
        ]);
        let cases = [
            ("x: \"##NAME##-app\"", "x: \"pear-app\""),
            ("x: @@LIST@@", "x: [\"a\",\"b\"]"),
            ("x: \"@@LIST@@\"", "x: [\"a\",\"b\"]"),
            ("x: '@@LIST@@'", "x: [\"a\",\"b\"]"),
            ("x: @@NAME@@", "x: \"pear\""),
            ("x: ##N##", "x: 7"),
            ("x: ##APP-URL.2##/cb", "x: https://app/cb"),
            ("x: ##UNSET##", "x: ##UNSET##"),
            ("x: @@UNSET@@", "x: \"@@UNSET@@\""),
            ("x: \"@@UNSET@@\"", "x: \"@@UNSET@@\""),
            ("## a comment\nx: ##NAME##", "## a comment\nx: pear"),
            ("x: https://@@UNSET@@/cb", "x: https://@@UNSET@@/cb"),
            ("me@@example", "me@@example"),
        ];
        for (text, expected) in cases {
            assert_eq!(replaced(text, &keywords), expected);
        }
    }

    #[test]
    fn keywords_without_a_value_are_found() {
        let text = "# ##COMMENT##\nx: ##A-B##/##C.D##\ny: \"@@E@@\"\nz: me@@example\n## a heading ##";
        assert_eq!(unset(text).into_iter().collect::<Vec<_>>(), ["A-B", "C.D", "E"]);
    }
}
