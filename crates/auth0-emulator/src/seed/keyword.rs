//! Keyword replacement of the Deploy CLI: `##KEY##` becomes the value, `@@KEY@@` its JSON.

use std::collections::BTreeMap;

use serde_json::Value;

/// The text with every keyword replaced that has a value. `##KEY##` without a value stays: it may be a provider's secret,
/// which the emulator does not need. `@@KEY@@` without a value becomes `null`, since a bare `@` is not YAML.
pub(super) fn replaced(text: &str, keywords: &BTreeMap<String, Value>) -> String {
    let literal = replace_between(text, "##", |key| {
        keywords.get(key).map(|value| value.as_str().map_or_else(|| value.to_string(), str::to_owned))
    });
    replace_between(&literal, "@@", |key| Some(keywords.get(key).unwrap_or(&Value::Null).to_string()))
}

fn replace_between(text: &str, mark: &str, value: impl Fn(&str) -> Option<String>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(mark) {
        out.push_str(before);
        let key_and_tail = after.split_once(mark).filter(|(key, _)| is_key(key));
        let replaced = key_and_tail.and_then(|(key, tail)| value(key).map(|value| (value, tail)));
        let (text, next) = replaced.unwrap_or_else(|| (mark.to_owned(), after));
        out.push_str(&text);
        rest = next;
    }
    out.push_str(rest);
    out
}

fn is_key(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
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
        ]);
        let cases = [
            ("x: \"##NAME##-app\"", "x: \"pear-app\""),
            ("x: @@LIST@@", "x: [\"a\",\"b\"]"),
            ("x: @@NAME@@", "x: \"pear\""),
            ("x: ##N##", "x: 7"),
            ("x: ##UNSET##", "x: ##UNSET##"),
            ("x: @@UNSET@@", "x: null"),
            ("## a comment\nx: ##NAME##", "## a comment\nx: pear"),
            ("me@@example", "me@@example"),
        ];
        for (text, expected) in cases {
            assert_eq!(replaced(text, &keywords), expected);
        }
    }
}
