//! Placeholders in examples, templates and unfinished files.

/// Placeholders, in lower case without punctuation.
const PLACEHOLDERS: [&str; 15] = [
    "audience",
    "changeme",
    "changethis",
    "clientid",
    "domain",
    "fixme",
    "none",
    "null",
    "placeholder",
    "replaceme",
    "tbd",
    "todo",
    "undefined",
    "auth0domain",
    "auth0clientid",
];

/// Whether a text is a placeholder: `YOUR_DOMAIN`, `{yourClientId}`, `<client id>`, `##ID##`, `$CLIENT_ID`,
/// `%CLIENT_ID%`, `TODO`, `undefined`, `xxx`, `example.eu.auth0.com`, `the client id of your application`.
pub(super) fn is_placeholder(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let word: String = lower.chars().filter(char::is_ascii_alphanumeric).collect();
    // No domain, client id, audience or connection has any of these characters, or three words.
    text.contains(['{', '}', '<', '>', '$', '%', '…'])
        || text.split_whitespace().nth(2).is_some()
        || text.contains("##")
        || text.contains("...")
        || ["your_", "your-", "yourdomain", "yourclientid", "yourtenant"]
            .iter()
            .any(|your| lower.starts_with(your))
        || PLACEHOLDERS.contains(&word.as_str())
        || lower.split(['.', '/', ':']).any(|label| label == "example")
        || is_constant(text)
        || is_one_letter_again_and_again(text)
}

/// `CLIENT_ID`, `REACT_APP_AUTH0_DOMAIN`: the name of a variable.
fn is_constant(text: &str) -> bool {
    text.contains('_')
        && text.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_')
}

/// `xxx`, `***`, `--`.
fn is_one_letter_again_and_again(text: &str) -> bool {
    let mut letters = text.chars();
    let first = letters.next();
    text.chars().nth(1).is_some() && letters.all(|letter| Some(letter) == first)
}
