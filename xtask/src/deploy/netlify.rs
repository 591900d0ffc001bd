//! Netlify: `_headers` and `_redirects`, to be put beside `index.html`.
//!
//! What changes without a new name is asked for anew by default there, and compressed by the host itself.

use std::fmt::Write;

use static_host::Header;
use static_host::caching::{ASSETS, Caching};

use super::ORIGIN;

/// `_headers`.
pub(super) fn headers(headers: &[Header]) -> String {
    let mut text = format!("# {ORIGIN}\n\n/*\n");
    for Header { name, value } in headers {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "  {name}: {value}");
    }
    let _ = write!(text, "\n{ASSETS}*\n  Cache-Control: {}\n", Caching::Immutable.value());
    text
}

/// `_redirects`: files come first; then the app, but not for an asset that is not there.
pub(super) fn redirects(_: &[Header]) -> String {
    format!("# {ORIGIN}\n\n{ASSETS}*  {ASSETS}404.html  404\n/*  /index.html  200\n")
}
