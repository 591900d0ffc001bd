//! Formats of a user's attributes (Management API, `POST` and `PATCH /api/v2/users`).

use serde_json::{Map, Value};
use url::Url;

/// The first attribute whose text has not the required format, and the name of that format.
pub(crate) fn violation(attributes: &Map<String, Value>) -> Option<(&'static str, &'static str)> {
    let checks = [
        ("email", "email", is_email as fn(&str) -> bool),
        ("phone_number", "phone", is_phone_number),
        ("picture", "strict-uri", is_picture),
    ];
    checks.into_iter().find_map(|(name, format, fits)| {
        let text = attributes.get(name)?.as_str()?;
        (!fits(text)).then_some((name, format))
    })
}

/// One `@` between a local part and a host with a dot.
pub(crate) fn is_email(text: &str) -> bool {
    let Some((local, host)) = text.rsplit_once('@') else { return false };
    let is_label = |label: &str| !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || c == '-');
    let is_local =
        !local.is_empty() && !local.chars().any(|c| c.is_whitespace() || c.is_control() || c == '@');
    is_local && host.contains('.') && host.split('.').all(is_label)
}

/// E.164: `+` and up to 15 digits.
fn is_phone_number(text: &str) -> bool {
    let Some(digits) = text.strip_prefix('+') else { return false };
    (1..=15).contains(&digits.len()) && digits.bytes().all(|digit| digit.is_ascii_digit())
}

/// An https address, or the picture itself.
fn is_picture(text: &str) -> bool {
    Url::parse(text).is_ok_and(|url| matches!(url.scheme(), "https" | "data"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_first_wrong_format_is_found() {
        let cases = [
            (json!({"email": "ann@example.com", "phone_number": "+4915112345678"}), None),
            (json!({"email": "ann+tag@mail.example.co.uk", "picture": "https://cdn.example/a.png"}), None),
            (json!({"picture": "data:image/png;base64,AAAA"}), None),
            (json!({"email": "ann"}), Some(("email", "email"))),
            (json!({"email": "ann@example"}), Some(("email", "email"))),
            (json!({"email": "an n@example.com"}), Some(("email", "email"))),
            (json!({"email": "a@b@example.com"}), Some(("email", "email"))),
            (json!({"phone_number": "015112345678"}), Some(("phone_number", "phone"))),
            (json!({"picture": "javascript:alert(1)"}), Some(("picture", "strict-uri"))),
            (json!({"picture": "http://cdn.example/a.png"}), Some(("picture", "strict-uri"))),
            (json!({"picture": "cat.png"}), Some(("picture", "strict-uri"))),
        ];
        for (attributes, expected) in cases {
            assert_eq!(violation(attributes.as_object().unwrap()), expected, "{attributes}");
        }
    }
}
