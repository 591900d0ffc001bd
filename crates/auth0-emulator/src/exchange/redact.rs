//! Shortens secrets, so that neither a log nor a screenshot discloses them.

use serde_json::Value;
use url::form_urlencoded;

/// A longer run of letters and digits is taken for a token or a code.
const LONGEST_RUN: usize = 36;
/// How much of it is shown.
const SHOWN: usize = 10;
/// Longest text that is kept of a body.
const LONGEST_TEXT: usize = 4096;
/// Values of these names are never shown.
const HIDDEN: [&str; 3] = ["password", "client_secret", "code_verifier"];
/// In a URL these too, however short.
const HIDDEN_IN_URLS: [&str; 4] = ["access_token", "id_token", "id_token_hint", "refresh_token"];

/// The text with everything that looks like a token cut short.
pub(crate) fn shortened(text: &str) -> String {
    let mut out = String::with_capacity(text.len().min(LONGEST_TEXT));
    let mut rest = text;
    while !rest.is_empty() && out.len() < LONGEST_TEXT {
        let run = rest.find(|c| !is_token_character(c)).unwrap_or(rest.len());
        let (token, after) = rest.split_at(run);
        if token.len() > LONGEST_RUN {
            out.extend(token.chars().take(SHOWN));
            out.push('…');
        } else {
            out.push_str(token);
        }
        let mut others = after.chars();
        out.extend(others.next());
        rest = others.as_str();
    }
    out
}

/// A URL, or its path and query, without the secrets in its query and its fragment.
pub(crate) fn shown_url(url: &str) -> String {
    let mut shown = String::new();
    for part in url.split_inclusive(['?', '#', '&']) {
        match part.split_once('=') {
            Some((name, value)) if HIDDEN.contains(&name) || HIDDEN_IN_URLS.contains(&name) => {
                let end = value.ends_with(['?', '#', '&']).then(|| value.chars().next_back()).flatten();
                shown.extend([name, "=…"]);
                shown.extend(end);
            }
            _ => shown.push_str(&shortened(part)),
        }
    }
    shown
}

/// What may be shown of a body.
pub(crate) fn shown_body(content_type: &str, bytes: &[u8]) -> String {
    if bytes.is_empty() {
        return String::new();
    }
    if content_type.starts_with("application/json") {
        return match serde_json::from_slice::<Value>(bytes) {
            Ok(mut value) => {
                hide(&mut value);
                shortened(&value.to_string())
            }
            Err(_) => "(not JSON)".to_owned(),
        };
    }
    if content_type.starts_with("application/x-www-form-urlencoded") {
        let pairs = form_urlencoded::parse(bytes).map(|(name, value)| {
            let shown = if HIDDEN.contains(&name.as_ref()) { "…".to_owned() } else { shortened(&value) };
            format!("{}={shown}", shortened(&name))
        });
        return pairs.collect::<Vec<String>>().join("&");
    }
    format!("({} bytes)", bytes.len())
}

fn hide(value: &mut Value) {
    match value {
        Value::Object(object) => {
            for (name, inner) in object {
                if HIDDEN.contains(&name.as_str()) {
                    *inner = Value::from("…");
                } else {
                    hide(inner);
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(hide),
        _ => {}
    }
}

fn is_token_character(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_shortened_and_passwords_hidden_in_every_format() {
        let token = "abcdefghijklmnopqrstuvwxyz.ABCDEFGHIJKLMNOPQRSTUVWXYZ";
        assert_eq!(shortened(&format!("/cb?code={token}&state=short")), "/cb?code=abcdefghij…&state=short");
        let url = format!("/userinfo?access_token=short&x=1&client_secret=s#id_token={token}");
        assert_eq!(shown_url(&url), "/userinfo?access_token=…&x=1&client_secret=…#id_token=…");
        assert_eq!(shown_url("/u/login?state=abc"), "/u/login?state=abc");
        let json = format!("{{\"password\":\"p\",\"in\":[{{\"client_secret\":\"s\"}}],\"t\":\"{token}\"}}");
        let shown = shown_body("application/json", json.as_bytes());
        assert_eq!(shown, "{\"in\":[{\"client_secret\":\"…\"}],\"password\":\"…\",\"t\":\"abcdefghij…\"}");
        let form =
            shown_body("application/x-www-form-urlencoded", format!("password=p&code={token}").as_bytes());
        assert_eq!(form, "password=…&code=abcdefghij…");
        assert_eq!(shown_body("text/plain", b"secret"), "(6 bytes)");
    }

    #[test]
    fn a_long_text_is_cut_without_breaking_a_character() {
        let long = "é ".repeat(LONGEST_TEXT);
        assert!(shortened(&long).len() <= LONGEST_TEXT + 4);
    }
}
