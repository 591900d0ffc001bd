//! The text encodings that requests use: base64url (and SHA-256 in it), percent-encoded path segments,
//! `application/x-www-form-urlencoded`.

use base64ct::{Base64UrlUnpadded, Encoding};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use sha2::{Digest as _, Sha256};

/// Everything but the unreserved characters of RFC 3986 section 2.3.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// base64url without padding (RFC 4648 section 5).
pub(crate) fn base64url(bytes: &[u8]) -> String {
    Base64UrlUnpadded::encode_string(bytes)
}

/// Characters of a [`digest`].
pub(crate) const DIGEST_LENGTH: usize = 43;

/// The SHA-256 of a text, in base64url.
pub(crate) fn digest(text: &str) -> String {
    base64url(&Sha256::digest(text))
}

/// The bytes of a base64url text; `None` for padding, other characters, or non-zero trailing bits.
pub(crate) fn from_base64url(text: &str) -> Option<Vec<u8>> {
    Base64UrlUnpadded::decode_vec(text).ok()
}

/// One path segment, whatever it holds (RFC 3986 section 3.3). See [`is_dot_segment`] for the two that cannot be
/// encoded.
pub(crate) fn path_segment(text: &str) -> String {
    utf8_percent_encode(text, SEGMENT).to_string()
}

/// Whether a path segment means "here" or "up" to a URL parser and so cannot name anything.
pub(crate) fn is_dot_segment(text: &str) -> bool {
    matches!(text, "." | "..")
}

/// `name=value` pairs as a query string or a form body.
pub(crate) fn form(pairs: &[(&str, &str)]) -> String {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Cases: MA-11.
    #[test]
    fn user_ids_are_encoded_as_one_path_segment() {
        for (id, expected) in [
            ("auth0|1", "auth0%7C1"),
            ("oauth2|discord|42", "oauth2%7Cdiscord%7C42"),
            ("samlp|idp|a/b?c#d", "samlp%7Cidp%7Ca%2Fb%3Fc%23d"),
            ("google-oauth2|10%20", "google-oauth2%7C10%2520"),
            ("waad|ü x", "waad%7C%C3%BC%20x"),
        ] {
            assert_eq!(path_segment(id), expected);
        }
    }

    /// Cases: ID-03.
    #[test]
    fn base64url_is_strict() {
        for text in ["YQ==", "+w", "/w", "Y", "YR"] {
            assert_eq!(from_base64url(text), None, "{text}");
        }
        assert_eq!(from_base64url("YQ"), Some(b"a".to_vec()));
    }
}
