//! Netlify and Cloudflare Pages: `_headers` and `_redirects`, to be put beside `index.html`.
//!
//! Both revalidate files by default and compress them themselves. Pages needs no `_redirects`: without a `404.html` at
//! the top it answers every unknown path with the app, and `assets/404.html` ends that for assets.

use std::fmt::Write;

use static_host::Header;
use static_host::caching::{ASSETS, Caching};

use super::ORIGIN;

/// The content of `_headers`.
pub(super) fn headers(headers: &[Header]) -> String {
    let mut text = format!("# {ORIGIN}\n\n/*\n");
    for Header { name, value } in headers {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "  {name}: {value}");
    }
    let _ = write!(text, "\n{ASSETS}*\n  Cache-Control: {}\n", Caching::Immutable.value());
    text
}

/// `_redirects`: existing files come first, then the app, but not for a missing asset.
pub(super) fn redirects() -> String {
    format!("# {ORIGIN}\n\n{ASSETS}*  {ASSETS}404.html  404\n/*  /index.html  200\n")
}
